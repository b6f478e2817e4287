import { expect } from 'chai';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { Envelope } from '../../events/envelope.ts';
import { audiences, confidential, id, open, time } from '../../events/fields.ts';
import { Key, Prose, Uuid } from '../../events/ids.ts';
import { eventSchemas } from '../../events/schemas.ts';
import { Instant } from '../../events/time.ts';
import { type SchemaField, schemaFields } from '../../scripts/docs/schema-fields.ts';

/** What is wrong with the fields of one event: text that nothing accounts for, or a seal where none would be made. */
function faults(fields: readonly SchemaField[], sealable: ReadonlySet<string>): string[] {
  return fields.flatMap(({ path, kind }) => {
    if (kind.kind === 'unaccounted') return [`${path}: ${kind.type} without a mark`];
    if (kind.kind === 'confidential' && !sealable.has(path))
      return [`${path}: confidential, but is not sealed`];
    if (kind.kind === 'open' && kind.reason.length < 10) return [`${path}: open without a reason`];
    return [];
  });
}
const none: ReadonlySet<string> = new Set();

describe('the marks of event fields', () => {
  for (const { type, fields } of eventSchemas.values()) {
    it(`account for every field of ${type}`, () => {
      const sealable = new Set(
        [...fields].filter(([, { mark }]) => mark?.kind === 'confidential').map(([name]) => name),
      );
      const all = [...fields].flatMap(([name, { schema }]) => schemaFields(schema, name));
      expect(faults(all, sealable)).to.deep.equal([]);
    });
  }

  it('account for every field of the envelope', () =>
    expect(faults(schemaFields(Envelope), none)).to.deep.equal([]));

  it('leave the names of audiences to the digests', () => {
    for (const { type, fields } of eventSchemas.values()) {
      for (const name of [...audiences, '_sd_alg'])
        expect(fields.has(name), `${type}.${name}`).to.equal(false);
    }
  });

  const marked = open(z.string(), 'a name that everyone may read');
  const bad: readonly [string, z.ZodType, string][] = [
    ['a text', z.string(), 'x: string without a mark'],
    ['an optional text', Prose.exactOptional(), 'x: string without a mark'],
    ['a text or null', z.string().nullable(), 'x: string without a mark'],
    [
      'a text in an object',
      z.strictObject({ deep: z.strictObject({ note: z.string() }) }),
      'x.deep.note: string without a mark',
    ],
    ['a list of texts', z.array(z.string()), 'x[]: string without a mark'],
    ['a record of texts', z.record(Key, z.string()), 'x.*: string without a mark'],
    ['a record with texts for keys', z.record(z.string(), z.boolean()), 'x{key}: string without a mark'],
    ['a text in a union', z.union([z.boolean(), z.string()]), 'x: string without a mark'],
    ['a refined text', z.string().refine(() => true), 'x: string without a mark'],
    ['anything', z.unknown(), 'x: unknown without a mark'],
    ['a transformed text', z.string().transform((text) => text.length), 'x: pipe without a mark'],
    ['a mark lost by a later limit', marked.max(10), 'x: string without a mark'],
    ['an id made a mere text', Uuid.max(36), 'x: string without a mark'],
    ['an open text without a reason', open(z.string(), ''), 'x: open without a reason'],
    [
      'a seal inside an object',
      z.strictObject({ note: confidential(Prose, 'panel') }),
      'x.note: confidential, but is not sealed',
    ],
    ['a seal inside a list', z.array(confidential(Prose, 'panel')), 'x[]: confidential, but is not sealed'],
    [
      'a seal under another wrapping',
      confidential(Prose, 'panel').exactOptional(),
      'x: confidential, but is not sealed',
    ],
  ];
  for (const [what, schema, fault] of bad) {
    it(`do not account for ${what}`, () =>
      expect(faults(schemaFields(schema, 'x'), none)).to.deep.equal([fault]));
  }

  it('account for ids, times, enums, numbers, and open text, however they are wrapped', () => {
    const good = z.strictObject({
      id: id(z.string()).exactOptional(),
      at: z.array(Instant).max(3),
      span: time(z.string()).nullable(),
      name: marked.exactOptional(),
      kind: z.union([z.literal('a'), z.enum(['b', 'c'])]),
      counts: z.record(Key, z.int()),
    });
    expect(faults(schemaFields(good), none)).to.deep.equal([]);
  });
});
