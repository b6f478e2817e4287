import { z } from 'zod';
import { catalogue } from '../../events/catalogue.ts';
import { Envelope } from '../../events/envelope.ts';
import { type EventSchema, schemaOf } from '../../events/schemas.ts';
import { streamKinds } from '../../events/stream.ts';
import { type SchemaField, schemaFields } from './schema-fields.ts';

/** docs/events.md: every event of every stream with its fields, and the list of what stands in the open. */
export function eventsPage(): string {
  const streams = streamKinds.flatMap((kind) => [
    `## Stream \`${kind}\``,
    '',
    ...catalogue[kind].flatMap((event) => eventSection(schemaOf(event.shape.type.value))),
  ]);
  return [
    introduction,
    '## Envelope',
    '',
    ...table(schemaFields(Envelope)),
    ...streams,
    ...openFields(),
  ].join('\n');
}

function eventSection(schema: EventSchema): string[] {
  const fields = fieldsOf(schema);
  const where = schema.streams.length > 1 ? ` Streams: ${schema.streams.join(', ')}.` : '';
  return [
    `### ${schema.type}`,
    '',
    `${schema.description} Version ${schema.v}.${where}`,
    '',
    ...(fields.length === 0 ? ['No fields.', ''] : table(fields)),
  ];
}

/** The fields of an event's data, in the order of its schema. */
export const fieldsOf = (schema: EventSchema): readonly SchemaField[] =>
  [...schema.fields].flatMap(([name, field]) => schemaFields(field.schema, name));

const table = (fields: readonly SchemaField[]): string[] => [
  '| field | kind |',
  '| --- | --- |',
  ...fields.map((field) => `| \`${field.path}\` | ${kindInWords(field)} |`),
  '',
];

function kindInWords({ kind, optional }: SchemaField): string {
  const may = optional ? 'optional ' : '';
  switch (kind.kind) {
    case 'id':
    case 'time':
    case 'number':
    case 'boolean':
      return `${may}${kind.kind}`;
    case 'values':
      return `${may}${kind.values.map((value) => `\`${value}\``).join(' ')}`;
    case 'open':
      return `${may}open: ${kind.reason}`;
    case 'submission-fields':
      return 'each field sealed by itself, for the audience that the framework gives it or a narrower one';
    case 'confidential':
      return confidentialInWords(kind);
    case 'unaccounted':
      throw new TypeError(`a ${kind.type} that nothing accounts for`);
    default:
      return kind satisfies never;
  }
}

function confidentialInWords(mark: Extract<SchemaField['kind'], { kind: 'confidential' }>): string {
  const parts = insideOf(mark.schema);
  return [
    `sealed: ${mark.audience}`,
    ...(mark.rule ? ['rule field'] : []),
    ...(mark.each ? ['each entry by itself'] : []),
    ...(mark.optional && !mark.each ? ['optional'] : []),
    ...(parts.length === 0 ? [] : [`holds ${parts.join(', ')}`]),
  ].join('; ');
}

const insideOf = (schema: z.ZodType): string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape).map((name) => `\`${name}\``) : [];

/** What stays in the open for ever, by the reason why it may. */
function openFields(): string[] {
  const all = streamKinds
    .flatMap((kind) => catalogue[kind].map((event) => schemaOf(event.shape.type.value)))
    .flatMap((schema) =>
      fieldsOf(schema).map((field) => ({ ...field, place: `${schema.type}.${field.path}` })),
    );
  const rows = all.flatMap(({ place, kind }) =>
    kind.kind === 'open' ? [`| \`${place}\` | ${kind.reason} |`] : [],
  );
  return ['## What stands in the open as text', '', '| field | why it may |', '| --- | --- |', ...rows, ''];
}

const introduction = `# Events

Every event that the ledger records, by stream, with every field of its \`data\` and what accounts for it:

- *id*: an identifier, a key that a framework or an importer chose, a digest; *time*: an instant, a day, a month or a span.
- \`values\` like these: one of them.
- *open*: text that stands in the event as it is, for everyone and for ever, and the reason why it may.
- *sealed*: kept out of the event. The event holds a salted digest (RFC 9901) under the audience that may open it, \`data.<audience>._sd\`; the text is in the vault and can be erased. An audience may also open what is sealed for one before it: public, participants, panel, auditors; what is sealed for the custodian, the ledger itself, no person opens. An act with \`visibility\` may narrow the audience, never widen it.
- *rule field*: sealed while the review is open; opened in the log with the decision (\`JudgmentOpened\`, \`ConcernOpened\`, \`VoteOpened\`). Other rule fields are never opened there: what they lead to (a computed recusal, a decision) is an event of its own.

A sealed field that is not called optional is in every native event; imported history may lack any. \`x[]\` is each of a list, \`x{key}\` a record's key, \`x.*\` its value. An event has at most 60 KiB.

This page is generated from the schemas: \`npm run docs\` writes it.
`;
