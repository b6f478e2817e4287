import { hash } from 'node:crypto';
import { LedgerError } from '../../events/errors.ts';

export const hashBytes = 32;
/** Leaf indexes and sizes are JavaScript numbers: beyond 2^53 − 1 they would be rounded, so they are refused. */
export const largestTree = Number.MAX_SAFE_INTEGER;

const leafPrefix = Buffer.of(0x00);
const nodePrefix = Buffer.of(0x01);

/** Root of the tree without leaves: SHA-256 of no bytes, `e3b0c442…7852b855` (RFC 6962 §2.1). */
export const emptyRoot: Uint8Array = hash('sha256', '', 'buffer');

/**
 * RFC 6962 §2.1: `SHA-256(0x00 ‖ entry)`, 32 bytes; of an entry without bytes the prefix alone is hashed.
 */
export const leafHash = (entry: Uint8Array): Uint8Array =>
  hash('sha256', Buffer.concat([leafPrefix, entry]), 'buffer');

/**
 * RFC 6962 §2.1: `SHA-256(0x01 ‖ left ‖ right)`. The prefixes keep a node from passing for a leaf, and the lengths keep
 * the bytes of one half from passing for those of the other.
 *
 * ```js
 * hex(leafHash(utf8(''))) // 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
 * hex(nodeHash(leafHash(utf8('')), leafHash(utf8('\0')))) // fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
 * ```
 * @throws LedgerError `proof-invalid` unless each has 32 bytes
 */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  requireHash(left);
  requireHash(right);
  return hash('sha256', Buffer.concat([nodePrefix, left, right]), 'buffer');
}

/** @throws LedgerError `proof-invalid` */
export function requireHash(bytes: Uint8Array): void {
  if (bytes.byteLength === hashBytes) return;
  const rule = `a hash has ${hashBytes} bytes, and this one ${bytes.byteLength}`;
  throw new LedgerError('proof-invalid', `the tree cannot be built: ${rule}`, { proof: 'tree', rule });
}

export const sameHash = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** True for a whole number from 0 that is exact: what an index or a size of a tree may be. */
export const isTreeSize = (size: number): boolean => Number.isSafeInteger(size) && size >= 0;
