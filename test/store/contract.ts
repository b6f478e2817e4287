import { randomUUID } from 'node:crypto';
import { setImmediate as otherWork } from 'node:timers/promises';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import {
  type Appended,
  type CaughtUp,
  checkpointStream,
  type EventStore,
  maxAppendBytes,
  maxEventBytes,
  maxStreamNameBytes,
  type NewEvent,
  type StoredEvent,
} from '../../src/store/event-store.ts';
import { openStore } from '../../src/store/open.ts';
import { runChild } from './children/run-child.ts';
import { appendAtEnd, bodyOf, eventOf, eventsOf, followed, isEvent, listed, refusal } from './events.ts';

/** What every store keeps. `emptyStore` gives the URL of one that holds nothing yet. */
export function storeContract(name: string, emptyStore: () => Promise<string>): void {
  describe(`the store contract: ${name}`, () => {
    let store: EventStore;

    beforeEach(async () => {
      store = await openStore(await emptyStore());
    });
    afterEach(() => store.close());

    const all = () => listed(store.readAll());
    const ids = (events: readonly { readonly id: string }[]) => events.map(({ id }) => id);
    const fill = async (stream: string, count: number): Promise<Appended> =>
      store.append(
        stream,
        'absent',
        eventsOf(count, (index) => `{"n":${index}}`),
      );

    describe('appending', () => {
      it('gives back what was appended, byte for byte, with its stream, revision and position', async () => {
        const bodies = [
          '{}',
          '{"name":"Zoë — Ωμέγα 世界 👩🏽‍⚖️ \\u0000 \u007f\u2028"}',
          `${'['.repeat(60)}1${']'.repeat(60)}`,
          '{"1":1,"10":2,"2":{"__proto__":null}}',
        ];
        const [first, ...rest] = bodies.map((body) => eventOf(body));
        if (first === undefined) throw new Error('no body');
        const appended = await store.append('submission-ä', 'absent', [first, ...rest]);
        const events = await listed(store.readStream('submission-ä'));
        expect(
          events.map(({ id, type, body, stream, revision }) => ({ id, type, body, stream, revision })),
        ).to.deep.equal(
          [first, ...rest].map((event, revision) => ({ ...event, stream: 'submission-ä', revision })),
        );
        expect(await all()).to.deep.equal(events);
        expect(appended).to.deep.equal({
          outcome: 'appended',
          first: 0,
          last: 3,
          position: events.at(-1)?.position,
        });
      });

      it('refuses an expectation that does not hold, and says what does', async () => {
        await fill('a', 2);
        const conflict = async (stream: string, expected: 'absent' | { at: number }) => {
          const { code, facts } = await refusal(store.append(stream, expected, [eventOf()]));
          return [code, facts];
        };
        const facts = (stream: string, expected: number | 'absent', actual: number | 'absent') => [
          'revision-conflict',
          { stream, expected, actual },
        ];
        expect(await conflict('a', 'absent')).to.deep.equal(facts('a', 'absent', 1));
        expect(await conflict('a', { at: 0 })).to.deep.equal(facts('a', 0, 1));
        expect(await conflict('a', { at: 2 })).to.deep.equal(facts('a', 2, 1));
        expect(await conflict('b', { at: 0 })).to.deep.equal(facts('b', 0, 'absent'));
        expect(await all()).to.have.length(2);
      });

      it('keeps nothing of a refused append, and takes the next correct one', async () => {
        const { position } = await fill('a', 1);
        const events = eventsOf(3);
        expect(await refusal(store.append('a', 'absent', events))).to.include({ code: 'revision-conflict' });
        expect(await refusal(store.append('b', { at: 4 }, events))).to.include({ code: 'revision-conflict' });
        expect(await store.head()).to.equal(position);
        expect(await listed(store.readStream('b'))).to.deep.equal([]);
        expect(await store.append('b', 'absent', events)).to.include({
          outcome: 'appended',
          first: 0,
          last: 2,
        });
        expect(ids(await listed(store.readStream('b')))).to.deep.equal(ids(events));
      });

      it('lets one of many concurrent creators win and tells the others the truth', async () => {
        const answers = await Promise.allSettled(
          Array.from({ length: 40 }, () => store.append('a', 'absent', eventsOf(3))),
        );
        const won = answers.filter(({ status }) => status === 'fulfilled');
        const lost = answers.filter((answer) => answer.status === 'rejected');
        expect(won).to.have.length(1);
        expect(lost.map(({ reason }) => reason.facts)).to.deep.equal(
          Array.from({ length: 39 }, () => ({ stream: 'a', expected: 'absent', actual: 2 })),
        );
        expect(await all()).to.have.length(3);
      });

      it('lets one of many win each revision, and all get in who decide anew', async () => {
        const events = eventsOf(30);
        const revisions = await Promise.all(events.map((event) => appendAtEnd(store, 'a', event)));
        expect(revisions.toSorted((a, b) => a - b)).to.deep.equal(events.map((_, index) => index));
        const stored = await listed(store.readStream('a'));
        expect(stored.map(({ revision }) => revision)).to.deep.equal(events.map((_, index) => index));
        expect(new Set(ids(stored))).to.deep.equal(new Set(ids(events)));
      });

      it('checks appends made at once in the order of the calls', async () => {
        const [a, b, c] = [eventOf(), eventOf(), eventOf()];
        const answers = await Promise.all([
          store.append('a', 'absent', [a]),
          store.append('a', { at: 0 }, [b]),
          refusal(store.append('a', { at: 0 }, [eventOf()])),
          store.append('a', { at: 1 }, [c]),
        ]);
        expect(answers[2]).to.deep.include({ facts: { stream: 'a', expected: 0, actual: 1 } });
        expect(ids(await all())).to.deep.equal(ids([a, b, c]));
      });

      it('is not changed by what the caller does to its events afterwards', async () => {
        const event = { ...eventOf('{"a":1}') };
        const events: [NewEvent, ...NewEvent[]] = [event];
        const appending = store.append('a', 'absent', events);
        event.body = '{"a":2}';
        events.push(eventOf());
        await appending;
        expect((await all()).map(({ body }) => body)).to.deep.equal(['{"a":1}']);
      });

      it('holds the events of one append together, while others append', async () => {
        await Promise.all(
          Array.from({ length: 20 }, (_, index) => store.append(`s-${index}`, 'absent', eventsOf(5))),
        );
        const streams = (await all()).map(({ stream }) => stream);
        const runs = streams.filter((stream, index) => stream !== streams[index - 1]);
        expect(runs).to.have.length(20);
        expect(streams).to.have.length(100);
      });
    });

    describe('appending the same again', () => {
      it('answers as it did the first time, and writes nothing', async () => {
        await fill('before', 3);
        const events = eventsOf(3);
        await fill('a', 2);
        const appended = await store.append('a', { at: 1 }, events);
        await store.append('a', { at: 4 }, eventsOf(4));
        const count = (await all()).length;
        const again = await store.append('a', { at: 1 }, events);
        expect(again).to.deep.equal({ ...appended, outcome: 'already-present' });
        expect(await all()).to.have.length(count);
      });

      it('takes one of several copies sent at once', async () => {
        const events = eventsOf(2);
        const answers = await Promise.all(
          Array.from({ length: 10 }, () => store.append('a', 'absent', events)),
        );
        const [first, ...rest] = answers;
        expect(first?.outcome).to.equal('appended');
        for (const again of rest) expect(again).to.deep.equal({ ...first, outcome: 'already-present' });
        expect(await all()).to.have.length(2);
      });

      it('refuses a known id with another body, type, stream or place, and writes nothing', async () => {
        const [a, b] = [eventOf('{"n":1}'), eventOf('{"n":2}')];
        await store.append('a', 'absent', [a, b]);
        const refused = [
          store.append('a', 'absent', [{ ...a, body: '{"n":3}' }, b]),
          store.append('a', 'absent', [{ ...a, type: 'ConcernRaised' }, b]),
          store.append('b', 'absent', [a, b]),
          store.append('a', { at: 1 }, [a]),
          store.append('a', 'absent', [b, a]),
        ];
        for (const call of refused) expect(await refusal(call)).to.include({ code: 'idempotency-mismatch' });
        expect(ids(await all())).to.deep.equal([a.id, b.id]);
      });

      it('refuses an append of which only a part stands', async () => {
        const [a, b, c] = [eventOf(), eventOf(), eventOf()];
        await store.append('a', 'absent', [a, b]);
        for (const events of [
          [a, c],
          [a, b, c],
          [c, b],
        ] satisfies [NewEvent, ...NewEvent[]][])
          expect(await refusal(store.append('a', 'absent', events))).to.include({
            code: 'idempotency-mismatch',
          });
        expect(await refusal(store.append('a', { at: 0 }, [b, c]))).to.include({
          code: 'idempotency-mismatch',
        });
        expect(await all()).to.have.length(2);
      });
    });

    describe('bounds', () => {
      it('takes the largest event and the largest append, and refuses one byte more', async () => {
        const largest = eventsOf(maxAppendBytes / (64 * 512), () => bodyOf(64 * 512));
        await store.append('a', 'absent', [eventOf(bodyOf(maxEventBytes))]);
        await store.append('b', 'absent', largest);
        const tooLong = await refusal(
          store.append('c', 'absent', [eventOf(), eventOf(bodyOf(maxEventBytes + 1))]),
        );
        expect(tooLong).to.deep.include({
          code: 'too-large',
          facts: { field: 'events[1].body', bytes: maxEventBytes + 1, limit: maxEventBytes },
        });
        const [, ...most] = eventsOf(largest.length, () => bodyOf(64 * 512));
        const tooMany = await refusal(store.append('c', 'absent', [eventOf(bodyOf(64 * 512 + 1)), ...most]));
        expect(tooMany).to.deep.include({
          code: 'too-large',
          facts: { field: 'events', bytes: maxAppendBytes + 1, limit: maxAppendBytes },
        });
        expect(await all()).to.have.length(1 + largest.length);
      });

      it('counts bytes, not characters', async () => {
        const body = `"${'世'.repeat(maxEventBytes / 3)}"`;
        expect(await refusal(store.append('a', 'absent', [eventOf(body)]))).to.include({ code: 'too-large' });
      });

      for (const [what, stream] of [
        ['no name', ''],
        ['a name that is too long', 'é'.repeat(maxStreamNameBytes / 2 + 1)],
        ['a name of the engine', '$settings'],
        ['a name with a line break', 'a\nb'],
        ['a name with half a character', 'a\ud800'],
      ] as const)
        it(`refuses a stream with ${what}`, async () => {
          expect(await refusal(store.append(stream, 'absent', [eventOf()]))).to.deep.include({
            code: 'invalid-store-call',
          });
          expect(await refusal(listed(store.readStream(stream)))).to.include({ code: 'invalid-store-call' });
        });

      for (const [what, event] of [
        ['an id that is no UUID', eventOf('{}', 'event-1')],
        ['an id in capitals', eventOf('{}', randomUUID().toUpperCase())],
        ['no type', { ...eventOf(), type: '' }],
        ['no body', eventOf('')],
        ['half a character', eventOf('"\udc00"')],
        ['a NUL', eventOf('"\0"')],
      ] as const)
        it(`refuses an event with ${what}`, async () => {
          const refused = await refusal(store.append('a', 'absent', [eventOf(), event]));
          expect(refused).to.include({ code: 'invalid-store-call' });
          expect(refused.message).to.include('events[1]');
          expect(await all()).to.deep.equal([]);
        });

      it('refuses an id named twice in one append, and revisions that are none', async () => {
        const event = eventOf();
        for (const call of [
          store.append('a', 'absent', [event, event]),
          store.append('a', { at: -1 }, [event]),
          store.append('a', { at: 0.5 }, [event]),
          listed(store.readStream('a', { from: -1 })),
          listed(store.readStream('a', { to: Number.NaN })),
          listed(store.readAll({ limit: -1 })),
        ])
          expect(await refusal(call)).to.include({ code: 'invalid-store-call' });
      });
    });

    describe('reading', () => {
      it('reads the revisions asked for, both ends included', async () => {
        await fill('a', 5);
        const revisions = async (range: { from?: number; to?: number }) =>
          (await listed(store.readStream('a', range))).map(({ revision }) => revision);
        expect(await revisions({})).to.deep.equal([0, 1, 2, 3, 4]);
        expect(await revisions({ from: 1, to: 3 })).to.deep.equal([1, 2, 3]);
        expect(await revisions({ from: 2, to: 2 })).to.deep.equal([2]);
        expect(await revisions({ from: 3, to: 99 })).to.deep.equal([3, 4]);
        expect(await revisions({ from: 5 })).to.deep.equal([]);
        expect(await revisions({ from: 3, to: 1 })).to.deep.equal([]);
        expect(await listed(store.readStream('never'))).to.deep.equal([]);
      });

      it('reads the ledger after a position, that one not included, and as many as asked for', async () => {
        await fill('a', 3);
        await fill('b', 3);
        const events = await all();
        for (const [index, { position }] of events.entries()) {
          expect(await listed(store.readAll({ after: position }))).to.deep.equal(events.slice(index + 1));
          expect(await listed(store.readAll({ after: position, limit: 2 }))).to.deep.equal(
            events.slice(index + 1, index + 3),
          );
        }
        expect(await listed(store.readAll({ limit: 0 }))).to.deep.equal([]);
        expect(await listed(store.readAll({ limit: 4 }))).to.deep.equal(events.slice(0, 4));
      });

      it('issues positions that sort as strings in ledger order', async () => {
        for (const stream of ['a', 'b', 'c', 'd']) await fill(stream, 30);
        const positions = (await all()).map(({ position }) => position);
        expect(positions.toSorted()).to.deep.equal(positions);
        expect(new Set(positions)).to.have.property('size', 120);
        expect(await store.head()).to.equal(positions.at(-1));
      });

      it('refuses a position that it did not issue', async () => {
        const { position } = await fill('a', 3);
        const other = await openStore('memory:');
        const later = (await other.append('a', 'absent', eventsOf(4))).position;
        await other.close();
        for (const after of ['', '3', 'END', `${position} `, `-${position.slice(1)}`, later]) {
          expect(await refusal(listed(store.readAll({ after })))).to.include({ code: 'unknown-position' });
          expect(await refusal(followed(store, after, () => true))).to.include({ code: 'unknown-position' });
        }
      });

      it('has no head while it is empty', async () => {
        expect(await store.head()).to.equal(null);
        expect(await all()).to.deep.equal([]);
      });

      it('keeps the checkpoint stream out of the ledger order', async () => {
        const { position } = await fill('a', 2);
        const [a, b] = [eventOf(), eventOf()];
        await store.append(checkpointStream, 'absent', [a]);
        expect(await store.head()).to.equal(position);
        await fill('b', 2);
        await store.append(checkpointStream, { at: 0 }, [b]);
        const streams = (await all()).map(({ stream }) => stream);
        expect(streams).to.deep.equal(['a', 'a', 'b', 'b']);
        expect(await listed(store.readAll({ after: position, limit: 1 }))).to.have.length(1);
        const head = await store.head();
        expect((await followed(store, undefined, (items) => items.length === 5)).at(-1)).to.deep.equal({
          caughtUp: head,
        });
        expect(ids(await listed(store.readStream(checkpointStream)))).to.deep.equal([a.id, b.id]);
      });

      it('reads a stream of 10,000 events in order and lets other work go on meanwhile', async () => {
        for (let from = 0; from < 10_000; from += 2500)
          await store.append(
            'long',
            from === 0 ? 'absent' : { at: from - 1 },
            eventsOf(2500, (n) => `${from + n}`),
          );
        let turns = 0;
        const reading = new AbortController();
        const meanwhile = (async () => {
          while (!reading.signal.aborted) {
            await otherWork();
            turns += 1;
          }
        })();
        const ofStream = await listed(store.readStream('long'));
        const ofLedger = await listed(store.readAll());
        reading.abort();
        await meanwhile;
        expect(ofStream.map(({ body }) => Number(body))).to.deep.equal(
          Array.from({ length: 10_000 }, (_, n) => n),
        );
        expect(ids(ofLedger)).to.deep.equal(ids(ofStream));
        expect(turns).to.be.greaterThan(15);
        expect(await listed(store.readStream('long', { from: 999, to: 2001 }))).to.deep.equal(
          ofStream.slice(999, 2002),
        );
        expect(await listed(store.readAll({ limit: 1001 }))).to.have.length(1001);
      });
    });

    describe('following', () => {
      it('says at once where an empty ledger ends', async () => {
        expect(await followed(store, undefined, () => true)).to.deep.equal([{ caughtUp: null }]);
      });

      it('yields what stands, says that it caught up, and goes on with what comes', async () => {
        await fill('a', 2);
        const items = await followed(store, undefined, (all) => {
          if (all.length === 3) void fill('b', 1);
          return all.length === 5;
        });
        const events = await all();
        expect(items).to.deep.equal([
          events[0],
          events[1],
          { caughtUp: events[1]?.position },
          events[2],
          { caughtUp: events[2]?.position },
        ]);
      });

      it('starts after a position, and says so if that is the end', async () => {
        await fill('a', 3);
        const [first, , last] = await all();
        expect(
          (await followed(store, first?.position, (items) => items.length === 3)).filter(isEvent),
        ).to.have.length(2);
        expect(await followed(store, last?.position, () => true)).to.deep.equal([
          { caughtUp: last?.position },
        ]);
      });

      it('yields each event once and in order, as readAll does, while writers append', async () => {
        const writers = 8;
        const each = 25;
        const cameAll = (items: readonly (StoredEvent | CaughtUp)[], before = 0) =>
          before + items.filter(isEvent).length === writers * each;
        const writing = Array.from({ length: writers }, async (_, writer) => {
          for (let n = 0; n < each; n += 1) await appendAtEnd(store, `s-${(writer + n) % 3}`, eventOf());
        });
        const early = followed(store, undefined, (items) => cameAll(items));
        const late = (async () => {
          const half: StoredEvent[] = [];
          while (half.length < (writers * each) / 2) {
            await otherWork();
            for await (const event of store.readAll(tail(half))) half.push(event);
          }
          const after = half.at(-1)?.position;
          if (half.length === writers * each) return half;
          return [...half, ...(await followed(store, after, (items) => cameAll(items, half.length)))];
        })();
        await Promise.all(writing);
        const ledger = await all();
        expect(ledger).to.have.length(writers * each);
        expect((await early).filter(isEvent)).to.deep.equal(ledger);
        expect((await late).filter(isEvent)).to.deep.equal(ledger);
      });

      it('ends when its signal aborts, before, while waiting and between events', async () => {
        await fill('a', 3);
        expect(await listed(store.follow({ signal: AbortSignal.abort() }))).to.deep.equal([]);
        const stop = new AbortController();
        const waiting = listed(store.follow({ signal: stop.signal }));
        setTimeout(() => stop.abort(), 10);
        expect(await waiting).to.have.length(4);
        expect(await followed(store, undefined, (items) => items.length === 2)).to.have.length(2);
      });

      it('can be left in the middle', async () => {
        await fill('a', 3);
        for await (const _ of store.follow({ signal: new AbortController().signal })) break;
        expect(await fill('b', 1)).to.include({ outcome: 'appended' });
      });
    });

    describe('closing', () => {
      it('answers what was appended before, and refuses what is asked after', async () => {
        const appending = store.append('a', 'absent', [eventOf()]);
        const following = listed(store.follow({ signal: new AbortController().signal }));
        await Promise.all([store.close(), store.close()]);
        expect(await appending).to.include({ outcome: 'appended' });
        await following;
        for (const call of [
          store.append('b', 'absent', [eventOf()]),
          store.head(),
          listed(store.readAll()),
          listed(store.readStream('a')),
        ])
          expect(await refusal(call)).to.include({ code: 'store-unavailable' });
        expect(await listed(store.follow({ signal: new AbortController().signal }))).to.deep.equal([]);
        await store.close();
      });

      it('lets the process end', async () => {
        const child = runChild('open-and-close', [await emptyStore()]);
        expect(await child.ended).to.equal(0);
        expect(child.lines).to.deep.equal(['closed']);
      });
    });
  });
}

const tail = (read: readonly StoredEvent[]): { readonly after?: string } => {
  const after = read.at(-1)?.position;
  return after === undefined ? {} : { after };
};
