import { closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { LedgerError } from '../../../events/errors.ts';
import { refusing } from './failure.ts';

export const inMemory = ':memory:';

/** A small file beside the ledger: every statement that makes it, and what to call it in a refusal. */
export interface SideFile {
  readonly path: string;
  readonly schema: readonly string[];
  readonly what: string;
}

const busyMs = 5_000;
const pauseMs = 10;
const fullSynchronous = 2;

/**
 * Opens a file that several processes may have open: the server and a command line beside it. Made (mode 0600) where
 * there is none. @throws LedgerError `schema-mismatch`, `store-…`
 */
export function openSideFile(file: SideFile): Database.Database {
  const { path } = file;
  return refusing(path, () => {
    if (path !== inMemory && !existsSync(path)) makeAlone(path);
    const db = new Database(path, { timeout: busyMs });
    try {
      configure(path, db);
      db.transaction(() => makeTables(file, db)).immediate();
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** Makes an empty file for its owner alone; SQLite gives its journals the mode of the file. */
export function makeAlone(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LedgerError('store-unavailable', `${path} cannot be made: ${reason}`, { reason }, { cause });
  }
}

function configure(path: string, db: Database.Database): void {
  db.pragma('trusted_schema = OFF');
  enterWal(db);
  // What was acknowledged must not be undone by a power cut. After journal_mode: better-sqlite3 drops to NORMAL there.
  db.pragma('synchronous = FULL');
  db.pragma('secure_delete = ON');
  const held = {
    journal_mode: db.pragma('journal_mode', { simple: true }),
    synchronous: db.pragma('synchronous', { simple: true }),
  };
  const journal = path === inMemory ? 'memory' : 'wal';
  if (held.journal_mode === journal && held.synchronous === fullSynchronous) return;
  const reason = `${path} cannot be kept with WAL and full synchronisation: ${JSON.stringify(held)}`;
  throw new LedgerError('store-unavailable', reason, { reason });
}

/** SQLite waits for no lock while a new file is put into WAL mode, so that processes which all just made it collide. */
function enterWal(db: Database.Database): void {
  const until = Date.now() + busyMs;
  for (;;) {
    try {
      db.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      const isBusy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
      if (!isBusy || Date.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}

function makeTables({ path, schema, what }: SideFile, db: Database.Database): void {
  const found = db
    .prepare<[], string>("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name <> 'sqlite_sequence'")
    .pluck()
    .all();
  if (found.length === 0) {
    for (const statement of schema) db.exec(statement);
  } else if (JSON.stringify(found.sort()) !== JSON.stringify([...schema].sort())) {
    throw new LedgerError(
      'schema-mismatch',
      `${path} is no ${what} of this version of govledger; name another data folder, or use the version that made it`,
      { path },
    );
  }
}
