import { hash } from 'node:crypto';

export const hashBytes = 32;
/** Leaf indexes and sizes are JavaScript numbers: beyond 2^53 − 1 they would be rounded, so they are refused. */
export const largestTree = Number.MAX_SAFE_INTEGER;

const leafPrefix = Buffer.of(0x00);
const nodePrefix = Buffer.of(0x01);

/** Root of the tree without leaves: SHA-256 of no bytes, `e3b0c442…7852b855` (RFC 6962 §2.1). */
export const emptyRoot: Uint8Array = hash('sha256', '', 'buffer');

/**
 * RFC 6962 §2.1: `SHA-256(0x00 ‖ entry)`, 32 bytes. The leaf of no bytes is `6e340b9c…ab1d` : the prefix alone is hashed.
 */
export const leafHash = (entry: Uint8Array): Uint8Array =>
  hash('sha256', Buffer.concat([leafPrefix, entry]), 'buffer');

/** RFC 6962 §2.1: `SHA-256(0x01 ‖ left ‖ right)`, each of 32 bytes. The prefixes keep a node from passing for a leaf. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  hash('sha256', Buffer.concat([nodePrefix, left, right]), 'buffer');

export const sameHash = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** True for a whole number from 0 that is exact: what an index or a size of a tree may be. */
export const isTreeSize = (size: number): boolean => Number.isSafeInteger(size) && size >= 0;
