import { existsSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { LedgerError } from '../../events/errors.ts';
import type { Position } from '../store/event-store.ts';
import { makeAlone } from '../store/sqlite/side-file.ts';
import { createAll, fingerprint } from './shape.ts';

/** How far the views are: the last event's position and leaf index, and the ledger clock there. */
export interface Head {
  readonly position: Position | null;
  /** -1 before the first event. */
  readonly leaf: number;
  readonly clock: string | null;
  /** How many rebuilds took the place of older tables. */
  readonly builds: number;
}

const busyMs = 5_000;

/**
 * Opens `views.db` at `path` (`:memory:` for tests). What it holds can be had again at any time, so a file that another
 * version made, or that is damaged, is made anew; with `readOnly` it is refused instead.
 * @throws LedgerError `store-unavailable`, `schema-mismatch`
 */
export function openViewsFile(path: string, { readOnly = false } = {}): Database.Database {
  if (readOnly) return openReadOnly(path);
  const found = path !== ':memory:' && existsSync(path) ? tryOpen(path) : null;
  if (found !== null) return found;
  removeViewsFile(path);
  if (path !== ':memory:') makeAlone(path);
  const db = connect(path);
  db.transaction(() => createAll(db)).immediate();
  return db;
}

export function removeViewsFile(path: string): void {
  if (path === ':memory:') return;
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${ending}`, { force: true });
}

function openReadOnly(path: string): Database.Database {
  if (!existsSync(path))
    throw new LedgerError('store-unavailable', `there are no views at ${path} yet`, { reason: 'no-views' });
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: busyMs });
  if (isOurs(db)) return db;
  db.close();
  throw new LedgerError('schema-mismatch', `${path} was made by another version; rebuild the views`, {
    path,
  });
}

function tryOpen(path: string): Database.Database | null {
  let db: Database.Database | null = null;
  try {
    db = connect(path);
    if (isOurs(db)) return db;
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  db?.close();
  return null;
}

/** What a crash loses of this file is projected again, so it need not wait for the disk at each commit. */
function connect(path: string): Database.Database {
  const db = new Database(path, { timeout: busyMs });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma('trusted_schema = OFF');
    db.pragma('wal_autocheckpoint = 10000');
    db.pragma('cache_size = -16000');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function isOurs(db: Database.Database): boolean {
  const tables = db
    .prepare<[], number>("SELECT count(*) FROM sqlite_schema WHERE name IN ('shape', 'head')")
    .pluck()
    .get();
  if (tables !== 2) return false;
  return db.prepare<[], string>('SELECT fingerprint FROM shape').pluck().get() === fingerprint;
}

const isDamage = (error: unknown): boolean =>
  error instanceof Database.SqliteError &&
  (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB');

export function readHead(db: Database.Database): Head {
  const head = db.prepare<[], Head>('SELECT position, leaf, clock, builds FROM head').get();
  if (head === undefined)
    throw new LedgerError('integrity-violation', 'the views have no head', { where: 'views.db' });
  return head;
}
