import type Database from 'better-sqlite3';
import { openSideFile } from '../../store/sqlite/side-file.ts';
import { schema } from './schema.ts';

/** An open identity file. Several processes may have it open: the server and a command line beside it. */
export interface IdentityFile {
  readonly path: string;
  readonly db: Database.Database;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Opens the file, making it (mode 0600) where there is none.
 * @throws LedgerError `schema-mismatch`, `store-…`
 */
export const openIdentityFile = (path: string, now: () => number): IdentityFile => ({
  path,
  db: openSideFile({ path, schema, what: 'identity file' }),
  now,
});
