import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { decode } from '../../events/decode.ts';
import { isLedgerError, type LedgerError } from '../../events/errors.ts';
import { begin } from '../../src/folder/begin.ts';
import { dataFolder } from '../../src/folder/data-folder.ts';
import { initLedger } from '../../src/folder/init-ledger.ts';
import { openLedger } from '../../src/folder/open-ledger.ts';
import { shippedFramework } from '../../src/frameworks/shipped.ts';
import { Handler } from '../../src/handle/handle.ts';
import type { EventStore } from '../../src/store/event-store.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { memoryVault } from '../../src/vault/memory.ts';
import { logKeyFor } from '../log-keys.ts';

async function refusal(asked: Promise<unknown>): Promise<LedgerError> {
  try {
    await asked;
  } catch (error) {
    if (isLedgerError(error)) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

async function typesOf(store: EventStore): Promise<string[]> {
  const types: string[] = [];
  for await (const { type } of store.readAll()) types.push(type);
  return types;
}

const beginnings = {
  origin: 'tests.example/ledger',
  logKey: logKeyFor('tests.example/ledger').verifier,
  administratorName: 'Ada Min',
  registrarName: 'Rex Ister',
  operatorName: 'Operator',
  framework: shippedFramework(1),
};

describe('a data folder', () => {
  let folder: string;
  let data: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'govledger-folder-'));
    data = join(folder, 'data');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is made with its keys, which its owner alone may read, and a founded ledger', async () => {
    const { ledger, origin, keysMade } = await initLedger({ data, origin: 'ledger.example/governance' });
    expect(origin).to.equal('ledger.example/governance');
    const paths = dataFolder(data);
    expect(keysMade).to.have.members([paths.vaultKey, paths.importKey, paths.logKey]);
    for (const key of keysMade) expect(statSync(key).mode & 0o777).to.equal(0o600);
    expect(statSync(data).mode & 0o777).to.equal(0o700);
    const opened = await openLedger({ data });
    expect(opened.id).to.equal(ledger);
    await opened.projector.waitFor();
    expect(opened.views.person(opened.operator)?.roles).to.have.members([
      'registrar',
      'submitter',
      'secretary',
      'steward',
    ]);
    expect(opened.views.person(opened.administrator)?.roles).to.deep.equal(['administrator']);
    expect(opened.views.person(opened.registrar)?.roles).to.deep.equal(['registrar']);
    expect([...opened.views.frameworks().keys()]).to.deep.equal(['sample-national-security']);
    await opened.close();
  });

  it('holds no file that anybody else may read', async () => {
    await initLedger({ data });
    const opened = await openLedger({ data });
    const files = readdirSync(data).filter((name) => name.includes('.db'));
    expect(files).to.include.members([
      'ledger.db',
      'ledger.db-wal',
      'ledger.db.lock',
      'views.db',
      'access.db',
    ]);
    for (const name of files) expect(statSync(join(data, name)).mode & 0o777, name).to.equal(0o600);
    await opened.close();
  });

  it('is refused where no folder can be made', async () => {
    writeFileSync(join(folder, 'file'), '');
    const places = [join(folder, 'file'), join(folder, 'file/data')];
    if (existsSync('/proc/self')) places.push('/proc/govledger/data', '/proc/self/data');
    for (const place of places) {
      const error = await refusal(initLedger({ data: place }));
      expect(error.code, place).to.equal('store-unavailable');
      expect(error.message).to.include(`the folder ${place} cannot be made`);
    }
  });

  it('is left as it is by a second init, and keeps its origin', async () => {
    const first = await initLedger({ data });
    const before = await openLedger({ data });
    const types = await typesOf(before.store);
    await before.close();
    expect(await initLedger({ data })).to.deep.equal({ ...first, keysMade: [] });
    const after = await openLedger({ data });
    expect(await typesOf(after.store)).to.deep.equal(types);
    await after.close();
    expect(await refusal(initLedger({ data, origin: 'other.example' }))).to.include({
      code: 'invalid-command',
    });
    expect(await refusal(initLedger({ data: join(folder, 'b'), origin: 'Not An Origin' }))).to.deep.include({
      code: 'invalid-command',
    });
    expect(existsSync(join(folder, 'b'))).to.equal(false);
  });

  it('says how a ledger is made where there is none', async () => {
    const error = await refusal(openLedger({ data }));
    expect(error.code).to.equal('not-found');
    expect(error.message).to.include('govledger init');
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('opens only with its own keys, kept close', async () => {
    await initLedger({ data });
    const { vaultKey } = dataFolder(data);
    chmodSync(vaultKey, 0o644);
    expect(await refusal(openLedger({ data }))).to.include({ code: 'key-exposed' });
    rmSync(vaultKey);
    await initLedger({ data: join(folder, 'other') });
    writeFileSync(vaultKey, '# govledger vault key v1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n', {
      mode: 0o600,
    });
    expect(await refusal(openLedger({ data }))).to.include({ code: 'vault-key-wrong' });
    // Nothing is left open: the lock is free again for the right key.
    expect(await refusal(openLedger({ data }))).to.include({ code: 'vault-key-wrong' });
  });

  it('lets one process write and others read beside it', async () => {
    await initLedger({ data });
    const writer = await openLedger({ data });
    expect(await refusal(openLedger({ data }))).to.include({ code: 'ledger-locked' });
    const reader = await openLedger({ data, readOnly: true });
    await reader.projector.waitFor();
    expect(reader.views.countPeople()).to.equal(3);
    await reader.close();
    await writer.close();
  });
});

describe('the beginning of a ledger', () => {
  it('goes on where it was interrupted, after any of its steps', async () => {
    const whole = new MemoryStore();
    const options = { vault: memoryVault(), openPanels: async () => [] };
    await begin(new Handler({ ...options, store: whole }), beginnings);
    const all = await typesOf(whole);
    for (let steps = 1; steps < all.length; steps += 1) {
      const store = new MemoryStore();
      const vault = memoryVault();
      let left = steps;
      const failing: EventStore = Object.create(store, {
        append: {
          value: async (...args: Parameters<EventStore['append']>) => {
            left -= args[2].length;
            if (left < 0) throw new Error('the power is gone');
            return store.append(...args);
          },
        },
      });
      try {
        await begin(new Handler({ store: failing, vault, openPanels: async () => [] }), beginnings);
      } catch {
        // It was interrupted, as it should be.
      }
      await begin(new Handler({ store, vault, openPanels: async () => [] }), beginnings);
      expect(await typesOf(store)).to.deep.equal(all);
    }
  });

  it('opens the ledger at index 0 and names its first two people', async () => {
    const store = new MemoryStore();
    const handler = new Handler({ store, vault: memoryVault(), openPanels: async () => [] });
    const { ledger } = await begin(handler, beginnings);
    for await (const { body } of store.readAll({ limit: 1 })) {
      const event = decode(body);
      expect(event.type).to.equal('LedgerOpened');
      expect(event.data).to.include({ ledger, origin: beginnings.origin });
    }
  });
});
