import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { isLedgerError } from '../../events/errors.ts';
import { leafHash } from '../../projections/merkle/hash.ts';
import { CompactRange } from '../../projections/merkle/tree.ts';
import { openCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { parseVerifierKey } from '../../src/checkpoint/note-key.ts';
import { tilesOf } from '../../src/checkpoint/tile.ts';
import { verifyTlogProof } from '../../src/checkpoint/tlog-proof.ts';
import type { LedgerLog } from '../../src/log/ledger-log.ts';
import { PublishedFiles } from '../../src/log/published-files.ts';
import { receiptOf } from '../../src/log/receipt.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { World } from '../handle/world.ts';
import { logKeyFor } from '../log-keys.ts';
import { logFolders, logOver, testOrigin } from './log-at-work.ts';

const verifiers = [parseVerifierKey(logKeyFor(testOrigin).verifier)];

describe('the log of a ledger', () => {
  let world: World;
  let store: MemoryStore;
  let folders: ReturnType<typeof logFolders>;
  const open: LedgerLog[] = [];

  beforeEach(async () => {
    store = new MemoryStore();
    world = await World.open({ store });
    folders = logFolders();
  });
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
    folders.remove();
  });

  async function opened(options: Parameters<typeof logOver>[2] = {}, where = folders): Promise<LedgerLog> {
    const log = await logOver(store, where, options);
    open.push(log);
    return log;
  }

  async function bodies(): Promise<Buffer[]> {
    const all: Buffer[] = [];
    for await (const { body } of store.readAll()) all.push(Buffer.from(body));
    return all;
  }

  const registered = (person: string) =>
    world.as(world.id('reg'), 'register-person', {
      person,
      kind: 'human',
      name: 'Somebody',
      secret: Buffer.alloc(32, 9).toString('base64url'),
    });

  it('signs the root of the entries as they are stored, and keeps the head outside the store', async () => {
    const log = await opened();
    const entries = await bodies();
    const { note, size } = await log.covering(entries.length - 1);
    const tree = new CompactRange();
    for (const entry of entries) tree.append(leafHash(entry));
    const checkpoint = openCheckpoint(note, verifiers);
    expect([checkpoint.origin, size]).to.deep.equal([testOrigin, entries.length]);
    expect(Buffer.from(checkpoint.root)).to.deep.equal(Buffer.from(tree.root()));
    expect(folders.head.checkpoint()).to.equal(note);
    expect((await log.ofSize(size))?.note).to.equal(note);
  });

  it('gives each entry a receipt that proves it, and no other, without the ledger', async () => {
    const log = await opened();
    const entries = await bodies();
    const published = await log.covering(entries.length - 1);
    for (const [index, entry] of entries.entries()) {
      const receipt = receiptOf(log, index, published);
      expect(verifyTlogProof(receipt, entry, verifiers).index).to.equal(index);
      const other = entries[(index + 1) % entries.length] ?? Buffer.alloc(0);
      expect(() => verifyTlogProof(receipt, other, verifiers)).to.throw(/another root/);
    }
  });

  it('signs what it finds unsigned as it starts, and what comes after, without being asked', async () => {
    const log = await opened();
    const until = async (size: number): Promise<void> => {
      for (let tries = 0; (log.newest()?.size ?? 0) < size && tries < 1_000; tries += 1) await pause(5);
      expect(log.newest()?.size).to.equal(size);
    };
    const before = (await bodies()).length;
    await until(before);
    await registered('decade00-0000-4000-8000-000000000001');
    await until(before + 1);
  });

  it('has the same root over the same bytes, whichever store they stand in, and after a new start', async () => {
    const first = await opened();
    const { size, root } = await first.covering((await bodies()).length - 1);
    await first.close();
    const again = await opened();
    expect(again.newest()).to.deep.include({ size });
    const elsewhere = logFolders();
    try {
      const anew = await opened({}, elsewhere);
      expect(Buffer.from((await anew.covering(size - 1)).root)).to.deep.equal(Buffer.from(root));
    } finally {
      elsewhere.remove();
    }
  });

  it('shows readers beside it what is published and nothing behind it', async () => {
    const log = await opened({ treeFile: folders.tree });
    const { size, note } = await log.covering((await bodies()).length - 1);
    const files = new PublishedFiles({ store, tree: folders.tree, head: folders.head.path });
    expect(files.newest()).to.deep.include({ size, note });
    for (const tile of tilesOf(size))
      if (tile.level !== 'entries') expect(files.tile(tile)).to.deep.equal(log.tile(tile));
    expect(files.tile({ level: 0, index: 0, width: size + 1 })).to.equal(null);
    expect(files.tile({ level: 'entries', index: 0, width: 1 })).to.equal(null);
    files.close();
  });

  it('signs by every key that is on record, and by a program that keeps one', async () => {
    const further = makeLogKey(testOrigin);
    await world.as(world.id('adm'), 'add-log-key', { key: further.verifier });
    const log = await opened();
    const first = await log.covering(0);
    expect(openCheckpoint(first.note, verifiers).good).to.have.length(1);
    expect(log.status().reason).to.match(
      /has to be signed by tests\.example\/ledger\+[0-9a-f]{8}, and no log\*\.key/,
    );
    await registered('decade00-0000-4000-8000-000000000002');
    await log.close();

    writeFileSync(join(folders.keys, 'kept-elsewhere'), further.signer, { mode: 0o600 });
    const program = `
      import { readFileSync } from 'node:fs';
      import { parseSignerKey } from ${JSON.stringify(new URL('../../src/checkpoint/note-key.js', import.meta.url).href)};
      const { sign } = parseSignerKey(readFileSync(process.argv[1], 'utf8'));
      process.stdout.write(Buffer.from(await sign(readFileSync(0))).toString('base64'));`;
    const command = [
      process.execPath,
      '--input-type=module',
      '-e',
      program,
      join(folders.keys, 'kept-elsewhere'),
    ];
    writeFileSync(join(folders.keys, 'log-2.command'), JSON.stringify({ vkey: further.verifier, command }), {
      mode: 0o600,
    });
    const both = await opened();
    await registered('decade00-0000-4000-8000-000000000003');
    const { note } = await both.covering((await bodies()).length - 1);
    expect(openCheckpoint(note, [...verifiers, parseVerifierKey(further.verifier)]).good).to.have.length(2);
    expect(both.status()).to.deep.include({ state: 'signing', reason: null });
  });

  it('goes on recording where nothing can sign, says why, and signs once the key is back', async () => {
    rmSync(join(folders.keys, 'log.key'));
    const told: unknown[] = [];
    const log = await opened({ onUnsigned: (error) => told.push(error) });
    const refused = await log.covering(0, AbortSignal.timeout(200)).then(
      () => null,
      (error: unknown) => error,
    );
    expect(isLedgerError(refused) ? refused.code : refused).to.equal('store-unavailable');
    expect(log.status().state).to.equal('unsigned');
    expect(told.map((error) => (isLedgerError(error) ? error.code : error))).to.include('log-key-missing');
    log.requireSound();
    await log.close();
    writeFileSync(join(folders.keys, 'log.key'), `${logKeyFor(testOrigin).signer}\n`, { mode: 0o600 });
    await (await opened()).covering(0);
  });

  it('signs with no key file that others may read', async () => {
    chmodSync(join(folders.keys, 'log.key'), 0o644);
    const log = await opened();
    for (let tries = 0; log.status().state !== 'unsigned' && tries < 400; tries += 1) await pause(5);
    expect(log.status().reason).to.match(/has mode 0644: others on this machine may read or change it/);
  });

  it('takes over the head of another process that signed first', async () => {
    const elsewhere = logFolders();
    try {
      const [one, two] = [await opened(), await opened({}, elsewhere)];
      const last = (await bodies()).length - 1;
      await Promise.all([one.covering(last), two.covering(last)]);
      expect(two.newest()?.note).to.equal(one.newest()?.note);
      for (const each of [one, two]) expect(each.status().state).to.equal('signing');
    } finally {
      elsewhere.remove();
    }
  });
});
