import { type ComponentChildren, h } from 'preact';
import type { ApiDocument, ApiResponse, Operation } from '../openapi/api-document.ts';
import { referred } from '../openapi/json-schema.ts';
import { curlOf } from './curl.ts';
import { parametersOf, responsesOf } from './parameters.ts';
import { inline, paragraphs } from './prose.ts';
import { fieldTable, schemaTable } from './schema-table.ts';
import { kindOf } from './schema-words.ts';

export interface Placed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** One operation: who may, what goes in, what comes out, how it is refused, and a call of it. */
export function operationSection(document: ApiDocument, placed: Placed): ComponentChildren {
  const { method, path, operation } = placed;
  const { operationId, summary, description } = operation;
  return h(
    'article',
    { id: operationId, 'aria-labelledby': `${operationId}-name` },
    h(
      'h3',
      { id: `${operationId}-name` },
      h('a', { class: 'self', href: `#${operationId}` }, capital(summary)),
    ),
    h(
      'p',
      { class: 'address' },
      h('span', { class: `method ${method}` }, method.toUpperCase()),
      h('code', null, path),
    ),
    paragraphs(description),
    parameters(document, operation),
    body(document, operation),
    answers(document, operation),
    h('h4', null, 'A call of it'),
    h(
      'pre',
      { tabIndex: 0, role: 'region', 'aria-label': `${operationId} by curl` },
      h('code', null, curlOf(document, method, path, operation)),
    ),
  );
}

export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

function parameters(document: ApiDocument, operation: Operation): ComponentChildren {
  const rows = parametersOf(document, operation).map(
    ({ name, in: place, required, description = '', schema }) => ({
      name,
      required,
      schema: { ...schema, description: [places[place], description].join(' ').trim() },
    }),
  );
  return rows.length === 0 ? null : fieldTable('Parameters', rows);
}
const places = { path: 'In the path.', query: 'In the query.', header: 'A header.' } as const;

function body({ components }: ApiDocument, { requestBody }: Operation): ComponentChildren {
  if (requestBody === undefined) return null;
  const [[type, { schema }] = ['', { schema: {} }]] = Object.entries(requestBody.content);
  if (type !== 'application/json')
    return h('p', null, 'Body: bytes as they are; ', h('code', null, 'Content-Type'), ' says of which type.');
  const name = referred(schema);
  return schemaTable('Body', name === null ? schema : (components.schemas[name] ?? {}));
}

function answers(document: ApiDocument, operation: Operation): readonly ComponentChildren[] {
  const all = responsesOf(document, operation);
  const refused = all.filter(([, { content }]) => content?.['application/problem+json'] !== undefined);
  const given = all.filter((each) => !refused.includes(each));
  return [
    h('h4', null, 'Answers'),
    h('ul', { class: 'codes' }, given.map(answer)),
    h('h4', null, 'Refusals'),
    h('ul', { class: 'codes' }, refused.map(refusal)),
  ];
}

const answer = ([status, { description, content = {} }]: readonly [string, ApiResponse]): ComponentChildren =>
  h(
    'li',
    null,
    h('span', { class: 'status' }, status),
    ' ',
    inline(description),
    Object.entries(content).map(([type, { schema }]) => [
      ' ',
      h('code', null, type),
      Object.keys(schema).length === 0 || schema.type === 'string' ? '' : [': ', kindOf(schema)],
      '.',
    ]),
  );

const refusal = ([status, { description }]: readonly [string, ApiResponse]): ComponentChildren =>
  h('li', null, h('span', { class: 'status' }, status), ' ', inline(description.replace(/^Refused: /, '')));
