import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { call } from '../cli/calling.ts';
import { emptyFolder, exported, type Folder } from '../ledger-export/made.ts';
import { packageRoot } from '../package-root.ts';
import { signedHead } from './exports.ts';
import { origin, playedLedger, signer } from './played.ts';

interface Called {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const verifier = join(packageRoot, 'dist', 'verify.mjs');

describe('an export, verified', () => {
  let folder: Folder;
  let good = '';
  let bad = '';
  let kept = '';

  before(async () => {
    folder = emptyFolder();
    [good, bad, kept] = [folder.at('good'), folder.at('bad'), folder.at('kept')];
    const world = await playedLedger(1, 10);
    await exported(world, good, { published: await signedHead(world.store), verifierFile: verifier });
    cpSync(good, bad, { recursive: true });
    const lines = readFileSync(join(bad, 'disclosures.ndjson'), 'utf8').split('\n');
    writeFileSync(join(bad, 'disclosures.ndjson'), lines.toSpliced(3, 1).join('\n'));
    writeFileSync(kept, (await signedHead(world.store, 20)).note);
    mkdirSync(folder.at('empty'));
  });
  after(() => folder.remove());

  /** The one file alone, by Node.js alone, where there is nothing else. */
  const byFile = (...args: readonly string[]): Called => {
    const copy = folder.at('empty/verify.mjs');
    if (!existsSync(copy)) cpSync(join(good, 'verify.mjs'), copy);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['verify.mjs', ...args], {
      cwd: folder.at('empty'),
      env: {},
      encoding: 'utf8',
    });
    return { code: status, out: stdout, err: stderr };
  };
  const byGovledger = (...args: readonly string[]): Promise<Called> => call(['verify', ...args]);

  const both = async (...args: readonly string[]): Promise<readonly Called[]> => {
    const one = await byGovledger(...args);
    const other = byFile(...args);
    expect(other.out).to.equal(one.out);
    expect(other.code).to.equal(one.code);
    return [one, other];
  };

  it('is said to be good, with what was proved and what no export covers', async () => {
    const [one] = await both(good, '--vkey', signer.vkey, '--since', kept);
    expect(one?.out).to.match(/^Nothing is wrong with this export\./);
    expect(one?.out).to.include('20 entries of the checkpoint that you kept');
    expect(one?.out).to.match(/Proved\n {2}- [\s\S]*Not covered\n {2}- /);
    expect(one?.out).not.to.include('Not proved');
    expect(one?.code).to.equal(0);
  });

  it('is said to be wrong, with exit code 3 and the words to find it by', async () => {
    const [one] = await both(bad, '--vkey', signer.vkey);
    expect(one?.out).to.match(/^THIS EXPORT DOES NOT VERIFY\./);
    expect(one?.out).to.include('disclosure-missing: entry ');
    expect(one?.out).to.include('file-changed: disclosures.ndjson: ');
    expect(one?.code).to.equal(3);
  });

  it('is told to programs as one JSON document', async () => {
    const Report = z.object({
      verdict: z.string(),
      findings: z.array(z.object({ code: z.string(), where: z.object({ path: z.string().optional() }) })),
    });
    const [one] = await both(bad, '--vkey', signer.vkey, '--json');
    const report = Report.parse(JSON.parse(one?.out ?? ''));
    expect(report.verdict).to.equal('failed');
    expect(report.findings.map(({ code }) => code)).to.include('disclosure-missing');
  });

  it('is not verified without a key, nor with one that came with it, and it says why and where to get one', async () => {
    for (const keys of [[], ['--vkey', join(good, 'log.vkey')]]) {
      for (const { code, out, err } of await both(good, ...keys)) {
        expect(code).to.equal(1);
        expect(out).to.equal('');
        expect(err).to.include('who signed').and.include('has to come from elsewhere');
      }
    }
    const { err } = await byGovledger(good);
    expect(err).to.include('website');
  });

  it('takes keys from a file, one a line', async () => {
    const keys = folder.at('keys');
    writeFileSync(keys, `${makeLogKey(origin).verifier}\n${signer.vkey}\n`);
    for (const { code } of await both(good, '--vkey', keys)) expect(code).to.equal(0);
  });

  it('is refused where the key is none, or there is no such folder', async () => {
    for (const { code, err } of await both(good, '--vkey', signer.vkey.replace('tests', 'tasts'))) {
      expect(code).to.equal(1);
      expect(err).to.include('a letter of it was changed');
    }
    for (const { code, err } of await both(folder.at('nowhere'), '--vkey', signer.vkey)) {
      expect(code).to.equal(1);
      expect(err).to.include('nowhere');
    }
    for (const { code } of await both(kept, '--vkey', signer.vkey)) expect(code).to.equal(1);
  });

  it('needs to be named: anything else is called wrongly', async () => {
    expect((await byGovledger(good, '--wrong')).code).to.equal(2);
    for (const args of [[], [good, '--wrong'], [good, bad]]) {
      const { code, err } = byFile(...args);
      expect(code).to.equal(2);
      expect(err).to.include('usage: node verify.mjs');
    }
    expect(byFile('--help')).to.deep.include({ code: 0, err: '' });
  });
});

describe('the verifier in one file', () => {
  it('imports nothing but Node.js’s own, and of that neither network nor child processes', () => {
    const text = readFileSync(verifier, 'utf8');
    const imported = [...text.matchAll(/^import .* from "(.*)";$/gm)].map(([, from]) => from);
    expect([...new Set(imported)]).to.have.members([
      'node:crypto',
      'node:fs',
      'node:fs/promises',
      'node:path',
      'node:util',
    ]);
    expect(text.replaceAll(/^\s*\/\/.*$/gm, '')).not.to.match(/\brequire\(|\bimport\(/);
  });

  it('is the same bytes wherever the sources lie', () => {
    const elsewhere = emptyFolder();
    try {
      for (const name of ['events', 'projections', 'src', 'scripts', 'package.json', 'tsconfig.json'])
        cpSync(join(packageRoot, name), elsewhere.at(name), { recursive: true });
      symlinkSync(join(packageRoot, 'node_modules'), elsewhere.at('node_modules'));
      const script = elsewhere.at('scripts/build-verifier.mjs');
      const { stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
      expect(stderr).to.equal('');
      const sha256 = createHash('sha256').update(readFileSync(verifier)).digest('hex');
      expect(stdout).to.equal(`${sha256}  dist/verify.mjs\n`);
    } finally {
      elsewhere.remove();
    }
  });

  it('can be read: nothing in it is minified, and it names the file that each part came from', () => {
    const lines = readFileSync(verifier, 'utf8').split('\n');
    expect(lines).to.include('// src/verify/verify-export.ts').and.include('// projections/merkle/tree.ts');
    const ours = lines.slice(lines.indexOf('// events/canonical.ts'));
    expect(Math.max(...ours.map((line) => line.length))).to.be.below(1_000);
  });
});
