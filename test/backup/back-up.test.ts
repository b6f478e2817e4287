import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { generatedHistory } from '../../scripts/bench/generated-history.ts';
import { type Acknowledged, checkLedger } from '../../scripts/hammer/check-ledger.ts';
import { writeHistory } from '../../scripts/history/write.ts';
import { backUp } from '../../src/backup/back-up.ts';
import { restore } from '../../src/backup/restore.ts';
import { dataFolder } from '../../src/folder/data-folder.ts';
import { initLedger } from '../../src/folder/init-ledger.ts';
import { openLedger } from '../../src/folder/open-ledger.ts';
import { call } from '../cli/calling.ts';
import { packageRoot } from '../package-root.ts';
import { refused } from '../vault/refusals.ts';
import { eachInItsFolder, modesIn } from './made.ts';

describe('a backup', () => {
  const at = eachInItsFolder();
  const children: ReturnType<typeof spawn>[] = [];
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });

  /** A process that imports a long history, and what it said was acknowledged. */
  async function underLoad(data: string): Promise<{
    readonly acknowledged: Acknowledged[];
    readonly reached: (count: number) => Promise<void>;
    readonly isAtWork: () => boolean;
  }> {
    const file = at('history.ndjson');
    const history = generatedHistory({ seed: 7, submissions: 400, comments: 20, textBytes: 400 });
    await writeHistory(
      (async function* () {
        yield* history;
      })(),
      file,
    );
    const script = join(packageRoot, 'dist/scripts/hammer/import-child.js');
    const child = spawn(process.execPath, [script, data, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const acknowledged: Acknowledged[] = [];
    const waiting = new Map<number, () => void>();
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [stream = '', command = '', ...events] = line.split(' ');
      if (events.length > 0) acknowledged.push({ stream, command, events });
      waiting.get(acknowledged.length)?.();
    });
    return {
      acknowledged,
      reached: (count) => new Promise((resolve) => waiting.set(count, resolve)),
      isAtWork: () => child.exitCode === null && child.signalCode === null,
    };
  }

  it('taken while another process writes loses nothing that was acknowledged before, and gives a ledger at work', async () => {
    const [data, out, again] = [at('data'), at('backups/one'), at('again')];
    await initLedger({ data, origin: 'drill.example/log' });
    const { acknowledged, reached, isAtWork } = await underLoad(data);
    await reached(1_000);
    const before = [...acknowledged];
    const manifest = await backUp({ data, out });
    expect(isAtWork(), 'the load ended before the backup did').to.equal(true);
    await reached(acknowledged.length + 50);
    for (const child of children) child.kill('SIGKILL');

    const restored = await restore({ backup: out, data: again, keys: dataFolder(data).keys });
    expect(restored.digests).to.include({ lost: 0, erased: 0, erasedUnrecorded: 0, erasedAgain: 0 });
    expect(restored.digests.opened).to.be.greaterThan(1_000);
    const ledger = await openLedger({ data: again });
    const { findings, events } = await checkLedger(ledger, before);
    expect(findings).to.deep.equal([]);
    expect(events).to.equal(manifest.head.index + 1);
    expect(await ledger.store.head()).to.equal(manifest.head.position);
    await ledger.close();

    // A ledger at work: it takes an act, and is found sound.
    expect((await call(['person', 'register', 'Ana Example', '--data', again, '--yes'])).code).to.equal(0);
    const listed = await call(['submission', 'list', '--data', again, '--json', '--limit', '5']);
    expect(listed.out).to.include('"submissions"');
    expect((await call(['doctor', '--data', again])).out).to.match(/Nothing is wrong/);
  }).timeout(60_000);

  it('taken in the process that writes leaves the writer its lock, and the writer its work', async () => {
    const data = at('data');
    await initLedger({ data });
    const ledger = await openLedger({ data });
    ledger.access.record({ person: ledger.operator, submission: '', fields: ['name'], purpose: 'content' });
    ledger.access.days();
    const manifest = await backUp({ data, out: at('out'), keysOut: at('keys') });
    expect(manifest.ledger).to.equal(ledger.id);
    expect(manifest.files.map(({ path }) => path)).to.have.members([
      'head/checkpoint',
      'access.db',
      'ledger.db',
      'vault.db',
      'vault-keys/vault-keys.db',
    ]);
    await refused(openLedger({ data }), 'ledger-locked');
    await ledger.handler.handle({
      id: 'c0ffee00-0000-4000-8000-000000000001',
      asked: {
        name: 'register-person',
        data: {
          person: 'c0ffee00-0000-4000-8000-000000000002',
          kind: 'human',
          name: 'Ben Example',
          secret: Buffer.alloc(32).toString('base64url'),
        },
      },
      subject: '',
      actor: ledger.registrar,
      via: 'operator',
    });
    await ledger.close();
  });

  it('is for its owner alone, and holds no key', async () => {
    const data = at('data');
    await initLedger({ data });
    const folder = dataFolder(data);
    writeFileSync(join(folder.head, 'checkpoint'), 'a head\n');
    await backUp({ data, out: at('out') });
    for (const [path, mode, isFolder] of modesIn(at('out')))
      expect(mode, path).to.equal(isFolder ? 0o700 : 0o600);
    const secrets = [folder.vaultKey, folder.importKey, folder.logKey].map(
      (path) => readFileSync(path, 'utf8').trim().split('\n').at(-1) ?? '',
    );
    const files = readdirSync(at('out'), { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    expect(files.map(({ name }) => name)).to.include.members([
      'checkpoint',
      'manifest.json',
      'vault-keys.db',
    ]);
    for (const { name, parentPath } of files) {
      const bytes = readFileSync(join(parentPath, name));
      for (const secret of secrets) expect(bytes.includes(secret), name).to.equal(false);
    }
    expect(readFileSync(at('out/vault-keys/README.txt'), 'utf8')).to.match(/^Delete this folder by 20\d\d-/);
  });

  it('puts the keys into another folder where it is told to, and never beside itself', async () => {
    const data = at('data');
    await initLedger({ data });
    for (const keysOut of [at('out'), at('out/keys'), at('.'), at('data/keys'), at('data')]) {
      const error = await refused(backUp({ data, out: at('out'), keysOut }), 'invalid-command');
      expect(error.facts, keysOut).to.include({ field: 'with-keys' });
    }
    for (const out of [data, at('data/backup'), at('.')]) {
      const error = await refused(backUp({ data, out }), 'invalid-command');
      expect(error.facts, out).to.include({ field: 'out' });
    }
    expect(readdirSync(at())).to.deep.equal(['data']);
    await backUp({ data, out: at('out'), keysOut: at('apart') });
    expect(readdirSync(at('apart'))).to.have.members(['vault.key', 'import.key', 'log.key', 'log.key.pub']);
    for (const [path, mode, isFolder] of modesIn(at('apart')))
      expect(mode, path).to.equal(isFolder ? 0o700 : 0o600);
  });

  it('overwrites nothing', async () => {
    const data = at('data');
    await initLedger({ data });
    mkdirSync(at('out'));
    writeFileSync(at('out/something'), '');
    const error = await refused(backUp({ data, out: at('out') }), 'already-exists');
    expect(error.message).to.include('never overwrites');
    rmSync(at('out/something'));
    await backUp({ data, out: at('out') });
    expect(existsSync(at('out/manifest.json'))).to.equal(true);
    await refused(backUp({ data, out: at('out') }), 'already-exists');
  });

  it('that failed leaves nothing, and one that was killed what nobody takes for a backup', async () => {
    const data = at('data');
    await initLedger({ data });
    const onFile = (name: string): void => {
      if (name === 'vault.db') throw new Error('no more');
    };
    const failed = await backUp({ data, out: at('out'), keysOut: at('keys'), onFile }).catch(String);
    expect(failed).to.equal('Error: no more');
    expect(readdirSync(at())).to.deep.equal(['data']);

    let killed = false;
    for (let n = 0; n < 8 && !killed; n += 1) {
      const out = at(`out-${n}`);
      const command = join(packageRoot, 'scripts/govledger.mjs');
      const child = spawn(process.execPath, [command, 'backup', '--out', out, '--data', data]);
      children.push(child);
      const exit = once(child, 'exit');
      while (!existsSync(`${out}.unfinished/ledger.db`) && child.exitCode === null) await turn();
      child.kill('SIGKILL');
      await exit;
      killed = existsSync(`${out}.unfinished`);
      if (!killed) continue;
      expect(existsSync(out)).to.equal(false);
      const again = await refused(backUp({ data, out }), 'already-exists');
      expect(again.message).to.match(/\.unfinished was left by a backup that was interrupted/);
      const taken = await refused(restore({ backup: `${out}.unfinished`, data: at('new') }), 'not-found');
      expect(taken.message).to.match(/was left by a backup that was interrupted: delete it/);
    }
    expect(killed).to.equal(true);
  });

  it('is refused where a file of the ledger is damaged', async () => {
    const data = at('data');
    await initLedger({ data });
    const { vault } = dataFolder(data);
    const bytes = readFileSync(vault);
    bytes.fill(0x55, 4_096, 8_192);
    writeFileSync(vault, bytes);
    const error = await refused(backUp({ data, out: at('out') }), 'integrity-violation');
    expect(error.message).to.include('vault.db');
    expect(readdirSync(at())).to.deep.equal(['data']);
  });
});
