import { z } from 'zod';
import type { EventType } from './catalogue.ts';
import type { Audience } from './fields.ts';
import { schemaOf } from './schemas.ts';

/** How a correction says what it changes, and the widest audience that its text may have. */
export type Correctable =
  | { readonly by: 'occurred' }
  | { readonly by: 'reference' }
  | { readonly by: 'text'; readonly audience: Audience };

/** Sealed, but neither prose nor a name: who somebody is, keys of sources, files. */
const never: readonly string[] = ['links', 'secret', 'sourceKey', 'attachments'];

/**
 * What of an entry of this type a correction may change: prose, names, references and `occurred` (DESIGN §5.7). Null for
 * anything else: a rule field, or a submission's own field, changes by its own event and never under the rules' eyes.
 * `field` is a field's name with the parts inside it: `text`, `reasons.why`, `labels.seat-1`.
 */
export function correctable(type: EventType, field: string): Correctable | null {
  if (field === 'occurred') return { by: 'occurred' };
  const [name = '', ...parts] = field.split('.');
  if (name === 'reference' && parts.length === 0 && schemaOf(type).fields.has(name))
    return { by: 'reference' };
  const mark = schemaOf(type).fields.get(name)?.mark;
  if (mark?.kind !== 'confidential' || mark.rule || never.includes(name)) return null;
  const inside = mark.each ? z.record(z.string(), mark.schema) : mark.schema;
  return isText(inside, parts) ? { by: 'text', audience: mark.audience } : null;
}

/** True where the parts lead to a string; a record's key may itself have dots. */
function isText(schema: z.core.$ZodType, parts: readonly string[]): boolean {
  if (schema instanceof z.ZodString) return parts.length === 0;
  if (schema instanceof z.ZodExactOptional) return isText(schema.unwrap(), parts);
  const [part, ...rest] = parts;
  if (part === undefined) return false;
  if (schema instanceof z.ZodRecord) return isText(schema.valueType, []);
  const member =
    schema instanceof z.ZodObject
      ? z.record(z.string(), z.instanceof(z.ZodType)).parse(schema.shape)[part]
      : undefined;
  return member !== undefined && isText(member, rest);
}
