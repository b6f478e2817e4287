import { closeSync, fchmodSync, fsyncSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { LedgerError } from '../../events/errors.ts';

/** A file that waits for a token. It is made before a code is used up, so that no token is lost for want of a place. */
export interface TokenFile {
  write(token: string): void;
  /** Takes the empty file away again. */
  abandon(): void;
}

/** Makes the file, for its owner alone. @throws LedgerError `already-exists`: a token is never overwritten */
export function makeTokenFile(path: string): TokenFile {
  const file = createAlone(path);
  return {
    write: (token) => {
      try {
        fchmodSync(file, 0o600);
        writeSync(file, `${token}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    },
    abandon: () => {
      closeSync(file);
      unlinkSync(path);
    },
  };
}

function createAlone(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    throw new LedgerError(
      'already-exists',
      `${path} exists, and a token is never written over anything; name another file`,
      { what: 'token file', id: path },
      { cause },
    );
  }
}
