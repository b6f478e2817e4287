import { createHash } from 'node:crypto';
import { LedgerError } from '../../events/errors.ts';
import { type Disclosure, maxBlobBytes } from './vault.ts';

const digestOf = (disclosure: string): string =>
  createHash('sha256').update(disclosure, 'ascii').digest('base64url');

/**
 * The 32 bytes of the digest. It is what the log will vouch for, so nothing is kept that does not hash to it.
 * @throws LedgerError `disclosure-mismatch`
 */
export function admitDisclosure({ digest, disclosure }: Disclosure): Buffer {
  if (digestOf(disclosure) === digest) return Buffer.from(digest, 'base64url');
  throw new LedgerError('disclosure-mismatch', `the disclosure does not hash to its digest ${digest}`, {
    digest,
  });
}

export const damaged = (digest: string, cause?: unknown): LedgerError<'disclosure-damaged'> =>
  new LedgerError(
    'disclosure-damaged',
    `the vault's entry ${digest} is not what was put there; restore vault.db and vault-keys.db from one backup`,
    { digest },
    { cause },
  );

export const unknownBlob = (blob: string): LedgerError<'blob-unknown'> =>
  new LedgerError('blob-unknown', `the vault holds no attachment ${blob}; put its bytes first`, { blob });

export const takenBlob = (blob: string): LedgerError<'blob-taken'> =>
  new LedgerError('blob-taken', `attachment ${blob} belongs to another disclosure; put its bytes again`, {
    blob,
  });

export function admitBlobSize(bytes: number): void {
  if (bytes <= maxBlobBytes) return;
  throw new LedgerError('too-large', `an attachment may have at most ${maxBlobBytes} bytes (25 MiB)`, {
    field: 'attachment',
    bytes,
    limit: maxBlobBytes,
  });
}
