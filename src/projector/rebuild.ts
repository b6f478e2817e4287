import { setImmediate as otherWork } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { EventStore, StoredEvent } from '../store/event-store.ts';
import { batchOf } from './batch.ts';
import type { LiveTables } from './live-tables.ts';
import { beside, createView, dropView, type ViewName, viewNames } from './shape.ts';
import { ViewSet } from './view-set.ts';
import type { Head } from './views-file.ts';

export interface Rebuilt {
  readonly views: readonly ViewName[];
  readonly events: number;
}

export interface RebuildOptions {
  readonly store: EventStore;
  readonly db: Database;
  readonly live: LiveTables;
  readonly batchSize: number;
  /** All views without it. */
  readonly view?: ViewName;
  readonly onProgress?: (events: number) => void;
  readonly signal?: AbortSignal;
}

const start: Head = { position: null, leaf: -1, clock: null, builds: 0 };

/**
 * Folds the ledger from its start into tables beside the live ones, which are read and go on meanwhile, and swaps once
 * both have reached the same event. All views together may reach further than the live ones; one alone waits for them.
 * @throws what an event could not be read for; the views then stand before it
 */
export async function rebuild(options: RebuildOptions): Promise<Rebuilt> {
  const { db, live, view, signal } = options;
  const views = view === undefined ? viewNames : [view];
  const build = live.head.builds + 1;
  clear(db, views);
  db.transaction(() => {
    for (const name of views) createView(db, name, beside, build);
  }).immediate();
  try {
    const set = new ViewSet(db, views, beside);
    let reached = start;
    for (;;) {
      signal?.throwIfAborted();
      const before = reached.leaf;
      const { head, error } = await fill(options, set, reached);
      reached = head;
      const caughtUp =
        view === undefined ? isNotBehind(reached, live.head) : reached.position === live.head.position;
      if (caughtUp && live.swap(views, reached)) {
        if (error !== null) throw error;
        return { views, events: reached.leaf + 1 };
      }
      if (error !== null) throw error;
      if (reached.leaf === before) await otherWork();
    }
  } finally {
    clear(db, views);
  }
}

/** Reads on to the end of the ledger, or, for a single view, to where the live ones are. */
async function fill(
  { store, db, live, view, batchSize, onProgress, signal }: RebuildOptions,
  set: ViewSet,
  from: Head,
): Promise<{ readonly head: Head; readonly error: unknown }> {
  let head = from;
  let error: unknown = null;
  let stored: StoredEvent[] = [];
  const flush = (): void => {
    const batch = batchOf(stored, head);
    stored = [];
    db.transaction(() => set.apply(batch.entries)).immediate();
    head = batch.head;
    error = batch.error;
    onProgress?.(head.leaf + 1);
  };
  const range = head.position === null ? {} : { after: head.position };
  for await (const each of store.readAll(range)) {
    if (view !== undefined && (live.head.position === null || each.position > live.head.position)) break;
    stored.push(each);
    if (stored.length < batchSize) continue;
    flush();
    if (error !== null) return { head, error };
    signal?.throwIfAborted();
  }
  if (stored.length > 0) flush();
  return { head, error };
}

const isNotBehind = (reached: Head, live: Head): boolean =>
  live.position === null || (reached.position !== null && reached.position >= live.position);

function clear(db: Database, views: readonly ViewName[]): void {
  db.transaction(() => {
    for (const name of views) dropView(db, name, beside);
  }).immediate();
}
