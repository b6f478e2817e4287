import { expect } from 'chai';
import { describe, it } from 'mocha';
import { LedgerError } from '../../events/errors.ts';
import { appendSettled } from '../../src/handle/append-settled.ts';
import type { EventStore } from '../../src/store/event-store.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { eventOf, listed } from '../store/events.ts';

const unknown = () => new LedgerError('outcome-unknown', 'the connection is gone', { stream: 'a' });

/** A store whose answers are lost: `before` or `after` the append took place, the given number of times. */
function losing(store: EventStore, when: 'before' | 'after', times: number): EventStore {
  let left = times;
  return Object.create(store, {
    append: {
      value: async (...args: Parameters<EventStore['append']>) => {
        const lost = left > 0;
        left -= 1;
        if (lost && when === 'before') throw unknown();
        const answer = await store.append(...args);
        if (lost) throw unknown();
        return answer;
      },
    },
    readStream: { value: (...args: Parameters<EventStore['readStream']>) => store.readStream(...args) },
  });
}

async function refusalOf(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => null,
    (error: unknown) => error,
  );
}

describe('an append whose answer is lost', () => {
  it('is found to stand, and is not made again', async () => {
    const store = new MemoryStore();
    const event = eventOf();
    const position = await appendSettled(losing(store, 'after', 1), 'a', -1, [event]);
    const stored = await listed(store.readStream('a'));
    expect(stored.map(({ id }) => id)).to.deep.equal([event.id]);
    expect(position).to.equal(stored[0]?.position);
  });

  it('is made when it turns out not to stand', async () => {
    const store = new MemoryStore();
    const event = eventOf();
    await appendSettled(losing(store, 'before', 3), 'a', -1, [event]);
    expect((await listed(store.readStream('a'))).map(({ id }) => id)).to.deep.equal([event.id]);
  });

  it('is a conflict when another event stands in its place', async () => {
    const store = new MemoryStore();
    await store.append('a', 'absent', [eventOf()]);
    expect(await refusalOf(appendSettled(losing(store, 'before', 1), 'a', -1, [eventOf()]))).to.deep.include({
      code: 'revision-conflict',
      facts: { stream: 'a', expected: 'absent', actual: 0 },
    });
    expect(await listed(store.readStream('a'))).to.have.length(1);
  });

  it('is given up, as unknown, when it stays so', async () => {
    const store = new MemoryStore();
    expect(await refusalOf(appendSettled(losing(store, 'before', 100), 'a', -1, [eventOf()]))).to.include({
      code: 'outcome-unknown',
    });
  });
});
