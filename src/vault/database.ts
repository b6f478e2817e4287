import { closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { LedgerError } from '../../events/errors.ts';

/** Page writes limit group commits, so the WAL may grow to 40 MB before its pages are moved home. */
const walCheckpointPages = 10_000;
/** Rows are appended and then seldom read again: a larger cache takes memory and saves no time (180,000 rows measured). */
const cacheKibibytes = 4_000;
const fullSynchronous = 2;
/** How long to wait for another process that writes. */
const busyMs = 5_000;

/** One of the vault's two SQLite files. */
export interface VaultFile {
  readonly path: string;
  readonly db: Database.Database;
}

/** True for a database with tables in it: a file of no bytes is what a crash while making it leaves. */
export function isMade(path: string): boolean {
  if (!existsSync(path)) return false;
  const file = connect(path);
  try {
    return guarded(path, () => tablesOf(file.db).length > 0);
  } finally {
    file.db.close();
  }
}

/**
 * Opens the file, making it (mode 0600) with `tables` and what `fill` writes, both in one transaction, when it is new.
 * @throws LedgerError `schema-mismatch`, `integrity-violation`, `store-…`
 */
export function openFile(
  path: string,
  tables: readonly string[],
  fill: (db: Database.Database) => void,
): VaultFile {
  if (!existsSync(path)) guarded(path, () => closeSync(openSync(path, 'a', 0o600)));
  const file = connect(path);
  try {
    guarded(path, () => {
      configure(file);
      makeTables(file, tables, fill);
    });
    return file;
  } catch (error) {
    file.db.close();
    throw error;
  }
}

export const connect = (path: string): VaultFile => ({
  path,
  db: guarded(path, () => new Database(path, { timeout: busyMs })),
});

function configure({ path, db }: VaultFile): void {
  db.pragma('journal_mode = WAL');
  // better-sqlite3 is built to fall back to NORMAL in WAL mode, which a power cut undoes: so set it, and look.
  db.pragma('synchronous = FULL');
  db.pragma('secure_delete = ON');
  db.pragma(`cache_size = -${cacheKibibytes}`);
  db.pragma(`wal_autocheckpoint = ${walCheckpointPages}`);
  const held = {
    journal_mode: db.pragma('journal_mode', { simple: true }),
    synchronous: db.pragma('synchronous', { simple: true }),
    secure_delete: db.pragma('secure_delete', { simple: true }),
  };
  if (held.journal_mode === 'wal' && held.synchronous === fullSynchronous && held.secure_delete === 1) return;
  const reason = `${path} cannot be kept with WAL, full synchronisation and secure deletion: ${JSON.stringify(held)}`;
  throw new LedgerError('store-unavailable', reason, { reason });
}

function makeTables(
  { path, db }: VaultFile,
  tables: readonly string[],
  fill: (db: Database.Database) => void,
): void {
  db.transaction(() => {
    const found = tablesOf(db);
    if (found.length === 0) {
      for (const table of tables) db.exec(table);
      fill(db);
    } else if (JSON.stringify(found) !== JSON.stringify([...tables].sort())) {
      throw new LedgerError(
        'schema-mismatch',
        `${path} is not a vault file of this version of govledger; name another path, or use the version that made it`,
        { path },
      );
    }
  }).immediate();
}

const tablesOf = (db: Database.Database): readonly string[] =>
  db.prepare<[], string>('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL').pluck().all().sort();

/** Runs `work` on the file at `path` and says in our words what SQLite could not do. */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Error && 'code' in error ? refusalOf(path, String(error.code), error) : error;
  }
}

function refusalOf(path: string, code: string, cause: Error): Error {
  if (cause instanceof LedgerError) return cause;
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return new LedgerError(
      'store-full',
      `the disk of ${path} is full; nothing was lost`,
      { path },
      { cause },
    );
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS' || code === 'EACCES') {
    return new LedgerError('store-read-only', `${path} cannot be written`, { path }, { cause });
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    const message = `${path} is damaged, or no vault file; restore it from a backup`;
    return new LedgerError('integrity-violation', message, { where: path }, { cause });
  }
  if (code.startsWith('SQLITE_CONSTRAINT')) return cause;
  const reason = `${path}: ${cause.message}`;
  return new LedgerError('store-unavailable', `the vault cannot use ${reason}`, { reason }, { cause });
}

/**
 * Moves every page home and empties the write-ahead log, in which overwritten bytes live on.
 * False, at once, while somebody still reads an older state.
 */
export function settle({ path, db }: VaultFile): boolean {
  return guarded(path, () => {
    db.pragma('busy_timeout = 0');
    try {
      return db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0;
    } finally {
      db.pragma(`busy_timeout = ${busyMs}`);
    }
  });
}
