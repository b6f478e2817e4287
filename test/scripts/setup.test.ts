import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { packageRoot } from '../package-root.ts';

/** Stands in for npm: notes the call, takes a moment as npm does, and leaves a compiler that notes its calls too. */
const NPM = `#!/usr/bin/env node
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
appendFileSync('calls', 'npm ' + process.argv[2] + '\\n');
if (existsSync('no-toolchain')) process.exit(1);
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
mkdirSync('node_modules/typescript/bin', { recursive: true });
writeFileSync('node_modules/typescript/bin/tsc', \`
  const { appendFileSync, existsSync, mkdirSync, writeFileSync } = require('node:fs');
  appendFileSync('calls', 'tsc\\\\n');
  mkdirSync('dist/src/cli', { recursive: true });
  writeFileSync('dist/src/cli/main.js', 'console.log("govledger", process.argv.slice(2).join(" "));');
  if (existsSync('type-error')) process.exit(2);
\`);
`;
const LOCK = {
  '': { name: 'govledger' },
  'node_modules/better-sqlite3': { version: '12.0.0', integrity: 'sha512-a' },
  'node_modules/for-another-system': { version: '1.0.0', integrity: 'sha512-b', optional: true },
};
const ENTRY = 'src/entry.ts';

describe('the set-up', () => {
  let root = '';

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'setup-'));
    cpSync(join(packageRoot, 'scripts'), join(root, 'scripts'), { recursive: true });
    cpSync(join(packageRoot, 'tsconfig.json'), join(root, 'tsconfig.json'));
    write('package.json', JSON.stringify({ type: 'module', engines: { node: '>=20.19' } }));
    write('package-lock.json', JSON.stringify({ packages: LOCK }));
    write(ENTRY, 'export const a = 1;');
    write('bin/npm', NPM);
    chmodSync(join(root, 'bin/npm'), 0o755);
  });

  afterEach(() => rmSync(root, { recursive: true }));

  function write(path: string, content: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }

  async function run(...args: string[]): Promise<{ readonly said: string; readonly status: number | null }> {
    const env = { ...process.env, PATH: `${join(root, 'bin')}${delimiter}${process.env['PATH']}` };
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { said: out + err, status: child.exitCode };
  }

  const setUp = () => run('scripts/setup.mjs');

  /** What npm and tsc were called for since the last time this was asked. */
  function calls(): readonly string[] {
    const path = join(root, 'calls');
    const lines = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
    rmSync(path, { force: true });
    return lines;
  }

  it('installs and compiles once, says so, and is silent the second time', async () => {
    const first = await setUp();
    expect(first.status).to.equal(0);
    expect(first.said.trimEnd().split('\n')).to.have.lengthOf(2);
    expect(calls()).to.deep.equal(['npm ci', 'tsc']);

    expect(await setUp()).to.deep.equal({ said: '', status: 0 });
    expect(calls()).to.deep.equal([]);
    expect(readdirSync(root).filter((name) => name.startsWith('.setup-lock'))).to.deep.equal([]);
  });

  it('installs again when the lock file has changed', async () => {
    await setUp();
    calls();
    write(
      'package-lock.json',
      JSON.stringify({ packages: { ...LOCK, 'node_modules/new': { integrity: 'sha512-c' } } }),
    );
    await setUp();
    expect(calls()).to.deep.equal(['npm ci', 'tsc']);
  });

  it('takes over what a developer installed by hand where it is what the lock file names', async () => {
    write('node_modules/better-sqlite3/index.js', 'module.exports = class { close() {} };');
    const { 'node_modules/better-sqlite3': driver } = LOCK;
    const held = (entry: object) =>
      write(
        'node_modules/.package-lock.json',
        JSON.stringify({ packages: { 'node_modules/better-sqlite3': entry } }),
      );

    held({ ...driver, integrity: 'sha512-other' });
    await setUp();
    expect(calls()).to.include('npm ci');

    rmSync(join(root, 'node_modules/.govledger-setup'));
    held(driver);
    expect((await setUp()).status).to.equal(0);
    expect(calls()).to.deep.equal([]);
  });

  it('compiles again when a source is changed, added or removed, and when its old text returns', async () => {
    await setUp();
    calls();
    const changes = [
      () => appendFileSync(join(root, ENTRY), '\n'),
      () => write('test/added.ts', ''),
      () => rmSync(join(root, 'test/added.ts')),
      () => utimesSync(join(root, ENTRY), new Date(), new Date()),
      () => write('src/frameworks/sample.json', '{}'),
    ];
    for (const change of changes) {
      change();
      await setUp();
      expect(calls()).to.deep.equal(['tsc']);
    }
    expect(readFileSync(join(root, 'dist/src/frameworks/sample.json'), 'utf8')).to.equal('{}');
  });

  it('leaves nothing of an earlier build in dist', async () => {
    write('dist/src/gone.js', '');
    await setUp();
    expect(existsSync(join(root, 'dist/src/gone.js'))).to.equal(false);
  });

  it('stops at a type error, and tries again the next time', async () => {
    write('type-error', '');
    expect((await setUp()).status).to.equal(1);
    rmSync(join(root, 'type-error'));
    calls();
    expect((await setUp()).status).to.equal(0);
    expect(calls()).to.deep.equal(['tsc']);
  });

  it('says what compiling needs when npm ci fails', async () => {
    write('no-toolchain', '');
    const { said, status } = await setUp();
    expect(status).to.equal(1);
    expect(said).to.match(/C\+\+ toolchain.*make.*python3/);
    expect(calls()).to.deep.equal(['npm ci']);
  });

  it('refuses a Node older than package.json asks for', async () => {
    write('package.json', JSON.stringify({ type: 'module', engines: { node: '>=99.1' } }));
    const { said, status } = await setUp();
    expect(status).to.equal(1);
    expect(said).to.include(`govledger needs Node >=99.1, and this is ${process.versions.node}`);
    expect(calls()).to.deep.equal([]);
  });

  it('sets up once when two ask at the same time', async () => {
    const both = await Promise.all([setUp(), setUp()]);
    expect(both.map(({ status }) => status)).to.deep.equal([0, 0]);
    expect(calls()).to.deep.equal(['npm ci', 'tsc']);
  });

  it('takes the lock of a process that died', async () => {
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(child, 'close');
    write(`.setup-lock/${child.pid}@${hostname()}`, '');
    expect((await setUp()).status).to.equal(0);
    expect(calls()).to.deep.equal(['npm ci', 'tsc']);
  });

  it('uses packages behind a link, and never installs through one', async () => {
    await setUp();
    calls();
    mkdirSync(join(root, 'elsewhere'));
    renameSync(join(root, 'node_modules'), join(root, 'elsewhere/node_modules'));
    symlinkSync('elsewhere/node_modules', join(root, 'node_modules'));
    expect((await setUp()).status).to.equal(0);
    expect(calls()).to.deep.equal([]);

    write('package-lock.json', '{ "packages": { "node_modules/new": {} } }');
    const { said, status } = await setUp();
    expect(status).to.equal(1);
    expect(said).to.match(/node_modules is a link to .*elsewhere/);
    expect(calls()).to.deep.equal([]);
    expect(existsSync(join(root, 'elsewhere/node_modules/typescript'))).to.equal(true);
  });

  it('gives a command that runs what was compiled, and before that says what to do', async () => {
    const before = await run('scripts/govledger.mjs', 'work', '--json');
    expect(before.status).to.equal(2);
    expect(before.said).to.include('run `npm start` or `npm test` once');

    await setUp();
    expect(await run('scripts/govledger.mjs', 'work', '--json')).to.deep.equal({
      said: 'govledger work --json\n',
      status: 0,
    });
  });
});
