import type { Json } from './canonical.ts';
import type { LedgerEvent } from './catalogue.ts';
import { digestOf, encodeDisclosure } from './disclosure.ts';
import { LedgerError } from './errors.ts';
import { type Audience, audiences, narrower } from './fields.ts';
import { toJson } from './json.ts';
import { schemaOf } from './schemas.ts';
import { SubmissionFields } from './submission-fields.ts';

/** One field that was kept out of an event: what opens it, for whom, and the digest that stands in the event. */
export interface SealedField {
  readonly name: string;
  readonly audience: Audience;
  readonly digest: string;
  /** base64url of the canonical JSON `[salt, name, value]` (RFC 9901). */
  readonly disclosure: string;
}

export interface Sealed {
  /** `data` as it is recorded: open fields, and the digests of the others per audience. */
  readonly data: { readonly [name: string]: Json };
  readonly disclosures: readonly SealedField[];
}

/**
 * Seals the confidential fields of an event. `saltFor(name)` gives 128 random bits per field, the same ones again for the
 * same field of the same command, so that a retry seals the same bytes.
 * @throws LedgerError `invalid-event` when the event does not fit its schema, or, unless `imported`, lacks a required field
 */
export function seal(event: LedgerEvent, saltFor: (name: string) => string, imported = false): Sealed {
  const schema = schemaOf(event.type);
  const parsed = schema.event.safeParse(event);
  if (!parsed.success) throw invalid(event.type, parsed.error.issues[0]);
  const given: ReadonlyMap<string, unknown> = new Map(Object.entries(parsed.data.data));
  const digests = new Map<Audience, string[]>();
  const disclosures: SealedField[] = [];
  const data: { [name: string]: Json } = {};

  const sealOne = (name: string, audience: Audience, value: unknown): string => {
    const disclosure = encodeDisclosure({ salt: saltFor(name), name, value: toJson(value) });
    const digest = digestOf(disclosure);
    disclosures.push({ name, audience, digest, disclosure });
    return digest;
  };

  for (const [name, { mark }] of schema.fields) {
    const value = given.get(name);
    if (mark?.kind === 'confidential') {
      if (value === undefined) {
        if (mark.optional || mark.each || imported) continue;
        throw new LedgerError('invalid-event', `${event.type}.${name} is required`, {
          type: event.type,
          field: name,
          rule: 'required',
        });
      }
      const audience = audienceOf(event, mark.audience);
      const values: readonly (readonly [string, unknown])[] =
        mark.each && typeof value === 'object' && value !== null
          ? Object.entries(value).map(([key, entry]) => [`${name}.${key}`, entry])
          : [[name, value]];
      for (const [entry, content] of values) {
        digests.set(audience, [...(digests.get(audience) ?? []), sealOne(entry, audience, content)]);
      }
    } else if (mark?.kind === 'submission-fields') {
      data[name] = sealFields(SubmissionFields.parse(value), (field, audience, content) =>
        sealOne(`${name}.${field}`, audience, content),
      );
    } else if (value !== undefined) {
      data[name] = toJson(value);
    }
  }
  for (const audience of audiences) {
    const list = digests.get(audience);
    if (list !== undefined) data[audience] = { _sd: list.sort() };
  }
  if (disclosures.length > 0 || Object.hasOwn(data, 'fields')) data['_sd_alg'] = 'sha-256';
  return { data, disclosures };
}

function sealFields(
  fields: SubmissionFields,
  sealOne: (field: string, audience: Audience, value: string) => string,
): Json {
  const entries = Object.entries(fields).map(([name, { audience, digest, value }]) => {
    if (digest !== undefined) return [name, { [audience]: { _sd: [digest] } }] as const;
    if (value === undefined) throw new TypeError(`field ${name} has neither a value nor a digest`);
    return [name, { [audience]: { _sd: [sealOne(name, audience, value)] } }] as const;
  });
  return Object.fromEntries(entries);
}

/** Who may open a field of this event: its own audience, or a narrower one that the act asked for by `visibility`. */
export const audienceOf = (event: LedgerEvent, own: Audience): Audience =>
  'visibility' in event.data ? narrower(own, event.data.visibility) : own;

export function invalid(
  type: string,
  issue: { path: readonly PropertyKey[]; message: string } | undefined,
  within: readonly string[] = [],
): LedgerError {
  const field = [...within, ...(issue?.path ?? [])].map(String).join('.');
  const rule = issue?.message ?? 'does not fit its schema';
  return new LedgerError('invalid-event', `${type}: ${field === '' ? 'the event' : field}: ${rule}`, {
    type,
    field,
    rule,
  });
}
