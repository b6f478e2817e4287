import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { LedgerError } from '../../../events/errors.ts';
import { makeAlone } from './side-file.ts';

export interface Lock {
  release(): void;
}

/**
 * Makes this process the one writer of the ledger at `path`. The lock is a write transaction held open on the small
 * database `<path>.lock`: the system drops it when the process dies, however it dies, and the file may stay.
 * While it is held, this process must not open that file, nor the ledger, by other means than SQLite: closing any
 * other descriptor of a file drops a process's POSIX locks on it. The file must not be deleted either.
 * @throws LedgerError `ledger-locked`
 */
export function takeLock(path: string): Lock {
  const file = `${path}.lock`;
  if (!existsSync(file)) makeAlone(file);
  const db = new Database(file, { timeout: 250 });
  try {
    hold(db);
  } catch (error) {
    const locked = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
    const holder = locked ? readHolder(db) : 0;
    db.close();
    throw locked ? refusal(path, holder) : error;
  }
  return { release: () => db.close() };
}

/** Writing down who holds the lock ends the transaction, so it is taken again and the name compared. */
function hold(db: Database.Database): void {
  for (;;) {
    db.exec('BEGIN IMMEDIATE');
    if (readHolder(db) === process.pid) return;
    db.pragma(`user_version = ${process.pid}`);
    db.exec('COMMIT');
  }
}

/** The process id that the file names; 0 where it cannot be read. */
function readHolder(db: Database.Database): number {
  try {
    const holder = db.pragma('user_version', { simple: true });
    return typeof holder === 'number' ? holder : 0;
  } catch (error) {
    if (error instanceof Database.SqliteError) return 0;
    throw error;
  }
}

function refusal(path: string, holder: number): LedgerError {
  const by = holder === 0 ? 'another process' : `process ${holder}`;
  return new LedgerError(
    'ledger-locked',
    `${path} is in use by ${by}, and a ledger has one writer: send this through the server that is running, or stop it first`,
    { path },
  );
}
