import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isLedgerError } from '../../events/errors.ts';
import type { EventStore, Expected } from '../../src/store/event-store.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { runChild } from './children/run-child.ts';
import { storeContract } from './contract.ts';
import { eventOf, eventsOf, followed, isEvent, listed, refusal } from './events.ts';
import { ledgerPath } from './sqlite/ledger-files.ts';

storeContract('sqlite', async () => `sqlite:${ledgerPath()}`);

describe('the sqlite store', () => {
  it('answers any appends, made at once or one by one, as the memory store does', async () => {
    const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    const anEvent = fc.record({ n: fc.nat(7), body: fc.constantFrom('1', '2') });
    const anAppend = fc.record({
      stream: fc.constantFrom('a', 'b'),
      expected: fc.oneof(fc.constant('absent' as const), fc.record({ at: fc.nat(4) })),
      events: fc.array(anEvent, { minLength: 1, maxLength: 3 }),
    });
    const answered = (
      store: EventStore,
      {
        stream,
        expected,
        events,
      }: { stream: string; expected: Expected; events: readonly { n: number; body: string }[] },
    ) => {
      const [first, ...rest] = events.map(({ n, body }) => eventOf(body, id(n)));
      if (first === undefined) throw new Error('no event');
      return store.append(stream, expected, [first, ...rest]).catch((error: unknown) => {
        if (!isLedgerError(error)) throw error;
        return { code: error.code, facts: error.facts };
      });
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anAppend, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
        async (batches) => {
          const sqlite = await openSqliteStore(ledgerPath());
          const memory = new MemoryStore();
          for (const batch of batches) {
            const answers = await Promise.all(batch.map((append) => answered(sqlite, append)));
            expect(answers).to.deep.equal(await Promise.all(batch.map((append) => answered(memory, append))));
          }
          expect(await listed(sqlite.readAll())).to.deep.equal(await listed(memory.readAll()));
          await sqlite.close();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('holds what it acknowledged when it is opened again, and goes on from there', async () => {
    const path = ledgerPath();
    const events = eventsOf(3);
    const first = await openSqliteStore(path);
    const appended = await first.append('a', 'absent', events);
    await first.close();
    const second = await openSqliteStore(path);
    expect(await second.append('a', 'absent', events)).to.deep.equal({
      ...appended,
      outcome: 'already-present',
    });
    expect(await second.append('a', { at: 2 }, [eventOf()])).to.include({ outcome: 'appended', first: 3 });
    expect(await listed(second.readStream('a'))).to.have.length(4);
    await second.close();
  });

  it('is followed by a reader that opened it beside the writer', async () => {
    const path = ledgerPath();
    const writer = await openSqliteStore(path);
    await writer.append('a', 'absent', eventsOf(2));
    const reader = await openSqliteStore(path, { readOnly: true });
    const following = followed(reader, undefined, (items) => {
      if (items.length === 3) void writer.append('a', { at: 1 }, eventsOf(2));
      return items.filter(isEvent).length === 4;
    });
    expect((await following).filter(isEvent)).to.deep.equal(await listed(writer.readAll()));
    expect(await refusal(reader.append('b', 'absent', [eventOf()]))).to.include({ code: 'store-read-only' });
    await reader.close();
    await writer.close();
  });

  it('reads a stream of 80 MB in a process that may use 32', async () => {
    const path = ledgerPath();
    const child = runChild('read-with-little-memory', [path], ['--max-old-space-size=32']);
    expect(await child.ended).to.equal(0);
    expect(child.lines).to.deep.equal(['20000 of the stream, 20000 of the ledger']);
  });
});
