import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { packageRoot } from './package-root.ts';

describe('the summary of a test run', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'summary-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function run(tests: string): { readonly lines: readonly string[]; readonly status: number | null } {
    const file = join(folder, 'sample.mjs');
    writeFileSync(file, tests);
    const mocha = join(packageRoot, 'node_modules/mocha/bin/mocha.js');
    const reporter = join(packageRoot, 'dist/test/summary-reporter.js');
    const { stdout, status } = spawnSync(
      process.execPath,
      [mocha, '--no-config', '--fail-zero', '--reporter', reporter, file],
      { encoding: 'utf8' },
    );
    return { lines: stdout.trimEnd().split('\n'), status };
  }

  it('closes with the counts alone on the last line', () => {
    const { lines, status } = run(`
      describe('a', () => {
        it('holds', () => {});
        it('breaks', () => { throw new Error('no'); });
        it.skip('waits (needs rain)', () => {});
      });`);
    expect(lines.at(-1)).to.equal('1 passed, 1 failed, 1 skipped');
    expect(lines).to.include('  skipped: a waits (needs rain)');
    expect(lines.filter((line) => /^\d+ passed/.test(line))).to.have.lengthOf(1);
    expect(status).to.equal(1);
  });

  it('keeps the ordinary output before it', () => {
    const { lines } = run(`it('holds', () => {});`);
    expect(lines.join('\n')).to.match(/ holds\n.*1 passing/s);
  });

  it('leaves skipped tests out of the line when there are none', () => {
    const { lines, status } = run(`it('holds', () => {}); it('holds too', () => {});`);
    expect(lines.at(-1)).to.equal('2 passed, 0 failed');
    expect(status).to.equal(0);
  });

  it('names what a skipped test needs, and runs it where that is there', () => {
    const { lines } = run(`
      import { itNeeding } from '${pathToFileURL(join(packageRoot, 'dist/test/it-needing.js'))}';
      itNeeding('a sieve', false)('holds water', () => {});
      itNeeding('a bucket', true)('carries water', () => {});`);
    expect(lines).to.include('  skipped: holds water (needs a sieve)');
    expect(lines.at(-1)).to.equal('1 passed, 0 failed, 1 skipped');
  });

  it('fails a run that has no test', () => {
    const { lines, status } = run('');
    expect(lines.at(-1)).to.equal('0 passed, 0 failed');
    expect(status).to.not.equal(0);
  });
});
