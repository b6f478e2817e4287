import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { LedgerError } from '../../events/errors.ts';

export const publicKeyBytes = 32;
export const ed25519SignatureBytes = 64;

/** SubjectPublicKeyInfo of Ed25519 (RFC 8410) up to the key itself. */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** 2^255 − 19, the field's prime. */
const prime = 2n ** 255n - 19n;

/**
 * y of the points of order 1, 2, 4 and 8, little-endian without the sign bit: a signature under such a key can fit any
 * text. OpenSSL 3.0, and so Node.js 20, accepts them; later versions do not.
 */
const lowOrder: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  prime - 1n,
  littleEndian(Buffer.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'hex')),
  littleEndian(Buffer.from('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'hex')),
]);

/**
 * An Ed25519 public key for `verifyEd25519`, if one may rely on it: 32 bytes, y below 2^255 − 19 (one spelling for each
 * point), not of low order. The same on every version of Node.js. Under the identity below, of order 1, the signature of
 * 32 bytes of the identity and 32 zero bytes fits every text.
 *
 * ```js
 * const key = soundPublicKey(Buffer.from('e932791ae6e7a840a46164c904786426d5e7821dd8b29a00d61cae72afdd4da4', 'hex'))
 * verifyEd25519(key, utf8('a text'), Buffer.alloc(64)) // false
 * refusal(() => soundPublicKey(Buffer.from(`01${'00'.repeat(31)}`, 'hex'))) // key-refused
 * ```
 * @throws LedgerError `key-refused`
 */
export function soundPublicKey(bytes: Uint8Array): KeyObject {
  if (bytes.byteLength !== publicKeyBytes) throw keyRefused(`an Ed25519 key has ${publicKeyBytes} bytes`);
  const y = littleEndian(bytes) % 2n ** 255n;
  if (y >= prime) throw keyRefused('the key is spelled in another way than the one that RFC 8032 allows');
  if (lowOrder.has(y))
    throw keyRefused('the key is a point of low order, under which a signature fits any text');
  return createPublicKey({ key: Buffer.concat([spkiPrefix, bytes]), format: 'der', type: 'spki' });
}

/** RFC 8032 §5.1.7, by Node's own; false as well for a signature of another length. */
export const verifyEd25519 = (key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean =>
  signature.byteLength === ed25519SignatureBytes && verify(null, message, key, signature);

export const keyRefused = (rule: string): LedgerError<'key-refused'> =>
  new LedgerError('key-refused', `this key is not accepted: ${rule}`, { rule });

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}
