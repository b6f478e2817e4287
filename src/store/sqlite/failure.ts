import Database from 'better-sqlite3';
import { LedgerError } from '../../../events/errors.ts';

/** What a SQLite error means to a caller. Anything else is a refusal already, or a bug, and stays as it is. */
export function storeFailure(error: unknown, path: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const { code, message } = error;
  const because = { cause: error };
  if (code.startsWith('SQLITE_FULL'))
    return new LedgerError(
      'store-full',
      `no room is left for ${path}; nothing was written and nothing is lost. Free space, then try again`,
      { path },
      because,
    );
  if (code.startsWith('SQLITE_READONLY'))
    return new LedgerError('store-read-only', `${path} cannot be written to`, { path }, because);
  if (code.startsWith('SQLITE_NOTADB'))
    return new LedgerError('schema-mismatch', `${path} is not an SQLite file`, { path }, because);
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_CONSTRAINT'))
    return new LedgerError(
      'integrity-violation',
      `${path} does not hold what was appended to it: ${message}`,
      { where: `${path}: ${message}` },
      because,
    );
  return new LedgerError(
    'store-unavailable',
    `${path} cannot be used: ${message} (${code})`,
    { reason: code },
    because,
  );
}

/** Runs `work` and turns what SQLite throws into refusals. */
export function refusing<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeFailure(error, path);
  }
}
