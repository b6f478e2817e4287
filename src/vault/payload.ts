import { z } from 'zod';
import { audiences } from '../../events/fields.ts';
import type { Disclosure } from './vault.ts';

/** What is sealed under a disclosure's data key: its text, and what it is filed under, so that a row says neither. */
const Payload = z.tuple([
  z.enum(audiences),
  z.string(),
  z.string(),
  z.string(),
  z.array(z.string()),
  z.string().nullable(),
  z.string(),
]);

export function encodePayload({
  audience,
  stream,
  name,
  author,
  about,
  blob,
  disclosure,
}: Disclosure): Buffer {
  return Buffer.from(JSON.stringify([audience, stream, name, author, about, blob ?? null, disclosure]));
}

/** @throws Error when the bytes are no payload */
export function decodePayload(digest: string, bytes: Buffer): Disclosure {
  const parsed: unknown = JSON.parse(bytes.toString());
  const [audience, stream, name, author, about, blob, disclosure] = Payload.parse(parsed);
  const filed = { digest, disclosure, audience, stream, name, author, about };
  return blob === null ? filed : { ...filed, blob };
}

const digestText = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;
const uuidText = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The 32 bytes of a digest; undefined for what is none, or not spelled in the one canonical way. */
export const digestBytes = (digest: string): Buffer | undefined =>
  digestText.test(digest) ? Buffer.from(digest, 'base64url') : undefined;

/** The 16 bytes of a blob's id; undefined for what is none. */
export const blobName = (id: string): Buffer | undefined =>
  uuidText.test(id) ? Buffer.from(id.replaceAll('-', ''), 'hex') : undefined;
