import type { RecordedEvent } from './decode.ts';
import { decodeDisclosure, digestOf } from './disclosure.ts';
import { LedgerError } from './errors.ts';
import { type Audience, audiences, type Mark } from './fields.ts';
import { schemaOf } from './schemas.ts';
import { audienceOf, invalid } from './seal.ts';

/** Every digest that stands in an event, with the audience that may open it. */
export function digestsOf(event: RecordedEvent): { readonly digest: string; readonly audience: Audience }[] {
  const own = audiences.flatMap((audience) =>
    (event.sealed[audience] ?? []).map((digest) => ({ digest, audience })),
  );
  if (!('fields' in event.data)) return own;
  const fields = Object.values(event.data.fields);
  return [
    ...own,
    ...fields.flatMap(({ audience, digest }) => (digest === undefined ? [] : [{ digest, audience }])),
  ];
}

/**
 * The event with the sealed fields that `disclosures` (digest → RFC 9901 disclosure) opens put in their places.
 * With `rulesOnly`, rule fields and nothing else: what `decide` may see.
 * @throws LedgerError `disclosure-mismatch` when a disclosure does not fit its digest, the event or its schema
 */
export function reveal(
  event: RecordedEvent,
  disclosures: ReadonlyMap<string, string>,
  options: { readonly rulesOnly?: boolean } = {},
): RecordedEvent {
  const schema = schemaOf(event.type);
  const values: { [name: string]: unknown } = {};
  const names = new Set<string>();
  let opened = 0;
  for (const { digest, audience } of digestsOf(event)) {
    const disclosure = disclosures.get(digest);
    if (disclosure === undefined) continue;
    const { name, value } = decodeDisclosure(disclosure);
    const dot = name.indexOf('.');
    const field = dot < 0 ? name : name.slice(0, dot);
    const key = dot < 0 ? null : name.slice(dot + 1);
    const mark = schema.fields.get(field)?.mark;
    const fits =
      digestOf(disclosure) === digest &&
      !names.has(name) &&
      mark !== undefined &&
      isPlace(event, mark, key, { digest, audience });
    if (!fits) {
      throw new LedgerError('disclosure-mismatch', `a disclosure does not fit its place in ${event.type}`, {
        digest,
      });
    }
    names.add(name);
    if (options.rulesOnly === true && !(mark.kind === 'confidential' && mark.rule)) continue;
    opened += 1;
    if (key === null) values[field] = value;
    else if (mark.kind === 'submission-fields')
      values[field] = { ...nested(values[field] ?? fieldsOf(event)), [key]: { audience, digest, value } };
    else values[field] = { ...nested(values[field]), [key]: value };
  }
  if (opened === 0) return event;
  const parsed = schema.event.safeParse({ type: event.type, data: { ...event.data, ...values } });
  if (!parsed.success) throw invalid(event.type, parsed.error.issues[0]);
  return { ...event, ...parsed.data };
}

/** True where a disclosure of this name may stand: neither another field's place nor another audience's. */
function isPlace(
  event: RecordedEvent,
  mark: Mark,
  key: string | null,
  { digest, audience }: { readonly digest: string; readonly audience: Audience },
): boolean {
  if (mark.kind === 'submission-fields') {
    const field = key === null || !('fields' in event.data) ? undefined : event.data.fields[key];
    return field?.digest === digest && field.audience === audience;
  }
  if (mark.kind !== 'confidential' || mark.each !== (key !== null)) return false;
  return audience === audienceOf(event, mark.audience);
}

const fieldsOf = (event: RecordedEvent): unknown => ('fields' in event.data ? event.data.fields : {});
const nested = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});
