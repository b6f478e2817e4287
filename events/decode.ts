import { z } from 'zod';
import { type Json, parseCanonical } from './canonical.ts';
import type { LedgerEvent } from './catalogue.ts';
import { type Envelope, envelopeShape } from './envelope.ts';
import { LedgerError } from './errors.ts';
import { type Audience, audiences, type Visibility, visibilities } from './fields.ts';
import { isJsonObject } from './json.ts';
import { type EventSchema, eventSchemas } from './schemas.ts';
import { audienceOf, invalid } from './seal.ts';
import { isOfKind } from './stream.ts';
import { RecordedFields, SealedDigests } from './submission-fields.ts';
import { upcast } from './upcast.ts';

/** A recorded event as read: envelope, type, open data, and the digests of what it keeps sealed. */
export type RecordedEvent = Envelope & LedgerEvent & { readonly sealed: SealedDigestsByAudience };
export type SealedDigestsByAudience = { readonly [A in Audience]?: readonly string[] };
export type Recorded<T extends LedgerEvent['type']> = Extract<RecordedEvent, { readonly type: T }>;

/** A recorded event's own members; `data` is parsed once its type and version are known. */
const Recording = z.strictObject({ ...envelopeShape, type: z.string(), data: z.unknown() });

/**
 * Stored bytes → checked canonical → upcast → parsed: the one reading path for commands, projections and exports.
 * Confidential fields are absent from `data`; `reveal` puts in those whose disclosures a reader holds.
 * @throws LedgerError `not-canonical`, `ledger-newer-than-software`, `invalid-event`
 */
export function decode(bytes: string | Uint8Array): RecordedEvent {
  const json = parseCanonical(bytes);
  const schema = schemaFor(json);
  const recording = Recording.safeParse(json);
  if (!recording.success) throw invalid(schema.type, recording.error.issues[0]);
  const { data } = recording.data;
  const { stream } = recording.data;
  if (!schema.streams.some((kind) => isOfKind(stream, kind))) {
    throw invalid(schema.type, { path: ['stream'], message: `does not belong in ${stream}` });
  }
  if (!isJsonObject(data)) throw invalid(schema.type, { path: ['data'], message: 'not an object' });
  const parts = split(schema, upcast(schema.type, recording.data.v, data));
  const parsed = schema.event.safeParse({ type: schema.type, data: parts.open });
  if (!parsed.success) throw invalid(schema.type, parsed.error.issues[0]);
  refuseHidden(schema, parsed.data, parts.sealed);
  // The parsed envelope is nobody else's: adding to it copies least, and every reader passes here.
  return Object.assign(recording.data, parsed.data, { sealed: parts.sealed });
}

/** What this software knows of the event; one of a later release must stop its reader, whatever else it holds. */
function schemaFor(json: Json): EventSchema {
  const { type, v } = isJsonObject(json) ? json : {};
  if (typeof type !== 'string') throw invalid('event', { path: ['type'], message: 'not a string' });
  const schema = eventSchemas.get(type);
  const version = typeof v === 'number' ? v : 0;
  if (schema !== undefined && version <= schema.v) return schema;
  throw new LedgerError(
    'ledger-newer-than-software',
    `this software does not know ${type} version ${version}`,
    { type, v: version },
  );
}

interface Parts {
  readonly open: { readonly [name: string]: unknown };
  readonly sealed: SealedDigestsByAudience;
}

/** Parts recorded data into what is open and the digests per audience; a confidential value in the open is refused. */
function split(schema: EventSchema, data: { readonly [name: string]: Json }): Parts {
  const { type } = schema;
  const open: { [name: string]: unknown } = {};
  const sealed: { [A in Audience]?: readonly string[] } = {};
  let anyDigest = false;
  for (const name of Object.keys(data)) {
    const value = data[name];
    const mark = schema.fields.get(name)?.mark;
    const audience = mark === undefined ? audiences.find((candidate) => candidate === name) : undefined;
    if (audience !== undefined) {
      const digests = SealedDigests.safeParse(value);
      if (!digests.success) throw invalid(type, digests.error.issues[0], ['data', name]);
      sealed[audience] = digests.data._sd;
      anyDigest = true;
    } else if (mark?.kind === 'confidential') {
      throw invalid(type, { path: ['data', name], message: 'a confidential field stands in the open' });
    } else if (mark?.kind === 'submission-fields') {
      const fields = RecordedFields.safeParse(value);
      if (!fields.success) throw invalid(type, fields.error.issues[0], ['data', name]);
      open[name] = foldFields(fields.data);
      anyDigest = true;
    } else if (name === '__proto__') {
      // Assigned, it would vanish from the strict schema's sight.
      throw invalid(type, { path: ['data', name], message: 'no such field' });
    } else if (name !== '_sd_alg') {
      open[name] = value;
    }
  }
  refuseTwice(type, sealed, open);
  if (data['_sd_alg'] !== (anyDigest ? 'sha-256' : undefined)) {
    throw invalid(type, {
      path: ['data', '_sd_alg'],
      message: 'stands exactly where digests stand, and says sha-256',
    });
  }
  return { open, sealed };
}

/** RFC 9901 §7.1: no digest stands twice. */
function refuseTwice(
  type: string,
  sealed: SealedDigestsByAudience,
  { fields }: { readonly [name: string]: unknown },
): void {
  const seen = new Set<unknown>();
  const digests = Object.values(sealed).flat();
  const ofFields = isJsonObject(fields) ? Object.values(fields).map(digestIn) : [];
  for (const digest of [...digests, ...ofFields]) {
    if (seen.has(digest)) throw invalid(type, { path: ['data'], message: 'a digest stands in two places' });
    seen.add(digest);
  }
}

const digestIn = (field: Json): Json => (isJsonObject(field) ? (field['digest'] ?? null) : null);

/** Digests stand only for audiences that a confidential field of the event has: elsewhere anything could be hidden in them. */
function refuseHidden(schema: EventSchema, event: LedgerEvent, sealed: SealedDigestsByAudience): void {
  const own = [...schema.fields.values()].flatMap(({ mark }) =>
    mark?.kind === 'confidential' ? [audienceOf(event, mark.audience)] : [],
  );
  const hidden = audiences.find((audience) => sealed[audience] !== undefined && !own.includes(audience));
  if (hidden === undefined) return;
  throw invalid(event.type, { path: ['data', hidden], message: 'no field of the event is sealed for it' });
}

function foldFields(recorded: RecordedFields): {
  [name: string]: { audience: Visibility; digest: string };
} {
  const fields: { [name: string]: { audience: Visibility; digest: string } } = {};
  for (const [name, field] of Object.entries(recorded)) {
    for (const audience of visibilities) {
      const digest = field[audience]?._sd[0];
      if (digest !== undefined) fields[name] = { audience, digest };
    }
  }
  return fields;
}
