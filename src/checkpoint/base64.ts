/**
 * The bytes of standard base64 with padding; null for any other spelling of them, so that no two texts are one signature.
 *
 * ```js
 * hex(base64Bytes('AQ==')) // 01
 * base64Bytes('AR==') // null
 * ```
 */
export function base64Bytes(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

/**
 * A decimal without sign or leading zeros, up to 2^53 − 1: what sizes and indexes are spelled as. Null for anything else.
 *
 * ```js
 * decimal('9007199254740991') // 9007199254740991
 * decimal('9007199254740992') // null
 * ```
 */
export function decimal(text: string): number | null {
  if (!/^(0|[1-9]\d{0,15})$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}
