import type {
  Appended,
  CaughtUp,
  EventStore,
  Expected,
  FollowOptions,
  LedgerRange,
  NewEvent,
  Position,
  StoredEvent,
  StreamRange,
} from '../store/event-store.ts';

/** The same store, to which nothing is appended once the record was found to be damaged: reads go on (DESIGN §9). */
export class HaltingStore implements EventStore {
  readonly #store: EventStore;
  readonly #requireSound: () => void;

  /** `requireSound` throws the reason why nothing may be appended. */
  constructor(store: EventStore, requireSound: () => void) {
    this.#store = store;
    this.#requireSound = requireSound;
  }

  async append(
    stream: string,
    expected: Expected,
    events: readonly [NewEvent, ...NewEvent[]],
  ): Promise<Appended> {
    this.#requireSound();
    return this.#store.append(stream, expected, events);
  }

  readStream(stream: string, range?: StreamRange): AsyncIterable<StoredEvent> {
    return this.#store.readStream(stream, range);
  }

  readAll(range?: LedgerRange): AsyncIterable<StoredEvent> {
    return this.#store.readAll(range);
  }

  follow(options: FollowOptions): AsyncIterable<StoredEvent | CaughtUp> {
    return this.#store.follow(options);
  }

  head(): Promise<Position | null> {
    return this.#store.head();
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
