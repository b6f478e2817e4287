import { z } from 'zod';

/** The longest name that a source may give to an act, a submission or a person. */
const KEY_LIMIT = 300;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const printable = /^[^\u0000-\u001f\u007f]+$/u;
export const SourceName = z
  .string()
  .min(1)
  .max(KEY_LIMIT)
  .regex(printable, 'a name without line ends or other control characters');

/** Acts that the same submission must have had before, by their names; what they made has an id of its own. */
export type Reference =
  | { readonly to: 'person' }
  /** The first event of an earlier act; any act where `acts` is null. */
  | { readonly to: 'event'; readonly acts: readonly string[] | null }
  | { readonly to: 'concern' | 'decision'; readonly acts: readonly string[] }
  /** A decision on another submission, which stands beside this field as `submission`. */
  | { readonly to: 'successor'; readonly acts: readonly string[] };

/** A method of a marked schema makes another one, without the mark: only wrap it. */
const marks = new WeakMap<z.ZodType, Reference>();

const reference = (to: Reference, description: string): z.ZodString => {
  const schema = SourceName.clone().describe(description);
  marks.set(schema, to);
  return schema;
};

export const person = (description = 'the key of a person, from a `person` act'): z.ZodString =>
  reference({ to: 'person' }, description);
export const entry = (...acts: readonly string[]): z.ZodString =>
  acts.length === 0
    ? reference({ to: 'event', acts: null }, 'the key of an earlier act on the submission')
    : reference({ to: 'event', acts }, `the key of an earlier ${acts.join(' or ')} on the submission`);

const raising = ['raise-concern', 'record-judgment'];
const deciding = ['issue-decision'];
export const concern = (): z.ZodString =>
  reference(
    { to: 'concern', acts: raising },
    `the key of the ${raising.join(' or ')} that raised the concern`,
  );
export const decision = (): z.ZodString =>
  reference({ to: 'decision', acts: deciding }, 'the key of the issue-decision');
export const successor = () =>
  z.strictObject({
    submission: SourceName.describe('the submission whose decision takes the place of this one'),
    decision: reference({ to: 'successor', acts: deciding }, 'the key of its issue-decision'),
  });

/** Where a schema's values hold references; null where they hold none. */
export type ReferenceMap =
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'items'; readonly of: ReferenceMap }
  | { readonly kind: 'members'; readonly of: ReadonlyMap<string, ReferenceMap> };

export function referencesOf(schema: unknown): ReferenceMap | null {
  if (schema instanceof z.ZodExactOptional) return referencesOf(schema.unwrap());
  if (schema instanceof z.ZodArray) {
    const of = referencesOf(schema.element);
    return of === null ? null : { kind: 'items', of };
  }
  if (schema instanceof z.ZodObject) {
    const members = new Map<string, ReferenceMap>();
    for (const [name, member] of Object.entries(schema.shape)) {
      const of = referencesOf(member);
      if (of !== null) members.set(name, of);
    }
    return members.size === 0 ? null : { kind: 'members', of: members };
  }
  const mark = schema instanceof z.ZodType ? marks.get(schema) : undefined;
  return mark === undefined ? null : { kind: 'reference', reference: mark };
}

/** One reference as it stands in an act: the key that it names and the field where it stands. */
export interface Referring {
  readonly reference: Reference;
  readonly key: string;
  readonly field: string;
  /** The object in which it stands. */
  readonly beside: unknown;
}

/** The value with each of its references replaced by what `resolve` gives for it. */
export function mapReferences(
  map: ReferenceMap | null,
  value: unknown,
  resolve: (referring: Referring) => string,
  field = '',
  beside: unknown = undefined,
): unknown {
  if (map === null || value === undefined) return value;
  switch (map.kind) {
    case 'reference':
      return typeof value === 'string'
        ? resolve({ reference: map.reference, key: value, field, beside })
        : value;
    case 'items':
      return Array.isArray(value)
        ? value.map((item, index) => mapReferences(map.of, item, resolve, `${field}.${index}`, value))
        : value;
    case 'members': {
      if (typeof value !== 'object' || value === null) return value;
      const replaced: [string, unknown][] = Object.entries(value).map(([name, member]) => [
        name,
        mapReferences(
          map.of.get(name) ?? null,
          member,
          resolve,
          field === '' ? name : `${field}.${name}`,
          value,
        ),
      ]);
      return Object.fromEntries(replaced);
    }
    default:
      return map satisfies never;
  }
}
