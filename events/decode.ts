import { type Json, parseCanonical } from './canonical.ts';
import { LedgerEvent } from './catalogue.ts';
import { Envelope } from './envelope.ts';
import { LedgerError } from './errors.ts';
import { type Audience, audiences } from './fields.ts';
import { isJsonObject } from './json.ts';
import { eventSchemas } from './schemas.ts';
import { invalid } from './seal.ts';
import { parseStream } from './stream.ts';
import { RecordedFields, SealedDigests } from './submission-fields.ts';
import { upcast } from './upcast.ts';

/** A recorded event as read: envelope, type, open data, and the digests of what it keeps sealed. */
export type RecordedEvent = Envelope & LedgerEvent & { readonly sealed: SealedDigestsByAudience };
export type SealedDigestsByAudience = { readonly [A in Audience]?: readonly string[] };
export type Recorded<T extends LedgerEvent['type']> = Extract<RecordedEvent, { readonly type: T }>;

/**
 * Stored bytes → checked canonical → upcast → parsed: the one reading path for commands, projections and exports.
 * Confidential fields are absent from `data`; `reveal` puts in those whose disclosures a reader holds.
 * @throws LedgerError `not-canonical`, `ledger-newer-than-software`, `invalid-event`
 */
export function decode(bytes: string | Uint8Array): RecordedEvent {
  const json = parseCanonical(bytes);
  if (!isJsonObject(json)) throw invalid('event', { path: [], message: 'not an object' });
  const { type, data, ...rest } = json;
  const schema = typeof type === 'string' ? eventSchemas.get(type) : undefined;
  const v = typeof rest['v'] === 'number' ? rest['v'] : 0;
  if (schema === undefined || v > schema.v) {
    throw new LedgerError(
      'ledger-newer-than-software',
      `this software does not know ${String(type)} version ${v}`,
      {
        type: String(type),
        v,
      },
    );
  }
  const envelope = Envelope.safeParse(rest);
  if (!envelope.success) throw invalid(schema.type, envelope.error.issues[0]);
  const address = parseStream(envelope.data.stream);
  if (address === null || !schema.streams.includes(address.kind)) {
    throw invalid(schema.type, {
      path: ['stream'],
      message: `${schema.type} does not belong in ${envelope.data.stream}`,
    });
  }
  if (!isJsonObject(data ?? null)) throw invalid(schema.type, { path: ['data'], message: 'not an object' });
  const parts = split(schema.type, upcast(schema.type, v, isJsonObject(data) ? data : {}));
  const parsed = LedgerEvent.safeParse({ type: schema.type, data: parts.open });
  if (!parsed.success) throw invalid(schema.type, parsed.error.issues[0]);
  return { ...envelope.data, ...parsed.data, sealed: parts.sealed };
}

/** Parts recorded data into what is open and the digests per audience; a confidential value in the open is refused. */
function split(type: LedgerEvent['type'], data: { readonly [name: string]: Json }) {
  const schema = eventSchemas.get(type);
  const open: { [name: string]: unknown } = {};
  const sealed: { [A in Audience]?: readonly string[] } = {};
  let anyDigest = false;
  for (const [name, value] of Object.entries(data)) {
    const audience = audiences.find((candidate) => candidate === name);
    const mark = schema?.fields.get(name)?.mark;
    if (audience !== undefined) {
      const digests = SealedDigests.safeParse(value);
      if (!digests.success) throw invalid(type, digests.error.issues[0]);
      sealed[audience] = digests.data._sd;
      anyDigest = true;
    } else if (mark?.kind === 'confidential') {
      throw invalid(type, { path: ['data', name], message: 'a confidential field stands in the open' });
    } else if (mark?.kind === 'submission-fields') {
      const fields = RecordedFields.safeParse(value);
      if (!fields.success) throw invalid(type, fields.error.issues[0]);
      open[name] = foldFields(fields.data);
      anyDigest = true;
    } else if (name !== '_sd_alg') {
      open[name] = value;
    }
  }
  if (data['_sd_alg'] !== (anyDigest ? 'sha-256' : undefined)) {
    throw invalid(type, {
      path: ['data', '_sd_alg'],
      message: 'stands exactly where digests stand, and says sha-256',
    });
  }
  return { open, sealed };
}

function foldFields(recorded: RecordedFields): { [name: string]: { audience: Audience; digest: string } } {
  const fields: { [name: string]: { audience: Audience; digest: string } } = {};
  for (const [name, field] of Object.entries(recorded)) {
    for (const audience of audiences) {
      const digest = field[audience]?._sd[0];
      if (digest !== undefined) fields[name] = { audience, digest };
    }
  }
  return fields;
}
