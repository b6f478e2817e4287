import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { z } from 'zod';
import { packageRoot } from '../package-root.ts';
import { call, emptyFolder, type Folder } from './calling.ts';

const command = join(packageRoot, 'scripts/govledger.mjs');
const main = join(packageRoot, 'dist/src/cli/main.js');

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('govledger as a process', () => {
  let folder: Folder;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    folder = emptyFolder();
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    folder.remove();
  });

  const start = (args: readonly string[]) => {
    // A caller's own ledger is none of the test's.
    const env: NodeJS.ProcessEnv = { ...process.env, GOVLEDGER_LOG: 'silent' };
    delete env['GOVLEDGER_DATA'];
    const child = spawn(process.execPath, [command, ...args], {
      cwd: folder.path,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    return child;
  };

  async function ran(...args: readonly string[]): Promise<Ran> {
    const child = start(args);
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code: child.exitCode, out, err };
  }

  /** Serves on a free port; resolves once it has said where. */
  async function serve(...args: readonly string[]) {
    const child = start(['serve', '--port', '0', '--public-port', '0', ...args]);
    let said = '';
    child.stdout.setEncoding('utf8');
    const errors = text(child.stderr);
    for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
      said += String(chunk);
      if (said.includes('--help')) break;
    }
    const [url = '', , publicUrl = ''] = said.match(/http:\/\/127\.0\.0\.1:\d+/g) ?? [];
    expect(publicUrl, said).not.to.equal('');
    const stop = async (signal: NodeJS.Signals): Promise<Ran> => {
      child.kill(signal);
      await once(child, 'exit');
      return { code: child.exitCode, out: said, err: await errors };
    };
    return { url, publicUrl, said, stop };
  }

  const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;
  const opening = async (url: string) =>
    z.object({ id: z.string() }).parse(await (await fetch(`${url}/events?limit=1`)).json()).id;

  it('asked for help loads nothing that help does not need', async () => {
    const { code, out } = await ran('--help');
    expect(code).to.equal(0);
    expect(out).to.match(/^Usage: govledger/);
    const packages = [...importedBy(main)].filter((name) => !/^(node:|\/)/.test(name));
    expect(packages).to.deep.equal(['commander']);
  });

  it('without a verb, or with a wrong one, ends with 2', async () => {
    expect(await ran()).to.include({ code: 2, out: '' });
    expect(await ran('nothing')).to.include({ code: 2, out: '' });
  });

  it('serves from an empty folder at once, and the second time does not set up again', async () => {
    const first = await serve('--init');
    expect(first.said)
      .to.match(/^A new ledger was made/)
      .and.to.contain(join(folder.path, 'data'));
    expect(first.said).to.match(/development keys in .*keys, mode 0600/);
    expect(statSync(join(folder.path, 'data/keys/vault.key')).mode & 0o777).to.equal(0o600);
    expect(await statusOf(`${first.url}/ready`)).to.equal(200);
    const ledger = await opening(first.publicUrl);
    expect(await first.stop('SIGINT')).to.include({ code: 0, err: '' });

    const second = await serve('--init');
    expect(second.said).not.to.contain('A new ledger');
    expect(await opening(second.publicUrl)).to.equal(ledger);
    expect(await second.stop('SIGTERM')).to.include({ code: 0, err: '' });
  });

  it('says how a ledger is made where serve finds none', async () => {
    const { code, err } = await ran('serve', '--port', '0');
    expect(code).to.equal(1);
    expect(err).to.match(/there is no ledger in .*govledger init/s);
    expect(existsSync(join(folder.path, 'data'))).to.equal(false);
  });

  it('beside a server reads from the folder, and writes through the server', async () => {
    const server = await serve('--init');
    const data = join(folder.path, 'data');
    const read = await call(['framework', 'list', '--data', data]);
    expect(read).to.include({ code: 0, err: '' });
    expect(read.out).to.contain('sample-national-security');
    const written = await call(['person', 'register', 'Ana', '--data', data, '--yes']);
    expect(written).to.include({ code: 0, err: '' });
    expect(written.out).to.match(/register-person: recorded/);
    expect((await call(['doctor', '--data', data])).out).to.match(/writer +.* is in use by process \d+/);
    expect(await server.stop('SIGTERM')).to.include({ code: 0 });
    expect((await call(['person', 'register', 'Ana', '--data', data])).code).to.equal(0);
  });

  it('does not mind that whoever reads its output has gone', async () => {
    await call(['init', '--data', join(folder.path, 'data')]);
    const child = start(['events']);
    child.stdout.destroy();
    const [err] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect({ code: child.exitCode, err }).to.deep.equal({ code: 0, err: '' });
  });

  it('takes the data folder from the environment', async () => {
    const data = join(folder.path, 'elsewhere');
    await call(['init'], { env: { GOVLEDGER_DATA: data } });
    expect(existsSync(join(data, 'ledger.db'))).to.equal(true);
  });
});

/** What a compiled module imports before it runs, and what those import, by name or path. */
function importedBy(path: string, found = new Set<string>()): ReadonlySet<string> {
  for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(
    /^(?:import|export)\b[^;]*? ?from '([^']+)';|^import '([^']+)';/gm,
  )) {
    const imported = name.startsWith('.') ? resolve(dirname(path), name) : name;
    if (found.has(imported)) continue;
    found.add(imported);
    if (name.startsWith('.')) importedBy(imported, found);
  }
  return found;
}
