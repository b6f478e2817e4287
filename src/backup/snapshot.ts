import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { LedgerError } from '../../events/errors.ts';
import { refusing } from '../store/sqlite/failure.ts';
import { makeAlone } from '../store/sqlite/side-file.ts';
import { fsyncPath } from './folders.ts';

const busyMs = 10_000;

/**
 * Copies a database as it is at one instant, while others write it: `VACUUM INTO` reads in one transaction, which never
 * has to begin again as a copy page by page does, and leaves behind the free pages where deleted text may stand. The copy
 * is checked and on the disk on return. @throws LedgerError `integrity-violation` for a damaged source, `store-…`
 */
export function snapshot(source: string, target: string): void {
  if (!existsSync(source)) {
    throw new LedgerError('store-unavailable', `there is no ${source} to back up`, { reason: 'no-file' });
  }
  // SQLite would make it readable to others.
  makeAlone(target);
  refusing(source, () => {
    const db = new Database(source, { readonly: true, fileMustExist: true, timeout: busyMs });
    try {
      db.pragma('trusted_schema = OFF');
      db.prepare('VACUUM INTO ?').run(target);
    } finally {
      db.close();
    }
  });
  quickCheck(target);
  fsyncPath(target);
}

/** @throws LedgerError `integrity-violation` saying what SQLite found */
export function quickCheck(path: string): void {
  const found = refusing(path, () => {
    const db = new Database(path, { readonly: true, fileMustExist: true, timeout: busyMs });
    try {
      return db.prepare<[], string>('PRAGMA quick_check(1)').pluck().get() ?? '';
    } finally {
      db.close();
    }
  });
  if (found === 'ok') return;
  throw new LedgerError('integrity-violation', `${path} is damaged: ${found.slice(0, 200)}`, { where: path });
}
