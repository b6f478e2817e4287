import fc from 'fast-check';
import { z } from 'zod';
import type { EventOf, EventType, LedgerEvent } from '../../events/catalogue.ts';
import { type Envelope, envelopeShape } from '../../events/envelope.ts';
import { markOf, visibilities } from '../../events/fields.ts';
import { Digest, Key, Uuid } from '../../events/ids.ts';
import { schemaOf } from '../../events/schemas.ts';
import type { StreamKind } from '../../events/stream.ts';
import { SubmissionField } from '../../events/submission-fields.ts';
import { instantFromMillis } from '../../events/time.ts';

export interface Wanted {
  /** `all`: every sealed field is given; `required`: those that a native event must have; `any` (the default): either. */
  readonly sealed?: 'all' | 'required' | 'any';
}

/** Any valid event of a type, derived from its schema, so that a new field is tried without anybody's thinking of it. */
export function eventOf<T extends EventType>(type: T, wanted: Wanted = {}): fc.Arbitrary<EventOf<T>> {
  const { event, fields } = schemaOf(type);
  const names = [...fields];
  const required = names.filter(([, { schema, mark }]) => {
    if (mark?.kind !== 'confidential') return !isOptional(schema);
    return wanted.sealed === 'all' || (wanted.sealed !== undefined && !mark.optional);
  });
  const always = names.filter(([, { mark }]) => mark?.kind === 'confidential' && !mark.optional);
  const data = fc.record(Object.fromEntries(names.map(([name, { schema }]) => [name, anyOf(schema)])), {
    requiredKeys: [...required, ...(wanted.sealed === undefined ? always : [])].map(([name]) => name),
  });
  return data.map((value) => {
    const parsed = event.parse({ type, data: value });
    if (!isOf(parsed, type)) throw new TypeError(`the schema of ${type} gives a ${parsed.type}`);
    return parsed;
  });
}

const isOf = <T extends EventType>(event: LedgerEvent, type: T): event is EventOf<T> => event.type === type;

/** Any valid envelope of an event of this type. */
export function envelopeOf(type: EventType): fc.Arbitrary<Envelope> {
  const { v, streams } = schemaOf(type);
  const stream = fc.oneof(...streams.map(streamOf));
  const members = Object.entries(envelopeShape).map(
    ([name, schema]) =>
      [name, name === 'v' ? fc.constant(v) : name === 'stream' ? stream : anyOf(schema)] as const,
  );
  const requiredKeys = Object.keys(envelopeShape).filter(
    (name) => name !== 'occurred' && name !== 'imported',
  );
  return fc
    .record(Object.fromEntries(members), { requiredKeys })
    .map((value) => z.strictObject(envelopeShape).parse(value));
}

const streamOf = (kind: StreamKind): fc.Arbitrary<string> => {
  if (kind === 'ledger' || kind === 'directory') return fc.constant(kind);
  return anyOf(kind === 'framework' ? Key : Uuid).map((id) => `${kind}-${id}`);
};

const isOptional = (schema: z.core.$ZodType): boolean =>
  schema instanceof z.ZodExactOptional || schema instanceof z.ZodOptional;

interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: RegExp;
}

const Checked = z.object({ checks: z.array(z.object({ _zod: z.object({ def: z.unknown() }) })).optional() });
const Check = z.union([
  z
    .object({ check: z.enum(['min_length', 'min_size']), minimum: z.number() })
    .transform(({ minimum }): Bounds => ({ minimum })),
  z
    .object({ check: z.enum(['max_length', 'max_size']), maximum: z.number() })
    .transform(({ maximum }): Bounds => ({ maximum })),
  z
    .object({ check: z.literal('length_equals'), length: z.number() })
    .transform(({ length }): Bounds => ({ minimum: length, maximum: length })),
  z
    .object({ check: z.literal('greater_than'), value: z.number(), inclusive: z.literal(true) })
    .transform(({ value }): Bounds => ({ minimum: value })),
  z
    .object({ check: z.literal('less_than'), value: z.number(), inclusive: z.literal(true) })
    .transform(({ value }): Bounds => ({ maximum: value })),
  z
    .object({ check: z.literal('string_format'), pattern: z.instanceof(RegExp) })
    .transform(({ pattern }): Bounds => ({ pattern })),
  z.object({ check: z.enum(['custom', 'number_format']) }).transform((): Bounds => ({})),
]);

