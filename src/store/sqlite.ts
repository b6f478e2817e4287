import { LedgerError } from '../../events/errors.ts';
import { checkAppend } from './append-checks.ts';
import { AppendQueue } from './append-queue.ts';
import { Bell } from './bell.ts';
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
} from './event-store.ts';
import { follow, type Pages, readAll, readStream } from './reading.ts';
import { type Connection, type OpenOptions, openConnection } from './sqlite/connection.ts';
import { refusing } from './sqlite/failure.ts';
import { LedgerPages } from './sqlite/ledger-pages.ts';
import { LedgerWriter } from './sqlite/ledger-writer.ts';

/** How soon a reader sees what the writing process appended. */
const pollMs = 250;

/**
 * Opens the ledger file at `path`. Without `readOnly` this is its one writer, and makes it where there is none;
 * `<path>.lock`, `-wal` and `-shm` stand beside it.
 * @throws LedgerError `ledger-locked`, `schema-mismatch`, `integrity-violation`, `store-read-only`,
 * `store-full`, `store-unavailable`
 */
export async function openSqliteStore(path: string, options: OpenOptions = {}): Promise<EventStore> {
  return new SqliteStore(openConnection(path, options));
}

export class SqliteStore implements EventStore {
  readonly #connection: Connection;
  readonly #pages: Pages;
  readonly #writer: LedgerWriter | undefined;
  readonly #queue: AppendQueue;
  readonly #bell = new Bell();
  #state: 'open' | 'closing' | 'closed' = 'open';

  constructor(connection: Connection) {
    this.#connection = connection;
    const pages = new LedgerPages(connection.db, connection.path);
    const writer = connection.readOnly ? undefined : new LedgerWriter(connection, pages);
    const look = <T>(look: () => T): T => {
      if (this.#state === 'closed') throw closed(connection.path);
      return refusing(connection.path, () => {
        writer?.settle();
        return look();
      });
    };
    this.#writer = writer;
    this.#pages = {
      after: (sequence, limit) => look(() => pages.after(sequence, limit)),
      ofStream: (stream, from, to, limit) => look(() => pages.ofStream(stream, from, to, limit)),
      lastBefore: (sequence) => look(() => pages.lastBefore(sequence)),
      end: () => look(() => pages.end()),
    };
    this.#queue = new AppendQueue((batch) => {
      const answers = writer?.write(batch) ?? [];
      this.#bell.ring();
      return answers;
    });
  }

  async append(
    stream: string,
    expected: Expected,
    events: readonly [NewEvent, ...NewEvent[]],
  ): Promise<Appended> {
    const { path } = this.#connection;
    if (this.#state !== 'open') throw closed(path);
    if (this.#writer === undefined)
      throw new LedgerError('store-read-only', `${path} was opened to be read only`, { path });
    return this.#queue.push(checkAppend(stream, expected, events));
  }

  readStream(stream: string, range: StreamRange = {}): AsyncIterable<StoredEvent> {
    return readStream(this.#pages, stream, range);
  }

  readAll(range: LedgerRange = {}): AsyncIterable<StoredEvent> {
    return readAll(this.#pages, range);
  }

  follow(options: FollowOptions): AsyncIterable<StoredEvent | CaughtUp> {
    const { readOnly } = this.#connection;
    const source = { pages: this.#pages, bell: this.#bell, isClosed: () => this.#state !== 'open' };
    return follow(readOnly ? { ...source, pollMs } : source, options);
  }

  async head(): Promise<Position | null> {
    return this.#pages.lastBefore(this.#pages.end());
  }

  async close(): Promise<void> {
    if (this.#state === 'open') this.#state = 'closing';
    await this.#queue.drain();
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#bell.ring();
    refusing(this.#connection.path, () => this.#connection.close());
  }
}

const closed = (path: string): LedgerError =>
  new LedgerError('store-unavailable', `the store ${path} is closed`, { reason: 'closed' });
