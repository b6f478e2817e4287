import { createReadStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type AdoptedLog, adoptLog } from '../../src/adoption/adopt-log.ts';
import { decodeEntries, encodeEntries, tilePath } from '../../src/checkpoint/tile.ts';
import type { EventStore } from '../../src/store/event-store.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { openStore } from '../../src/store/open.ts';
import { memoryVault } from '../../src/vault/memory.ts';
import type { Vault } from '../../src/vault/vault.ts';
import { emptyFolder, exported, type Folder, headOf, type Made, made } from '../ledger-export/made.ts';
import { refused } from '../vault/refusals.ts';

const bodiesOf = async (store: EventStore): Promise<string[]> => {
  const bodies: string[] = [];
  for await (const { body } of store.readAll()) bodies.push(body);
  return bodies;
};

describe('adoptLog', () => {
  let folder: Folder;
  let ledger: Made;

  beforeEach(async () => {
    folder = emptyFolder();
    ledger = await made();
    await exported(ledger, folder.at('out'));
  });
  afterEach(() => folder.remove());

  const source = () => ({
    read: (path: string) => readFile(join(folder.at('out'), path)).catch(() => null),
    lines: (path: string) => createInterface({ input: createReadStream(join(folder.at('out'), path)) }),
  });
  const adopted = async (store: EventStore, vault: Vault): Promise<AdoptedLog> =>
    adoptLog({ source: source(), head: await headOf(ledger.store), store, vault });

  const stores: readonly [string, () => Promise<EventStore>][] = [
    ['memory', async () => new MemoryStore()],
    ['sqlite', () => openStore(`sqlite:${folder.at('ledger.db')}`)],
  ];
  for (const [name, make] of stores) {
    it(`keeps every leaf, their order and the root in a store of ${name}`, async () => {
      const store = await make();
      const { events } = await adopted(store, memoryVault());
      expect(events).to.equal(ledger.events.length);
      expect(await bodiesOf(store)).to.deep.equal(await bodiesOf(ledger.store));
      expect((await headOf(store)).root).to.deep.equal((await headOf(ledger.store)).root);
      await store.close();
    });
  }

  it('takes over together what one command appended', async () => {
    const taken: (readonly string[])[] = [];
    const store = new MemoryStore();
    const append: EventStore['append'] = (stream, expected, events) => {
      taken.push(events.map(({ id }) => id));
      return store.append(stream, expected, events);
    };
    await adoptLog({
      source: source(),
      head: await headOf(ledger.store),
      vault: memoryVault(),
      store: { append, readAll: (range) => store.readAll(range), head: () => store.head() },
    });
    const commands = new Map<string, string[]>();
    for (const { command, id } of ledger.events)
      commands.set(command, [...(commands.get(command) ?? []), id]);
    expect(taken).to.deep.equal([...commands.values()]);
    expect(taken.some((ids) => ids.length > 1)).to.equal(true);
  });

  it('opens again everything that the export opened, and an export of it is the same', async () => {
    const [store, vault] = [new MemoryStore(), memoryVault()];
    const { disclosures } = await adopted(store, vault);
    const again = await exported({ store, vault }, folder.at('again'));
    expect(again.manifest.counts.opened).to.equal(disclosures);
    expect(readFileSync(folder.at('again/manifest.json'))).to.deep.equal(
      readFileSync(folder.at('out/manifest.json')),
    );
  });

  it('files what it opens under who wrote it and whom it is about, as far as the links tell', async () => {
    const vault = memoryVault();
    await adopted(new MemoryStore(), vault);
    const registered = ledger.events.find(({ type }) => type === 'PersonRegistered');
    const person = registered?.type === 'PersonRegistered' ? registered.data.person : '';
    const about: string[] = [];
    for await (const digest of vault.bySubject(person)) about.push(digest);
    expect(about).not.to.be.empty;
  });

  it('refuses a store that holds something', async () => {
    await refused(adopted(ledger.store, memoryVault()), 'already-exists');
  });

  it('refuses entries that changed since they were verified', async () => {
    const path = folder.at(`out/${tilePath({ level: 'entries', index: 0, width: 256 })}`);
    const entries = decodeEntries(readFileSync(path), 256).map(String);
    const [first = '', ...rest] = entries;
    const changed = first.replace('"via":"token"', '"via":"operator"');
    expect(changed).not.to.equal(first);
    writeFileSync(path, encodeEntries([changed, ...rest].map((entry) => Buffer.from(entry))));
    await refused(adopted(new MemoryStore(), memoryVault()), 'integrity-violation');
  });

  it('refuses an export from which a bundle is missing', async () => {
    mkdirSync(folder.at('other'));
    const head = await headOf(ledger.store);
    const lines = source().lines;
    await refused(
      adoptLog({
        source: { read: async () => null, lines },
        head,
        store: new MemoryStore(),
        vault: memoryVault(),
      }),
      'integrity-violation',
    );
  });
});
