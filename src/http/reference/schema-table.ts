import { type ComponentChildren, h } from 'preact';
import type { JsonSchema } from '../openapi/json-schema.ts';
import { inline } from './prose.ts';
import { kindOf } from './schema-words.ts';

export interface Row {
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

/** A table of fields or parameters; on a narrow screen each row stands by itself. */
export const fieldTable = (caption: string, rows: readonly Row[]): ComponentChildren =>
  h(
    'table',
    { role: 'table' },
    h('caption', null, caption),
    h('thead', { role: 'rowgroup' }, line(['Name', 'What it is'], true)),
    h('tbody', { role: 'rowgroup' }, rows.map(fieldLine)),
  );

const line = (cells: readonly ComponentChildren[], isHead: boolean): ComponentChildren =>
  h(
    'tr',
    { role: 'row' },
    cells.map((cell, index) => {
      if (isHead) return h('th', { role: 'columnheader', scope: 'col' }, cell);
      return index === 0
        ? h('th', { role: 'rowheader', scope: 'row' }, cell)
        : h('td', { role: 'cell' }, cell);
    }),
  );

const fieldLine = ({ name, required, schema }: Row): ComponentChildren =>
  line(
    [
      [h('code', null, name), required ? '' : h('span', { class: 'quiet' }, ' optional')],
      [
        kindOf(schema),
        schema.description === undefined ? null : h('span', { class: 'says' }, inline(schema.description)),
      ],
    ],
    false,
  );

/** The fields of an object and of what stands inside it: `seats[].holder`. What has a name is told under that. */
export function rowsOf(schema: JsonSchema, prefix = ''): readonly Row[] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const path = `${prefix}${name}`;
    return [{ name: path, required: required.has(name), schema: inner }, ...inside(path, inner)];
  });
}

function inside(path: string, schema: JsonSchema): readonly Row[] {
  if (schema.properties !== undefined) return rowsOf(schema, `${path}.`);
  if (schema.items !== undefined) return inside(`${path}[]`, schema.items);
  if (typeof schema.additionalProperties === 'object')
    return inside(`${path}.*`, schema.additionalProperties);
  return (schema.anyOf ?? schema.oneOf ?? []).flatMap((each) => inside(path, each));
}

/** A schema by its fields, or in words where it has none. */
export function schemaTable(caption: string, schema: JsonSchema): ComponentChildren {
  const rows = rowsOf(schema);
  return rows.length > 0 ? fieldTable(caption, rows) : h('p', null, `${caption}: `, kindOf(schema), '.');
}
