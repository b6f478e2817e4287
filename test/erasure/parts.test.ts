import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { partDigests, partsBehind } from '../../src/erasure/parts.ts';

const digests = (count: number): string[] => Array.from({ length: count }, (_, n) => `digest ${n}`);

describe('the parts of an erasure', () => {
  it('name every digest once, in order, at most a thousand each, and count themselves', () =>
    fc.assert(
      fc.property(fc.nat({ max: 4_500 }), (count) => {
        const parts = partsBehind(digests(count), null);
        expect(parts.flatMap((each) => each.digests)).to.deep.equal(digests(count));
        expect(parts.map(({ part }) => part)).to.deep.equal(parts.map((_, i) => i + 1));
        for (const { of, digests: named } of parts) {
          expect(of).to.equal(parts.length);
          expect(named.length).to.be.at.most(partDigests);
        }
      }),
      { numRuns: 50 },
    ));

  it('go on behind those on record, as many as were announced, or more where more is left', () =>
    fc.assert(
      fc.property(
        fc.nat({ max: 3_500 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat({ max: 4 }),
        (count, part, more) => {
          const announced = part + 1 + more;
          const parts = partsBehind(digests(count), { part, of: announced });
          expect(parts.flatMap((each) => each.digests)).to.deep.equal(digests(count));
          expect(parts[0]?.part).to.equal(part + 1);
          const last = parts.at(-1);
          expect(last?.part).to.equal(last?.of);
          expect(last?.of).to.be.at.least(announced);
        },
      ),
      { numRuns: 50 },
    ));

  it('are one, of none, where nothing is left to name', () =>
    expect(partsBehind([], null)).to.deep.equal([{ part: 1, of: 1, digests: [] }]));
});
