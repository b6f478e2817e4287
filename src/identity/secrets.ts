import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What a secret opens: an API token, a session, a personal feed. */
const prefixes = { token: 'gvl_', session: 'gvs_', feed: 'gvf_' } as const;
export type SecretKind = keyof typeof prefixes;

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const secretBytes = 32;
/** 62^43 > 2^256, and 62^6 > 2^32. */
const secretDigits = 43;
const checkDigits = 6;

/** For secret scanners: every token of ours, and hardly anything else. */
export const tokenPattern = /\bgvl_[0-9A-Za-z]{49}\b/;

/**
 * A new secret of 256 random bits: its kind's prefix, 43 base-62 digits, and 6 more that are the CRC-32 of all before
 * them, so that a typo and a scanner's chance hit are told from a secret without asking anybody.
 */
export function newSecret(kind: SecretKind): string {
  const body =
    prefixes[kind] + inDigits(BigInt(`0x${randomBytes(secretBytes).toString('hex')}`), secretDigits);
  return body + checkOf(body);
}

/** True for what `newSecret` may have made; false for anything else, of whatever length. */
export function isSecret(kind: SecretKind, text: string): boolean {
  const prefix = prefixes[kind];
  if (text.length !== prefix.length + secretDigits + checkDigits) return false;
  if (!text.startsWith(prefix) || !/^[0-9A-Za-z]+$/.test(text.slice(prefix.length))) return false;
  return checkOf(text.slice(0, -checkDigits)) === text.slice(-checkDigits);
}

/**
 * What is kept in place of a secret. A secret has 80 random bits at least, so that neither salt nor a slow hash adds
 * anything; looked up by its hash, it is never compared, and no timing tells how much of a guess was right.
 */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

const checkOf = (text: string): string => inDigits(BigInt(crc32(text)), checkDigits);

function inDigits(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest /= 62n) text = (digits[Number(rest % 62n)] ?? '') + text;
  return text;
}
