import { setImmediate as otherWork } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { isLedgerError, LedgerError } from '../../events/errors.ts';
import type { EventStore, Position, StoredEvent } from '../store/event-store.ts';
import { LiveTables } from './live-tables.ts';
import { type Rebuilt, rebuild } from './rebuild.ts';
import type { ViewName } from './shape.ts';
import { Views } from './views.ts';
import { type Head, openViewsFile, removeViewsFile } from './views-file.ts';

export interface ProjectorOptions {
  readonly store: EventStore;
  /** Where `views.db` stands, or `:memory:`. */
  readonly path: string;
  /** Events folded in one transaction. */
  readonly batchSize?: number;
  /** Told once when the projector stops by itself. */
  readonly onStopped?: (error: unknown) => void;
}

export interface ProjectorStatus {
  readonly state: 'catching-up' | 'live' | 'stopped' | 'closed';
  /** Why it stopped: mostly an event that this version of the software cannot read. */
  readonly error: unknown;
  readonly head: Head;
}

interface Waiter {
  readonly position: Position;
  readonly settle: (error?: unknown) => void;
}

const usualBatch = 1_000;
const batchCharacters = 8_000_000;

/**
 * Follows the store and keeps the views (DESIGN §10): rows and the position reached in one transaction, so that it goes
 * on where it was after a crash. What it cannot read stops it, with the error kept; reads of the views go on.
 */
export class Projector {
  readonly views: Views;
  readonly #options: ProjectorOptions;
  readonly #db: Database;
  readonly #live: LiveTables;
  readonly #stop = new AbortController();
  readonly #waiters = new Set<Waiter>();
  readonly #running: Promise<void>;
  #state: ProjectorStatus['state'] = 'catching-up';
  #error: unknown = null;
  #rebuilding: Promise<unknown> = Promise.resolve();

  constructor(options: ProjectorOptions, db: Database) {
    this.#options = options;
    this.#db = db;
    this.#live = new LiveTables(db);
    this.views = new Views(db);
    this.#running = this.#run();
  }

  status(): ProjectorStatus {
    return { state: this.#state, error: this.#error, head: this.#live.head };
  }

  /**
   * Resolves once the views hold the event at `position`, or hold all there is when none is named.
   * @throws what the projector stopped for, `store-unavailable` once it is closed, the signal's reason when it aborts
   */
  async waitFor(position?: Position | null, signal?: AbortSignal): Promise<void> {
    const wanted = position ?? (await this.#options.store.head());
    if (wanted === null || this.#holds(wanted)) return;
    signal?.throwIfAborted();
    if (this.#state === 'stopped') throw this.#error;
    if (this.#state === 'closed') throw closed();
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => waiter.settle(signal?.reason ?? closed());
      const waiter: Waiter = {
        position: wanted,
        settle: (error) => {
          this.#waiters.delete(waiter);
          signal?.removeEventListener('abort', abort);
          if (error === undefined) resolve();
          else reject(error);
        },
      };
      this.#waiters.add(waiter);
      signal?.addEventListener('abort', abort);
    });
  }

  /** Builds all views, or one, beside the live ones and swaps; one rebuild at a time. @throws as `rebuild` */
  rebuild(view?: ViewName, onProgress?: (events: number) => void): Promise<Rebuilt> {
    const { store, batchSize = usualBatch } = this.#options;
    const run = this.#rebuilding.then(async () => {
      if (this.#state === 'closed') throw closed();
      try {
        return await rebuild({
          store,
          db: this.#db,
          live: this.#live,
          batchSize,
          signal: this.#stop.signal,
          ...(view === undefined ? {} : { view }),
          ...(onProgress === undefined ? {} : { onProgress }),
        });
      } finally {
        this.#wake();
      }
    });
    this.#rebuilding = run.catch(() => undefined);
    return run;
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#stop.abort();
    await this.#running;
    await this.#rebuilding;
    for (const waiter of [...this.#waiters]) waiter.settle(closed());
    this.#db.close();
  }

  async #run(): Promise<void> {
    try {
      while (!this.#stop.signal.aborted && !(await this.#follow()));
    } catch (error) {
      if (this.#state === 'closed') return;
      this.#state = 'stopped';
      this.#error = error;
      for (const waiter of [...this.#waiters]) waiter.settle(error);
      this.#options.onStopped?.(error);
    }
  }

  /** True when the store has no more to give; false when the views were moved by another process: follow from there. */
  async #follow(): Promise<boolean> {
    const { store, batchSize = usualBatch } = this.#options;
    const { signal } = this.#stop;
    const { position } = this.#live.head;
    let stored: StoredEvent[] = [];
    let characters = 0;
    const flush = (): boolean => {
      const batch = stored;
      stored = [];
      characters = 0;
      const done = this.#live.apply(batch);
      this.#wake();
      return done;
    };
    for await (const item of store.follow({ signal, ...(position === null ? {} : { after: position }) })) {
      if ('caughtUp' in item) {
        if (!flush()) return false;
        if (this.#state === 'catching-up') this.#state = 'live';
        continue;
      }
      stored.push(item);
      characters += item.body.length;
      if (stored.length < batchSize && characters < batchCharacters) continue;
      if (!flush()) return false;
      await otherWork();
    }
    return true;
  }

  #holds(position: Position): boolean {
    const { position: reached } = this.#live.head;
    return reached !== null && reached >= position;
  }

  #wake(): void {
    for (const waiter of [...this.#waiters]) if (this.#holds(waiter.position)) waiter.settle();
  }
}

const closed = (): LedgerError =>
  new LedgerError('store-unavailable', 'the views are closed', { reason: 'closed' });

/**
 * Opens the views and begins to follow. Views of another ledger, or of a later state of it than the store has, are made
 * anew, as is a damaged file.
 * @throws LedgerError `store-unavailable`
 */
export async function openProjector(options: ProjectorOptions): Promise<Projector> {
  const db = openViewsFile(options.path);
  if (await belongs(db, options.store)) return new Projector(options, db);
  db.close();
  removeViewsFile(options.path);
  return new Projector(options, openViewsFile(options.path));
}

/** True if the last event that the views hold is where the store has it. */
async function belongs(db: Database, store: EventStore): Promise<boolean> {
  const views = new Views(db);
  const last = views.entryAt(views.head().leaf);
  if (last === null) return views.head().position === null;
  try {
    for await (const event of store.readStream(last.stream, { from: last.revision, to: last.revision }))
      return event.id === last.id && event.position === last.position;
  } catch (error) {
    if (!isLedgerError(error) || error.code !== 'integrity-violation') throw error;
  }
  return false;
}
