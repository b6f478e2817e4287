import { LedgerError } from '../../events/errors.ts';
import { type Append, checkAppend, placeAppend } from './append-checks.ts';
import { Bell } from './bell.ts';
import {
  type Appended,
  type CaughtUp,
  checkpointStream,
  type EventStore,
  type Expected,
  type FollowOptions,
  type LedgerRange,
  type NewEvent,
  type Position,
  type StoredEvent,
  type StreamRange,
} from './event-store.ts';
import { positionOf } from './positions.ts';
import { follow, type Pages, readAll, readStream } from './reading.ts';

/** Keeps events for as long as the process lives: for tests, and for trying things out. */
export class MemoryStore implements EventStore {
  readonly #events: StoredEvent[] = [];
  readonly #streams = new Map<string, StoredEvent[]>();
  readonly #ids = new Map<string, StoredEvent>();
  readonly #bell = new Bell();
  #state: 'open' | 'closed' = 'open';

  readonly #pages: Pages = {
    after: (sequence, limit) => this.#open().slice(sequence, sequence + limit),
    ofStream: (stream, from, to, limit) => {
      this.#open();
      return (this.#streams.get(stream) ?? []).slice(from, Math.min(to + 1, from + limit));
    },
    lastBefore: (sequence) =>
      this.#open().findLast((event, index) => index < sequence && event.stream !== checkpointStream)
        ?.position ?? null,
    end: () => this.#open().length,
  };

  async append(
    stream: string,
    expected: Expected,
    events: readonly [NewEvent, ...NewEvent[]],
  ): Promise<Appended> {
    this.#open();
    const append = checkAppend(stream, expected, events);
    const first = placeAppend(append, {
      event: (id) => this.#ids.get(id),
      lastRevision: (name) => (this.#streams.get(name)?.length ?? 0) - 1,
    });
    return typeof first === 'number' ? this.#write(append, first) : first;
  }

  #write({ stream, events }: Append, first: number): Appended {
    const ofStream = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, ofStream);
    for (const event of events) {
      const position = positionOf(this.#events.length + 1);
      const stored = Object.freeze({ ...event, stream, revision: ofStream.length, position });
      this.#events.push(stored);
      ofStream.push(stored);
      this.#ids.set(event.id, stored);
    }
    this.#bell.ring();
    const position = positionOf(this.#events.length);
    return { outcome: 'appended', first, last: first + events.length - 1, position };
  }

  readStream(stream: string, range: StreamRange = {}): AsyncIterable<StoredEvent> {
    return readStream(this.#pages, stream, range);
  }

  readAll(range: LedgerRange = {}): AsyncIterable<StoredEvent> {
    return readAll(this.#pages, range);
  }

  follow(options: FollowOptions): AsyncIterable<StoredEvent | CaughtUp> {
    return follow(
      { pages: this.#pages, bell: this.#bell, isClosed: () => this.#state === 'closed' },
      options,
    );
  }

  async head(): Promise<Position | null> {
    return this.#pages.lastBefore(this.#pages.end());
  }

  async close(): Promise<void> {
    this.#state = 'closed';
    this.#bell.ring();
  }

  #open(): readonly StoredEvent[] {
    if (this.#state === 'open') return this.#events;
    throw new LedgerError('store-unavailable', 'the store is closed', { reason: 'closed' });
  }
}
