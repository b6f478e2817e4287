import { createPrivateKey, hash, sign } from 'node:crypto';
import { base64Bytes } from './base64.ts';
import {
  ed25519SignatureBytes,
  keyRefused,
  publicKeyBytes,
  soundPublicKey,
  verifyEd25519,
} from './ed25519-key.ts';

/** Type bytes of C2SP signed-note: what a key signs, and how. */
export const noteKeyTypes = { ed25519: 0x01, cosignature: 0x04 } as const;

/** Whose signature a line of a note can be. */
export interface NoteVerifier {
  readonly name: string;
  /** Eight lower-case hex digits: they tell keys of one name apart, and prove nothing. */
  readonly keyId: string;
  readonly type: number;
  /** `<name>+<keyId>+<base64(type ‖ public key)>`. */
  readonly vkey: string;
  /** Whether the bytes after the key id sign this text, its last newline included. */
  readonly verify: (text: Uint8Array, signature: Uint8Array) => boolean;
}

/** What can sign a note: a key in a file, or a program that keeps one. */
export interface NoteSigner {
  readonly vkey: string;
  /** The bytes after the key id: for Ed25519, 64. */
  readonly sign: (text: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

/** A cosignature after its key id: eight bytes of time, then Ed25519. */
export const cosignatureBytes = 8 + ed25519SignatureBytes;
/** The last second that a `Date` can tell, in the year 275760. */
export const latestSecond = 8_640_000_000_000;
/** PrivateKeyInfo of Ed25519 (RFC 8410) up to the seed itself. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * A verifier key as C2SP signed-note spells it, `<name>+<key id>+<base64(type ‖ public key)>`. Two types are known:
 * 0x01, Ed25519 over the text; 0x04, cosignature/v1 (see `cosignature.ts`).
 *
 * Example (the standard's own), of type 0x01: 530d903a are the first bytes of SHA-256(`example.com/foo` ‖ 0x0A ‖ 0x01 ‖ key).
 *
 * ```js
 * const vkey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
 * const { name, keyId, type } = parseVerifierKey(vkey)
 * [name, keyId, type] // ["example.com/foo","530d903a",1]
 * ```
 * @throws LedgerError `key-refused` saying which part is wrong
 */
export function parseVerifierKey(vkey: string): NoteVerifier {
  // The base64 of the key may hold plus signs, a name may not.
  const [, name = '', keyId = '', encoded = ''] = /^([^+]*)\+([0-9a-f]{8})\+([^\s]*)$/.exec(vkey) ?? [];
  if (!isKeyName(name))
    throw keyRefused('it has the form name+keyid+key, the name without spaces and plus signs');
  const typed = base64Bytes(encoded);
  if (typed === null) throw keyRefused('what follows the key id is base64 with padding');
  if (keyIdOf(name, typed) !== keyId)
    throw keyRefused(`its id is ${keyIdOf(name, typed)} and it says ${keyId}: a letter of it was changed`);
  const type = typed[0] ?? 0;
  if (type !== noteKeyTypes.ed25519 && type !== noteKeyTypes.cosignature)
    throw keyRefused(`its type is ${type}; known are 1 (Ed25519) and 4 (cosignature/v1)`);
  const key = soundPublicKey(typed.subarray(1));
  const of = { name, keyId, type, vkey };
  if (type === noteKeyTypes.ed25519)
    return { ...of, verify: (text, signature) => verifyEd25519(key, text, signature) };
  return {
    ...of,
    verify: (text, signature) =>
      signature.byteLength === cosignatureBytes &&
      secondsOf(signature) <= latestSecond &&
      verifyEd25519(key, cosignedText(text, signature), signature.subarray(8)),
  };
}

/** The time that a cosignature begins with, in seconds since 1970. */
export const secondsOf = (signature: Uint8Array): bigint => Buffer.from(signature).readBigUInt64BE(0);

/** What a cosignature of these bytes signs: the time that its first eight bytes say, then the checkpoint's text. */
export function cosignedText(text: Uint8Array, signature: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`cosignature/v1\ntime ${secondsOf(signature)}\n`), text]);
}

/**
 * A signer key as the Go implementation of signed notes spells it: `PRIVATE+KEY+<name>+<key id>+<base64(type ‖ seed)>`.
 * @throws LedgerError `key-refused`
 */
export function parseSignerKey(skey: string): NoteSigner {
  const [, name = '', keyId = '', encoded = ''] =
    /^PRIVATE\+KEY\+([^+]*)\+([0-9a-f]{8})\+([^\s]*)$/.exec(skey) ?? [];
  const typed = base64Bytes(encoded);
  if (!isKeyName(name) || typed === null || typed.byteLength !== 1 + publicKeyBytes)
    throw keyRefused('a signer key has the form PRIVATE+KEY+name+keyid+key');
  const key = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, typed.subarray(1)]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x = '' } = key.export({ format: 'jwk' });
  const vkey = verifierKey(name, typed[0] ?? 0, Buffer.from(x, 'base64url'));
  if (parseVerifierKey(vkey).keyId !== keyId)
    throw keyRefused('its id does not follow from its name and key: a letter of it was changed');
  return { vkey, sign: (text) => sign(null, text, key) };
}

export function verifierKey(name: string, type: number, publicKey: Uint8Array): string {
  const typed = Buffer.concat([Buffer.of(type), publicKey]);
  return `${name}+${keyIdOf(name, typed)}+${typed.toString('base64')}`;
}

/** The first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key), in hex. */
export const keyIdOf = (name: string, typedPublicKey: Uint8Array): string =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typedPublicKey]), 'hex').slice(0, 8);

/** Not empty, no plus sign, none of Unicode's spaces, controls and half surrogates. */
export const isKeyName = (name: string): boolean =>
  name !== '' && !/[+\p{White_Space}\p{Control}\p{Surrogate}]/u.test(name);
