import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonical, type Json } from './canonical.ts';
import { LedgerError } from './errors.ts';
import { toJson } from './json.ts';

/** What one disclosure says: RFC 9901 §4.2.1, `[salt, name, value]`. */
export interface Disclosed {
  /** Ours are 128 random bits in base64url. */
  readonly salt: string;
  /** The field's name; an entry of a record has `<field>.<key>`. */
  readonly name: string;
  readonly value: Json;
}

/** The disclosure as it travels: base64url of the canonical JSON of `[salt, name, value]`. @throws LedgerError `not-canonical` */
export const encodeDisclosure = ({ salt, name, value }: Disclosed): string =>
  Buffer.from(canonical([salt, name, value])).toString('base64url');

/** Our own salts are 128 bits; another issuer's are whatever it chose. */
const Triple = z.tuple([z.string().min(1).max(200), z.string().min(1).max(200), z.unknown()]);

/**
 * Reads a disclosure that somebody else may have made. The digest is over the text as it is, so nothing hangs on how its
 * JSON is spelled (the RFC's own examples have spaces).
 * @throws LedgerError `disclosure-mismatch` for a text that is none
 */
export function decodeDisclosure(text: string): Disclosed {
  const [salt, name, value] = parse(text);
  return { salt, name, value: toJson(value) };
}

function parse(text: string): z.infer<typeof Triple> {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(text)));
    return Triple.parse(json);
  } catch {
    // The parser's own error quotes the text, which is sealed: it goes no further.
    throw new LedgerError('disclosure-mismatch', 'a disclosure is no base64url of [salt, name, value]', {
      digest: digestOf(text),
    });
  }
}

function bytesOf(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw new TypeError('not base64url');
  return bytes;
}

/** The digest that stands in the event, RFC 9901 §4.2.3: base64url of SHA-256 over the ASCII of the disclosure. */
export const digestOf = (disclosure: string): string =>
  createHash('sha256').update(disclosure, 'ascii').digest('base64url');
