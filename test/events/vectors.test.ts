import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { canonical } from '../../events/canonical.ts';
import { decode } from '../../events/decode.ts';
import { decodeDisclosure, digestOf } from '../../events/disclosure.ts';
import { type Envelope, envelopeShape } from '../../events/envelope.ts';
import { toJson } from '../../events/json.ts';
import { reveal } from '../../events/reveal.ts';
import { eventSchemas, schemaOf } from '../../events/schemas.ts';
import { seal } from '../../events/seal.ts';
import { Vector, vectorFolder, vectorName } from './vector.ts';

const names = readdirSync(vectorFolder).sort();
const vectors = names.map((name) => ({
  name,
  vector: Vector.parse(JSON.parse(readFileSync(join(vectorFolder, name), 'utf8'))),
}));
const EnvelopeOf = z.object(envelopeShape);

describe('what was recorded in any version', () => {
  it('has a frozen vector for every version of every event, and no vector of anything else', () => {
    const wanted = [...eventSchemas.values()].flatMap(({ type, v }) =>
      Array.from({ length: v }, (_, before) => vectorName(type, before + 1)),
    );
    expect(names).to.deep.equal(wanted.sort());
  });

  for (const { name, vector } of vectors) {
    it(`is read as it ever was: ${name}`, () => {
      const decoded = decode(vector.text);
      expect(decoded).to.deep.equal(vector.decoded);
      expect(vectorName(decoded.type, decoded.v)).to.equal(name);
      const vault = new Map(vector.disclosures.map((disclosure) => [digestOf(disclosure), disclosure]));
      expect(reveal(decoded, vault).data).to.deep.equal(vector.revealed);
    });
  }

  const current = [...eventSchemas.values()].map(({ type, v }) => vectorName(type, v));
  for (const { name, vector } of vectors.filter((each) => current.includes(each.name))) {
    it(`is recorded in the same bytes again: ${name}`, () => {
      const decoded = decode(vector.text);
      const opened = vector.disclosures.map(decodeDisclosure);
      const vault = new Map(vector.disclosures.map((disclosure) => [digestOf(disclosure), disclosure]));
      const { type } = decoded;
      const event = schemaOf(type).event.parse({ type, data: reveal(decoded, vault).data });
      const { data } = seal(event, (field) => opened.find((each) => each.name === field)?.salt ?? '');
      const envelope: Envelope = EnvelopeOf.parse(decoded);
      expect(canonical(toJson({ ...envelope, type, data }))).to.equal(vector.text);
    });
  }
});
