import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { emptyRoot } from '../projections/merkle/hash.ts';
import { formatCheckpoint } from '../src/checkpoint/checkpoint.ts';
import { signNote } from '../src/checkpoint/note.ts';
import { formatTlogProof } from '../src/checkpoint/tlog-proof.ts';
import { key } from './checkpoint/notes.ts';
import { itNeeding } from './it-needing.ts';
import { LiteralLog } from './merkle/literal-rfc.ts';
import { packageRoot } from './package-root.ts';

const page = readFileSync(join(packageRoot, 'docs/verifying.md'), 'utf8');
const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
const [withOurs = '', withOneFile = '', signature = '', place = '', receipt = ''] = blocks;
const withoutOurs = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('GOVLEDGER_')),
);
const hasOpenSsl = /^OpenSSL 3\./.test(spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? '');

describe('docs/verifying.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'govledger-verifying-'));
  const at = (name: string): string => join(folder, name);
  let vkey = '';

  const govledger = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('node', [join(packageRoot, 'scripts/govledger.mjs'), ...args], {
      encoding: 'utf8',
      env: withoutOurs,
    });
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
  };

  before(function () {
    this.timeout(60_000);
    const data = at('data');
    govledger('init', '--data', data);
    cpSync(join(data, 'head/checkpoint'), at('kept'));
    govledger('person', 'register', 'Ana Example', '--yes', '--data', data);
    govledger('export', '--out', at('export'), '--audience', 'auditors', '--data', data);
    vkey = readFileSync(join(data, 'keys/log.key.pub'), 'utf8').trim();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a block as it stands, in an empty folder. */
  function run(block: string, exported = at('export'), settings: Readonly<Record<string, string>> = {}) {
    const npx = `npx() { shift; node ${join(packageRoot, 'scripts/govledger.mjs')} "$@"; }`;
    const script = `${npx}\ncp ${join(packageRoot, 'dist/verify.mjs')} .\n${block}`;
    const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
      cwd: mkdtempSync(join(folder, 'here-')),
      encoding: 'utf8',
      env: { ...withoutOurs, EXPORT: exported, VKEY: vkey, KEPT: at('kept'), ...settings },
    });
    return { status, stdout, stderr };
  }

  it('says how our tools are called', () => {
    const { status, stdout, stderr } = run(withOurs);
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    expect(stdout).to.match(
      /^Nothing is wrong with this export\.[\s\S]*The log begins with the 27 entries of the checkpoint that you kept/,
    );
    expect(stdout).to.include('Nothing differs: every act and decision follows');
  }).timeout(30_000);

  it('says how the one file is called', () => {
    const { status, stdout, stderr } = run(withOneFile);
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    expect(stdout).to.match(/^Nothing is wrong with this export\./);
  }).timeout(30_000);

  itNeeding('openssl 3', hasOpenSsl)('checks the signature with OpenSSL', () => {
    expect(run(signature)).to.include({ status: 0, stdout: 'Signature Verified Successfully\n' });
  });

  itNeeding('openssl 3', hasOpenSsl)(
    'takes the signature of the key that was given, where others sign too',
    async () => {
      const origin = 'ledger.example/log';
      const [older, newer, other, witness] = [key(origin), key(origin), key(origin), key('north.example')];
      const text = formatCheckpoint({ origin, size: 0, root: emptyRoot });
      const signers = [witness, older, newer].map(({ signer }) => signer);
      mkdirSync(at('signed'));
      writeFileSync(at('signed/checkpoint'), await signNote(text, signers));
      const checked = ({ verifier: { vkey } }: typeof older) => run(signature, at('signed'), { VKEY: vkey });
      for (const each of [older, newer])
        expect(checked(each)).to.include({ status: 0, stdout: 'Signature Verified Successfully\n' });
      expect(checked(other).status).to.not.equal(0);
    },
  );

  it('follows a receipt to the root with sha256sum, and none of another entry, place or size', async () => {
    const origin = 'ledger.example/log';
    const { signer } = key(origin);
    const log = new LiteralLog();
    for (let index = 0; index < 14; index += 1) log.append(Buffer.from(`entry ${index}`));
    const leads = async (index: number, size: number, entry = log.entry(index), said = index) => {
      const root = log.mth(0, size);
      const checkpoint = await signNote(formatCheckpoint({ origin, size, root }), [signer]);
      const proof = log.path(index, 0, size);
      const text = formatTlogProof({ index: Math.min(said, size - 1), proof, checkpoint });
      writeFileSync(at('a.tlog-proof'), text.replace(/^index .*$/m, `index ${said}`));
      writeFileSync(at('a.event'), entry);
      return run(receipt, undefined, { RECEIPT: at('a') }).stdout.startsWith(
        'the receipt leads to the root: ',
      );
    };
    for (const size of [1, 2, 7, 14])
      for (let index = 0; index < size; index += 1)
        expect(await leads(index, size), `entry ${index} of ${size}`).to.equal(true);
    expect(await leads(3, 7, log.entry(4))).to.equal(false);
    expect(await leads(3, 7, log.entry(3), 2)).to.equal(false);
    expect(await leads(6, 7, log.entry(6), 7)).to.equal(false);
  }).timeout(30_000);

  it('finds an entry in the tree with sha256sum, and none that was changed', () => {
    expect(run(place).stdout).to.match(/^the tree has this entry: [0-9a-f]{64}\n$/);
    cpSync(at('export'), at('changed'), { recursive: true });
    const bundle = spawnSync(
      'bash',
      [
        '-c',
        `f=$(find ${at('changed')}/tile/entries -type f | sort | head -n 1); sed -i 's/operator/operatos/' "$f"; echo "$f"`,
      ],
      { encoding: 'utf8' },
    );
    expect(existsSync(bundle.stdout.trim())).to.equal(true);
    expect(run(place, at('changed')).stdout).to.equal('');
  });

  it('names only files that are there', () => {
    const named = [...page.matchAll(/`((?:projections|src|events)\/[^`]*)`/g)].flatMap(([, path = '']) => {
      const [, base = '', list, rest = ''] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(path) ?? [];
      return list === undefined ? [path] : list.split(',').map((each) => `${base}${each}${rest}`);
    });
    expect(named.length).to.be.greaterThan(15);
    for (const path of named) expect(existsSync(join(packageRoot, path)), path).to.equal(true);
  });
});
