import { type ComponentChildren, h } from 'preact';
import type { ApiDocument } from '../openapi/api-document.ts';
import { capital, operationSection, type Placed } from './operation-section.ts';
import type { Page } from './page.ts';
import { inline, paragraphs } from './prose.ts';
import { schemaTable } from './schema-table.ts';

/** /reference: the document as people read it. */
export function referencePage(document: ApiDocument): Page {
  const { info, tags, components } = document;
  const placed = operationsOf(document);
  const areas = tags.map(({ name, description }) => ({
    name,
    description,
    operations: placed.filter(({ operation }) => operation.tags.includes(name)),
  }));
  const schemas = Object.entries(components.schemas);
  return {
    title: 'govledger: the API',
    contents: contents(areas, Object.keys(components.schemas)),
    text: [
      h('h1', null, 'The API'),
      h('p', null, info.summary),
      paragraphs(info.description),
      areas.map((area) => areaSection(document, area)),
      h(
        'section',
        { 'aria-labelledby': 'schemas' },
        h('h2', { id: 'schemas' }, h('a', { class: 'self', href: '#schemas' }, 'Schemas')),
        schemas.map(([name, schema]) =>
          h(
            'article',
            { id: `schema-${name}`, 'aria-labelledby': `schema-${name}-name` },
            h('h3', { id: `schema-${name}-name` }, h('a', { class: 'self', href: `#schema-${name}` }, name)),
            schema.description === undefined ? null : h('p', null, inline(schema.description)),
            schemaTable(schema.properties === undefined ? 'It is' : 'Fields', schema),
          ),
        ),
      ),
    ],
  };
}

interface Area {
  readonly name: string;
  readonly description: string;
  readonly operations: readonly Placed[];
}

const operationsOf = ({ paths }: ApiDocument): readonly Placed[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

const areaSection = (document: ApiDocument, { name, description, operations }: Area): ComponentChildren =>
  h(
    'section',
    { 'aria-labelledby': `area-${name}` },
    h('h2', { id: `area-${name}` }, h('a', { class: 'self', href: `#area-${name}` }, capital(name))),
    h('p', null, description),
    operations.map((each) => operationSection(document, each)),
  );

const contents = (areas: readonly Area[], schemas: readonly string[]): ComponentChildren =>
  h(
    'nav',
    { 'aria-label': 'Contents' },
    h(
      'div',
      null,
      areas.map(({ name, operations }) =>
        group(
          capital(name),
          operations.map(({ operation }) => [operation.operationId, capital(operation.summary)]),
        ),
      ),
      group(
        'Schemas',
        schemas.map((name) => [`schema-${name}`, name]),
      ),
    ),
  );

const group = (name: string, links: readonly (readonly [id: string, says: string])[]): ComponentChildren =>
  h(
    'details',
    null,
    h('summary', null, name),
    h(
      'ul',
      null,
      links.map(([id, says]) => h('li', null, h('a', { href: `#${id}` }, says))),
    ),
  );
