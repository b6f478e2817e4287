import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { isLedgerError } from '../../events/errors.ts';
import { openWitnessed, type Policy } from '../../src/checkpoint/policy.ts';
import { parsePolicy } from '../../src/checkpoint/policy-file.ts';
import type { LedgerLog } from '../../src/log/ledger-log.ts';
import type { EventStore, NewEvent } from '../../src/store/event-store.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { Cosigning } from '../../src/witnessing/cosigning.ts';
import { Witnesses } from '../../src/witnessing/witnesses.ts';
import { World } from '../handle/world.ts';
import { logKeyFor } from '../log-keys.ts';
import { SmallWitness } from '../witnessing/small-witness.ts';
import { logFolders, logOver, testOrigin } from './log-at-work.ts';

describe('a log with witnesses', () => {
  let store: MemoryStore;
  let witness: SmallWitness;
  let policy: Policy;
  let folders: ReturnType<typeof logFolders>;
  let failures: unknown[];
  const closing: (() => unknown)[] = [];

  beforeEach(async () => {
    store = new MemoryStore();
    await World.open({ store });
    const { verifier } = logKeyFor(testOrigin);
    witness = await SmallWitness.start('north.example', [verifier]);
    policy = parsePolicy(
      Buffer.from(`log ${verifier}\nwitness north ${witness.vkey} ${witness.url}\nquorum north\n`),
    );
    folders = logFolders();
    failures = [];
    closing.push(() => witness.close(), folders.remove);
  });
  afterEach(async () => {
    for (const each of closing.splice(0).reverse()) await each();
  });

  async function cosigned(of: EventStore, where = folders, pauseMs = 1): Promise<LedgerLog> {
    const signing = await logOver(of, where);
    const kept = { read: () => null, write: () => undefined };
    const onFailure = (error: unknown): void => {
      failures.push(error);
    };
    const witnesses = new Witnesses({ policy, log: signing, kept, onFailure });
    const cosigning = new Cosigning({ signing, witnesses, pauseMs, onFailure });
    cosigning.start();
    closing.push(
      () => signing.close(),
      () => cosigning.stop(),
    );
    return signing;
  }

  async function until(holds: () => boolean): Promise<void> {
    for (let tries = 0; !holds() && tries < 2_000; tries += 1) await pause(5);
    expect([holds(), failures]).to.deep.equal([true, []]);
  }

  /** The first entries of the store in a store of their own: an older ledger, put in its place. */
  async function older(count: number): Promise<MemoryStore> {
    const copy = new MemoryStore();
    const revisions = new Map<string, number>();
    for await (const { stream, id, type, body } of store.readAll({ limit: count })) {
      const at = revisions.get(stream);
      const event: NewEvent = { id, type, body };
      await copy.append(stream, at === undefined ? 'absent' : { at }, [event]);
      revisions.set(stream, (at ?? -1) + 1);
    }
    return copy;
  }

  it('publishes a checkpoint again once they have cosigned it, in head/ as well, and keeps both', async () => {
    const log = await cosigned(store);
    const { size } = await log.covering(20);
    await until(() => log.newest()?.note.includes('north.example') === true);
    const note = log.newest()?.note ?? '';
    expect(openWitnessed(note, policy).size).to.equal(size);
    expect(folders.head.checkpoint()).to.equal(note);
    expect((await log.ofSize(size))?.note).to.equal(note);
    expect(log.status()).to.deep.include({ state: 'signing', published: size });
  });

  it('is cosigned while checkpoints follow each other faster than it pauses between them', async () => {
    const busy = await older(20);
    const log = await cosigned(busy, folders, 150);
    await until(() => witness.asked.length > 0);
    let index = 0;
    for await (const { stream, id, type, body, revision } of store.readAll()) {
      index += 1;
      if (index <= 20) continue;
      if (witness.asked.length > 1) break;
      await busy.append(stream, revision === 0 ? 'absent' : { at: revision - 1 }, [{ id, type, body }]);
      await log.covering(index - 1);
      await pause(30);
    }
    expect(witness.asked.length).to.be.above(1);
  });

  it('halts where a witness holds more than an older ledger that was put in its place, head/ and all', async () => {
    const log = await cosigned(store);
    await until(() => log.newest()?.note.includes('north.example') === true);
    const elsewhere = logFolders();
    closing.push(elsewhere.remove);
    const rolledBack = await cosigned(await older(20), elsewhere);
    await until(() => rolledBack.status().state === 'halted');
    expect(rolledBack.status().reason).to.match(
      /^The witness north .* has cosigned \d+ entries .* this ledger has 20/,
    );
    const refused = (() => {
      try {
        return rolledBack.requireSound();
      } catch (error) {
        return error;
      }
    })();
    expect(isLedgerError(refused) ? refused.code : refused).to.equal('log-forked');
  });

  it('halts where a witness holds another history than this one', async () => {
    const log = await cosigned(await older(20));
    await until(() => log.newest()?.note.includes('north.example') === true);
    const elsewhere = logFolders();
    closing.push(elsewhere.remove);
    const forked = new MemoryStore();
    await World.open({ store: forked });
    const other = await cosigned(forked, elsewhere);
    await until(() => other.status().state === 'halted');
    expect(other.status().reason).to.match(/that are not the first 20 of this ledger/);
  });
});
