import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { EventType, LedgerEvent } from '../../events/catalogue.ts';
import { decode, type RecordedEvent } from '../../events/decode.ts';
import { decodeDisclosure } from '../../events/disclosure.ts';
import { audiences } from '../../events/fields.ts';
import { digestsOf, reveal } from '../../events/reveal.ts';
import { eventSchemas, schemaOf } from '../../events/schemas.ts';
import { envelopeOf, eventOf } from './arbitrary.ts';
import { record } from './recording.ts';

const types: readonly EventType[] = [...eventSchemas.values()].map(({ type }) => type);
const RUNS = { numRuns: 10 };

const confidentialNames = (type: EventType): string[] =>
  [...schemaOf(type).fields].filter(([, { mark }]) => mark?.kind === 'confidential').map(([name]) => name);

const members = (value: object): Map<string, unknown> => new Map(Object.entries(value));

/** An event's data as a reader without any disclosure has it; submission fields are looked at apart. */
const withoutSealed = (event: LedgerEvent): [string, unknown][] =>
  [...members(event.data)].filter(
    ([name]) => name !== 'fields' && !confidentialNames(event.type).includes(name),
  );

/**
 * What an event says. Of a submission field, its audience and value: the digest is what sealing added. A record without
 * entries seals nothing, so nothing tells it from one that was not given.
 */
const contents = (event: LedgerEvent): [string, unknown][] =>
  [...members(event.data)].flatMap(([name, value]): [string, unknown][] => {
    if ('fields' in event.data && name === 'fields') {
      const fields = Object.entries(event.data.fields);
      return fields.map(([key, field]) => [`fields.${key}`, [field.audience, field.value]]);
    }
    const mark = schemaOf(event.type).fields.get(name)?.mark;
    const isEmpty = mark?.kind === 'confidential' && mark.each && Object.keys(value ?? {}).length === 0;
    return isEmpty ? [] : [[name, value]];
  });

describe('an event sealed, recorded and read back', () => {
  for (const type of types) {
    it(`is the same event again with every disclosure, and shows nothing without: ${type}`, () =>
      fc.assert(
        fc.property(eventOf(type), envelopeOf(type), (event, envelope) => {
          const { text, vault, disclosures } = record(event, envelope);
          const bare = decode(text);
          expect(withoutSealed(bare)).to.deep.equal(withoutSealed(event));
          expect(bare.data).not.to.have.any.keys('_sd_alg', ...audiences, ...confidentialNames(type));
          const { type: _, data: __, sealed: ___, ...read } = bare;
          expect(read).to.deep.equal(envelope);

          const digests = digestsOf(bare);
          expect(digests).to.include.deep.members(
            disclosures.map(({ digest, audience }) => ({ digest, audience })),
          );
          const full = reveal(bare, vault);
          expect(new Map(contents(full))).to.deep.equal(new Map(contents(event)));
          expect(reveal(full, vault)).to.deep.equal(full);
        }),
        RUNS,
      ));

    it(`lacks exactly the field whose disclosure is taken away: ${type}`, () =>
      fc.assert(
        fc.property(eventOf(type, { sealed: 'all' }), envelopeOf(type), (event, envelope) => {
          const { text, vault } = record(event, envelope);
          const bare = decode(text);
          for (const [digest, disclosure] of vault) {
            const left = reveal(bare, new Map([...vault].filter(([other]) => other !== digest)));
            const { name } = decodeDisclosure(disclosure);
            expect(valueAt(left, name)).to.equal(undefined);
            expect(valueAt(reveal(bare, vault), name)).not.to.equal(undefined);
          }
        }),
        { numRuns: 3 },
      ));
  }

  it('opens rule fields and nothing else where only rules may read', () => {
    for (const type of types) {
      const [sample] = fc.sample(fc.tuple(eventOf(type, { sealed: 'all' }), envelopeOf(type)), {
        seed: 1,
        numRuns: 1,
      });
      if (sample === undefined) throw new TypeError('no sample');
      const { text, vault } = record(...sample);
      const rules = [...schemaOf(type).fields].filter(
        ([, { mark }]) => mark?.kind === 'confidential' && mark.rule,
      );
      const opened = reveal(decode(text), vault, { rulesOnly: true });
      const shown = Object.keys(opened.data).filter((name) => confidentialNames(type).includes(name));
      expect(shown, type).to.deep.equal(rules.map(([name]) => name));
    }
  });

  it('keeps every sealed text out of the recorded bytes', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...types).chain((type) => fc.tuple(eventOf(type), envelopeOf(type))),
        (sample) => {
          const { text, disclosures } = record(...sample);
          for (const { disclosure } of disclosures) {
            const { value, salt } = decodeDisclosure(disclosure);
            expect(text.includes(salt)).to.equal(false);
            if (typeof value === 'string' && value.length > 12) expect(text.includes(value)).to.equal(false);
          }
        },
      ),
    ));
});

/** What stands under a disclosure's name: a field, an entry of a record, a submission field's value. */
function valueAt(event: RecordedEvent, name: string): unknown {
  const [field = '', ...rest] = name.split('.');
  const value: unknown = members(event.data).get(field);
  if (rest.length === 0 || typeof value !== 'object' || value === null) return value;
  const entry: unknown = members(value).get(rest.join('.'));
  if (field !== 'fields' || typeof entry !== 'object' || entry === null) return entry;
  return 'value' in entry ? entry.value : undefined;
}