/** The checks of a schema as numbers and a pattern; what a refinement asks for is met by trying again. */
const boundsOf = (schema: z.core.$ZodType): Bounds => {
  const { checks = [] } = Checked.parse(schema._zod.def);
  return Object.assign({}, ...checks.map(({ _zod }) => Check.parse(_zod.def)));
};

/** Lists and records stay this short, texts ten times as long: the limits are tested one by one. */
const FEW = 3;

/** Any value that a schema takes. A kind of schema that is not known here fails, so that no event goes untried. */
export function anyOf(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const arbitrary = make(schema).filter((value) => z.core.safeParse(schema, value).success);
  made.set(schema, arbitrary);
  return arbitrary;
}
const made = new WeakMap<z.core.$ZodType, fc.Arbitrary<unknown>>();

function make(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodType && markOf(schema)?.kind === 'submission-fields') return fields;
  if (schema instanceof z.ZodExactOptional || schema instanceof z.ZodOptional) return anyOf(schema.unwrap());
  if (schema instanceof z.ZodNullable) return fc.option(anyOf(schema.unwrap()));
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(anyOf));
  const { minimum, maximum, pattern } = boundsOf(schema);
  if (schema instanceof z.ZodNumber) {
    return fc.integer({ min: minimum ?? Number.MIN_SAFE_INTEGER, max: maximum ?? Number.MAX_SAFE_INTEGER });
  }
  if (schema instanceof z.ZodString) {
    if (pattern === undefined) {
      return fc.string({
        unit: 'grapheme',
        minLength: minimum ?? 0,
        maxLength: Math.min(maximum ?? 200, FEW * 10),
      });
    }
    return markOf(schema)?.kind === 'time'
      ? timeOf(pattern)
      : fc.stringMatching(pattern).filter(isWellFormed);
  }
  const count = { minLength: minimum ?? 0, maxLength: Math.min(maximum ?? FEW, Math.max(FEW, minimum ?? 0)) };
  if (schema instanceof z.ZodArray) return fc.array(anyOf(schema.element), count);
  if (schema instanceof z.ZodRecord) {
    return fc.dictionary(keyOf(schema.keyType), anyOf(schema.valueType), {
      maxKeys: FEW,
      noNullPrototype: true,
    });
  }
  if (schema instanceof z.ZodObject) {
    const members = Object.entries(Shape.parse(schema.shape));
    return fc.record(Object.fromEntries(members.map(([name, member]) => [name, anyOf(member)])), {
      requiredKeys: members.filter(([, member]) => !isOptional(member)).map(([name]) => name),
    });
  }
  throw new TypeError(`no arbitrary for ${schema._zod.def.type}`);
}

const Shape = z.record(z.string(), z.instanceof(z.ZodType));
const keyOf = (schema: z.core.$ZodType): fc.Arbitrary<string> => anyOf(schema).map(String);

const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

/** Digits at random seldom make a date, so a real one is cut to what the pattern takes: an instant, a day, a month. */
function timeOf(pattern: RegExp): fc.Arbitrary<string> {
  const cuts = [24, 10, 7].filter((length) => pattern.test('2026-03-03T17:00:00.000Z'.slice(0, length)));
  const span = { min: Date.UTC(1900, 0), max: Date.UTC(2100, 0) };
  return fc
    .tuple(fc.integer(span), fc.constantFrom(...cuts))
    .map(([millis, length]) => instantFromMillis(millis).slice(0, length));
}

/** Values that are to be sealed, and digests repeated from an earlier version. */
const fields = fc.dictionary(
  keyOf(Key),
  fc
    .record(
      {
        audience: fc.constantFrom(...visibilities),
        digest: anyOf(Digest),
        value: fc.string({ unit: 'grapheme', maxLength: FEW * 10 }),
      },
      { requiredKeys: ['audience'] },
    )
    .filter(({ digest, value }) => (digest === undefined) !== (value === undefined))
    .map((field) => SubmissionField.parse(field)),
  { maxKeys: FEW, noNullPrototype: true },
);
