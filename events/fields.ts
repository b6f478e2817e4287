import { z } from 'zod';

/**
 * What a field of an event may be. Every string in an event is an id, a time, an enum, `open` with the reason
 * why it may be public for ever, or `confidential`, and then only its salted digest stands in the event
 * (DESIGN §5.3). `test/events/marks.test.ts` fails on any other.
 */
export const audiences = ['public', 'participants', 'panel', 'auditors', 'custodian'] as const;
export const Audience = z.enum(audiences);
/** Who may open a sealed field. `custodian` is the ledger itself: what it keeps so, no person reads and no export holds. */
export type Audience = z.infer<typeof Audience>;

/** The audiences that people belong to: what an act may be narrowed to, a field be given to, an export be made for. */
export const Visibility = Audience.exclude(['custodian']);
export type Visibility = z.infer<typeof Visibility>;
export const visibilities = Visibility.options;

/** Rank by increasing secrecy: an audience may also open whatever a lower rank may. */
export const secrecy = (audience: Audience): number => audiences.indexOf(audience);

export const narrower = <A extends Audience>(a: A, b: A): A => (secrecy(a) >= secrecy(b) ? a : b);

export type Mark =
  | { readonly kind: 'id' }
  | { readonly kind: 'time' }
  | { readonly kind: 'open'; readonly reason: string }
  | {
      readonly kind: 'confidential';
      readonly audience: Audience;
      /** `each`: a record whose every entry is a disclosure of its own, named `<field>.<key>`. */
      readonly each: boolean;
      /** A rule field is opened in the log with the outcome, and is the only kind that `decide` may read. */
      readonly rule: boolean;
      /** False where a native event always carries it; imported history may lack any. */
      readonly optional: boolean;
      readonly schema: z.ZodType;
    }
  /** Submission fields: `fields.<name>.<audience>._sd`, a digest each, so that the log shows which changed. */
  | { readonly kind: 'submission-fields' };

const marks = new WeakMap<z.ZodType, Mark>();

export const markOf = (schema: z.ZodType): Mark | undefined => marks.get(schema);
export const isConfidential = (mark: Mark | undefined): mark is Extract<Mark, { kind: 'confidential' }> =>
  mark?.kind === 'confidential';

const marked = <S extends z.ZodType>(schema: S, mark: Mark): S => {
  marks.set(schema, mark);
  return schema;
};

export const id = <S extends z.ZodType>(schema: S): S => marked(schema, { kind: 'id' });
export const time = <S extends z.ZodType>(schema: S): S => marked(schema, { kind: 'time' });

/** A string that stands in the event as it is, for ever and for everyone; `reason` is printed in docs/events.md. */
export const open = <S extends z.ZodType>(schema: S, reason: string): S =>
  marked(schema.clone(), { kind: 'open', reason });

interface Options {
  readonly optional?: true;
}

const seal = <S extends z.ZodType>(
  schema: S,
  mark: Omit<Extract<Mark, { kind: 'confidential' }>, 'kind'>,
): z.ZodExactOptional<S> => marked(schema.exactOptional(), { kind: 'confidential', ...mark });

/**
 * A field that is kept out of the event: the event holds its digest under `data.<audience>._sd`, the vault the text.
 * Absent in a folded event means sealed, erased, or never given.
 */
export const confidential = <S extends z.ZodType>(
  schema: S,
  audience: Audience,
  options: Options = {},
): z.ZodExactOptional<S> =>
  seal(schema, { audience, schema, each: false, rule: false, optional: options.optional === true });

/** A record of at most `limit` entries. */
export const atMost = <K extends z.core.$ZodRecordKey, S extends z.core.$ZodType>(
  limit: number,
  record: z.ZodRecord<K, S>,
): z.ZodRecord<K, S> =>
  record.refine((entries) => Object.keys(entries).length <= limit, `at most ${limit} entries`);

/** A record of confidential values, at most `limit`, each sealed (and erasable) by itself under `<field>.<key>`. */
export const confidentialEach = <K extends z.core.$ZodRecordKey, S extends z.ZodType>(
  key: K,
  schema: S,
  audience: Audience,
  limit: number,
): z.ZodExactOptional<z.ZodRecord<K, S>> =>
  seal(atMost(limit, z.record(key, schema)), { audience, schema, each: true, rule: false, optional: true });

/** A confidential field that a rule reads: one disclosure per act, opened in the log with the decision. */
export const ruleField = <S extends z.ZodType>(schema: S, audience: Audience): z.ZodExactOptional<S> =>
  seal(schema, { audience, schema, each: false, rule: true, optional: false });

export const markSubmissionFields = <S extends z.ZodType>(schema: S): S =>
  marked(schema, { kind: 'submission-fields' });
