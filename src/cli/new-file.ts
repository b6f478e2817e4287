import { writeFile } from 'node:fs/promises';
import { LedgerError } from '../../events/errors.ts';

/** Writes a new file, for its owner alone. @throws LedgerError `already-exists` */
export async function writeNew(path: string, content: string): Promise<void> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600, flush: true });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    throw new LedgerError(
      'already-exists',
      `${path} exists, and nothing is ever written over; name another file`,
      { what: 'file', id: path },
      { cause },
    );
  }
}
