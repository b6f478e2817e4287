import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { itNeeding } from './it-needing.ts';
import { packageRoot } from './package-root.ts';

const page = readFileSync(join(packageRoot, 'docs/verifying.md'), 'utf8');
const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
const [withOurs = '', withOneFile = '', signature = '', place = ''] = blocks;
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
  function run(block: string, exported = at('export')) {
    const npx = `npx() { shift; node ${join(packageRoot, 'scripts/govledger.mjs')} "$@"; }`;
    const script = `${npx}\ncp ${join(packageRoot, 'dist/verify.mjs')} .\n${block}`;
    const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
      cwd: mkdtempSync(join(folder, 'here-')),
      encoding: 'utf8',
      env: { ...withoutOurs, EXPORT: exported, VKEY: vkey, KEPT: at('kept') },
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
