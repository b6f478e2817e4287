import { randomBytes } from 'node:crypto';

/** A code that is typed by hand once. */
export type CodeKind = 'enrolment-code' | 'sign-in-code';

/** Crockford's base 32: no I, L, O or U, so that a code can be read out and typed. */
const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const group = 4;
/** Five bits each: 140 and 80. */
const lengths: Readonly<Record<CodeKind, number>> = { 'enrolment-code': 28, 'sign-in-code': 16 };

/** A new code in groups of four: `7Q2M-…`. */
export function newCode(kind: CodeKind): string {
  const plain = Array.from(randomBytes(lengths[kind]), (byte) => symbols[byte & 31] ?? '').join('');
  return plain.match(new RegExp(`.{${group}}`, 'g'))?.join('-') ?? plain;
}

/** The symbols of a code as they are hashed, however it was typed; null for what cannot be one. */
export function symbolsOf(kind: CodeKind, typed: string): string | null {
  if (typed.length > 4 * lengths[kind]) return null;
  const plain = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return plain.length === lengths[kind] && /^[0-9A-HJKMNP-TV-Z]+$/.test(plain) ? plain : null;
}
