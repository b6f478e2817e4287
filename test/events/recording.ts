import { createHash } from 'node:crypto';
import { canonical } from '../../events/canonical.ts';
import type { LedgerEvent } from '../../events/catalogue.ts';
import type { Envelope } from '../../events/envelope.ts';
import { toJson } from '../../events/json.ts';
import { type Sealed, seal } from '../../events/seal.ts';

/** Salts that a test can say again: the first 128 bits of a hash of the field's name. */
export const saltFor = (name: string): string =>
  createHash('sha256').update(name).digest().subarray(0, 16).toString('base64url');

export interface Recording extends Sealed {
  /** As it stands in the store. */
  readonly text: string;
  /** What opens its fields, by digest. */
  readonly vault: ReadonlyMap<string, string>;
}

export function record(event: LedgerEvent, envelope: Envelope): Recording {
  const sealed = seal(event, saltFor, envelope.imported !== undefined);
  const text = canonical(toJson({ ...envelope, type: event.type, data: sealed.data }));
  const vault = new Map(sealed.disclosures.map(({ digest, disclosure }) => [digest, disclosure]));
  return { ...sealed, text, vault };
}
