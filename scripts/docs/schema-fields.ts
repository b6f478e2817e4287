import { z } from 'zod';
import { type Mark, markOf } from '../../events/fields.ts';

/** One place in a schema where a value stands, and what accounts for it (DESIGN §5.3). */
export interface SchemaField {
  /** `conditions[].owner`; `labels{key}` is a record's key, `labels.*` its value. */
  readonly path: string;
  readonly optional: boolean;
  readonly kind: Mark | Unmarked;
}
type Unmarked =
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'number' | 'boolean' }
  /** Nothing says why it may stand in an event. */
  | { readonly kind: 'unaccounted'; readonly type: string };

const Shape = z.record(
  z.string(),
  z.custom<z.core.$ZodType>((schema) => schema instanceof z.core.$ZodType),
);

/** Every place inside a schema, through objects, lists, records with their keys, unions and optional members. */
export function schemaFields(schema: z.core.$ZodType, path = '', optional = false): readonly SchemaField[] {
  const leaf = (kind: SchemaField['kind']): readonly SchemaField[] => [{ path, optional, kind }];
  const mark = schema instanceof z.ZodType ? markOf(schema) : undefined;
  if (mark !== undefined) return leaf(mark);
  if (schema instanceof z.ZodExactOptional || schema instanceof z.ZodOptional)
    return schemaFields(schema.unwrap(), path, true);
  if (schema instanceof z.ZodNullable) return schemaFields(schema.unwrap(), path, optional);
  if (schema instanceof z.ZodEnum) return leaf({ kind: 'values', values: schema.options.map(String) });
  if (schema instanceof z.ZodLiteral) return leaf({ kind: 'values', values: [...schema.values].map(String) });
  if (schema instanceof z.ZodNumber) return leaf({ kind: 'number' });
  if (schema instanceof z.ZodBoolean) return leaf({ kind: 'boolean' });
  if (schema instanceof z.ZodArray) return schemaFields(schema.element, `${path}[]`, optional);
  if (schema instanceof z.ZodUnion)
    return schema.options.flatMap((each) => schemaFields(each, path, optional));
  if (schema instanceof z.ZodRecord)
    return [...schemaFields(schema.keyType, `${path}{key}`), ...schemaFields(schema.valueType, `${path}.*`)];
  if (schema instanceof z.ZodObject)
    return Object.entries(Shape.parse(schema.shape)).flatMap(([name, member]) =>
      schemaFields(member, path === '' ? name : `${path}.${name}`, optional),
    );
  return leaf({ kind: 'unaccounted', type: schema._zod.def.type });
}
