import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { LedgerError } from '../../../events/errors.ts';
import { refusing } from './failure.ts';
import { type Lock, takeLock } from './lock.ts';
import { checkSchema, createSchema } from './schema.ts';
import { makeAlone } from './side-file.ts';

export interface Connection {
  readonly db: Database.Database;
  readonly path: string;
  readonly readOnly: boolean;
  /** Closes the file, then lets go of the writer's lock. */
  close(): void;
}

export interface OpenOptions {
  /** Reads beside the one writer, without its lock. The ledger must exist. */
  readonly readOnly?: boolean;
}

const busyMs = 2000;
const checkpointPages = 10_000;

/**
 * Opens the ledger at `path`; a writer makes it where there is none.
 * @throws LedgerError `ledger-locked`, `schema-mismatch`, `integrity-violation`, `store-read-only`, `store-unavailable`
 */
export function openConnection(path: string, { readOnly = false }: OpenOptions = {}): Connection {
  const file = realPath(path);
  checkAccess(file, readOnly);
  return refusing(file, () => {
    const lock = readOnly ? undefined : takeLock(file);
    try {
      if (!readOnly && !existsSync(file)) makeAlone(file);
      const db = open(file, readOnly);
      return { db, path: file, readOnly, close: () => closeBoth(db, lock) };
    } catch (error) {
      lock?.release();
      throw error;
    }
  });
}

function open(file: string, readOnly: boolean): Database.Database {
  const db = new Database(file, { readonly: readOnly, fileMustExist: readOnly, timeout: busyMs });
  try {
    db.pragma('trusted_schema = OFF');
    db.pragma('foreign_keys = ON');
    db.pragma('recursive_triggers = ON');
    if (!readOnly) {
      expectPragma(db, 'journal_mode = WAL', 'wal');
      db.pragma(`wal_autocheckpoint = ${checkpointPages}`);
      createSchema(db);
    }
    // After journal_mode: better-sqlite3 is built to drop to NORMAL once it meets a WAL, unless it was told.
    db.pragma('synchronous = FULL');
    expectPragma(db, 'synchronous', 2);
    checkSchema(db, file);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function expectPragma(db: Database.Database, pragma: string, wanted: string | number): void {
  const actual = db.pragma(pragma, { simple: true });
  if (actual !== wanted)
    throw new LedgerError(
      'store-unavailable',
      `SQLite answers ${String(actual)} to PRAGMA ${pragma}, and only ${wanted} keeps what was acknowledged. Is the ledger on a file system that cannot share memory?`,
      { reason: pragma },
    );
}

function closeBoth(db: Database.Database, lock: Lock | undefined): void {
  try {
    db.close();
  } finally {
    lock?.release();
  }
}

/** One ledger, one lock, by whatever links it was named. */
function realPath(path: string): string {
  const absolute = resolve(path);
  if (existsSync(absolute)) return realpathSync(absolute);
  const folder = dirname(absolute);
  if (existsSync(folder)) return join(realpathSync(folder), basename(absolute));
  throw new LedgerError('store-unavailable', `the folder ${folder} does not exist`, { reason: 'no-folder' });
}

/** SQLite would open a file that it may not write, and say so only at the first append. */
function checkAccess(file: string, readOnly: boolean): void {
  const folder = dirname(file);
  const exists = existsSync(file);
  if (readOnly && !exists)
    throw new LedgerError('store-unavailable', `there is no ledger at ${file}`, { reason: 'no-ledger' });
  if (readOnly) {
    if (existsSync(`${file}-shm`) || isWritable(folder)) return;
    throw readOnlyRefusal(
      folder,
      `to read ${file} while no writer has it open; copy it to a folder where you may write`,
    );
  }
  for (const path of exists ? [folder, file] : [folder])
    if (!isWritable(path)) throw readOnlyRefusal(path, `to write ${file}; open it to be read only`);
}

const readOnlyRefusal = (path: string, purpose: string): LedgerError =>
  new LedgerError('store-read-only', `this user may not write to ${path}, which SQLite needs ${purpose}`, {
    path,
  });

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
