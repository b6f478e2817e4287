import type { z } from 'zod';
import type { Draw } from '../../bench/draw.ts';

export type Schema = z.core.JSONSchema.BaseSchema;

/** Ids, keys and texts that a request can be about, some of them of things that there are. */
export interface Pool {
  readonly ids: readonly string[];
  readonly keys: readonly string[];
}

const texts = [
  'a',
  'A plain sentence.',
  'Zürich – 東京 – 🜂',
  '<script>alert(1)</script>',
  "'; DROP TABLE event; --",
];
const times = ['2026-11-25T10:00:00.000Z', '2027-01-01T00:00:00.000Z', '2026-11-25', '2026-11', 'unknown'];

const others = [
  'a'.repeat(64),
  'b'.repeat(43),
  'application/pdf',
  'Europe/Zurich',
  'reasons',
  `${'A'.repeat(43)}=`,
  'ledger.example/governance+0a1b2c3d+AQIDBA==',
];

export const oneOf = <T>(list: readonly T[], draw: Draw): T => {
  const item = list[draw(list.length)];
  if (item === undefined) throw new RangeError('nothing to choose from');
  return item;
};

/** A value that mostly fits the schema: what a careful caller sends. */
export function valueFor(schema: Schema, pool: Pool, draw: Draw): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return oneOf(schema.enum, draw);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return valueFor(schemaOf(oneOf(choices, draw)), pool, draw);
  switch (schema.type) {
    case 'object':
      return objectFor(schema, pool, draw);
    case 'array':
      return listFor(schema, pool, draw);
    case 'string':
      return textFor(schema, pool, draw);
    case 'integer':
    case 'number':
      return (schema.minimum ?? 0) + draw(Math.min((schema.maximum ?? 9) - (schema.minimum ?? 0), 9) + 1);
    case 'boolean':
      return draw(2) === 0;
    default:
      return null;
  }
}

function objectFor(schema: Schema, pool: Pool, draw: Draw): object {
  const required = schema.required ?? [];
  const known = Object.entries(schema.properties ?? {}).filter(
    ([name]) => required.includes(name) || draw(2) === 0,
  );
  const value = Object.fromEntries(known.map(([name, each]) => [name, valueFor(schemaOf(each), pool, draw)]));
  const { additionalProperties: rest } = schema;
  if (typeof rest !== 'object') return value;
  for (let i = draw(4); i > 0; i -= 1) value[oneOf(pool.keys, draw)] = valueFor(schemaOf(rest), pool, draw);
  return value;
}

function listFor(schema: Schema, pool: Pool, draw: Draw): unknown[] {
  const items = Array.isArray(schema.items) ? schema.items[0] : schema.items;
  if (items === undefined) return [];
  const length = Math.max(schema.minItems ?? 0, draw(4));
  return Array.from({ length }, () => valueFor(schemaOf(items), pool, draw));
}

function textFor(schema: Schema, pool: Pool, draw: Draw): string {
  const candidates = [...texts, ...times, ...pool.ids, ...pool.keys, ...others];
  const { pattern } = schema;
  if (pattern === undefined) return oneOf(texts, draw);
  const fitting = candidates.filter((text) => new RegExp(pattern).test(text));
  return fitting.length === 0 ? oneOf(candidates, draw) : oneOf(fitting, draw);
}

export const schemaOf = (schema: z.core.JSONSchema._JSONSchema): Schema =>
  typeof schema === 'boolean' ? {} : schema;
