import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

export const dataKeyBytes = 32;
export const wrappedKeyBytes = nonceBytes + dataKeyBytes + tagBytes;

/** What a sealed value is, and which one: authenticated with it, so that no value can stand in another's place. */
export type SealedKind = 'filing-key' | 'data-key' | 'disclosure' | 'blob-chunk';

const version = 'govledger vault 1';

/**
 * nonce (96 random bits) | AES-256-GCM ciphertext | tag. A data key seals one disclosure or the chunks of one blob;
 * the key from configuration wraps data keys alone, far from the 2^32 values that random nonces allow.
 */
export function seal(
  key: KeyObject | Uint8Array,
  kind: SealedKind,
  of: Uint8Array,
  value: Uint8Array,
): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(binding(kind, of));
  return Buffer.concat([nonce, cipher.update(value), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error when the value, its kind or what it is of is not what was sealed with this key. */
export function unseal(
  key: KeyObject | Uint8Array,
  kind: SealedKind,
  of: Uint8Array,
  sealed: Uint8Array,
): Buffer {
  if (sealed.byteLength < nonceBytes + tagBytes) throw new Error('the sealed value is too short');
  const end = sealed.byteLength - tagBytes;
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(binding(kind, of));
  decipher.setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, end)), decipher.final()]);
}

const binding = (kind: SealedKind, of: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${version} ${kind} `, 'ascii'), of]);
