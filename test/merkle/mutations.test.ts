import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isLedgerError } from '../../events/errors.ts';
import {
  consistencyProof,
  inclusionProof,
  rootFromInclusionProof,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '../../projections/merkle/proof.ts';
import { refusal } from '../vault/refusals.ts';
import { LiteralLog, pathSides, proofSides } from './literal-rfc.ts';
import {
  type ConsistencyCase,
  consistencyMutations,
  flipped,
  type InclusionCase,
  inclusionMutations,
} from './mutations.ts';

const log = new LiteralLog();
for (let index = 0; index < 1100; index += 1) log.append(Buffer.from(`entry ${index}`));

const head = (size: number): { size: number; root: Uint8Array } => ({ size, root: log.mth(0, size) });
const inclusion = (index: number, size: number): InclusionCase => ({
  leaf: log.mth(index, index + 1),
  index,
  size,
  proof: log.path(index, 0, size),
  root: log.mth(0, size),
});
const consistency = (older: number, newer: number): ConsistencyCase => ({
  older: head(older),
  newer: head(newer),
  proof: log.proof(older, newer),
});

const included = ({ leaf, index, size, proof, root }: InclusionCase): boolean =>
  accepted(() => verifyInclusion(leaf, index, size, proof, root));
const consistent = ({ older, newer, proof }: ConsistencyCase): boolean =>
  accepted(() => verifyConsistency(older, newer, proof));

function accepted(verify: () => void): boolean {
  try {
    verify();
    return true;
  } catch (error) {
    if (isLedgerError(error) && error.code === 'proof-invalid') return false;
    throw error;
  }
}

const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17];

describe('an inclusion proof', () => {
  it('is refused under every attack on every leaf of trees of every shape', () => {
    const passed: string[] = [];
    let tried = 0;
    for (const size of sizes) {
      for (let index = 0; index < size; index += 1) {
        const good = inclusion(index, size);
        expect(included(good)).to.equal(true);
        for (const [attack, mutated] of inclusionMutations(good)) {
          tried += 1;
          if (included(mutated)) passed.push(`${attack}, of leaf ${index} in ${size}`);
        }
      }
    }
    expect(passed).to.deep.equal([]);
    expect(tried).to.be.above(5_000);
  });

  it('gives no root at all where it is longer or shorter than the tree asks for', () => {
    for (const size of sizes) {
      for (let index = 0; index < size; index += 1) {
        const { leaf, proof } = inclusion(index, size);
        const more = [...proof, Buffer.alloc(32)];
        refusal(() => rootFromInclusionProof(leaf, index, size, more), 'proof-invalid');
        if (proof.length > 0)
          refusal(() => rootFromInclusionProof(leaf, index, size, proof.slice(1)), 'proof-invalid');
      }
    }
  });

  it('is not made of nodes that are no hashes', () => {
    for (const bytes of [0, 31, 33]) {
      const nodes = (): Uint8Array => Buffer.alloc(bytes);
      refusal(() => rootOf(nodes, 4), 'proof-invalid');
      refusal(() => inclusionProof(nodes, 0, 4), 'proof-invalid');
      refusal(() => consistencyProof(nodes, 2, 4), 'proof-invalid');
    }
  });

  it('fits another size only where that leads the leaf by the same path: a checkpoint signs root and size together', () => {
    for (let size = 1; size <= 40; size += 1) {
      for (let index = 0; index < size; index += 1) {
        for (let other = index + 1; other <= 80; other += 1) {
          const samePath = pathSides(index, other) === pathSides(index, size);
          const fits = included({ ...inclusion(index, size), size: other });
          if (fits !== samePath) throw new Error(`leaf ${index} of ${size}, taken for ${other}`);
        }
      }
    }
    expect(included({ ...inclusion(0, 5), size: 6 })).to.equal(true);
  });

  it('fails with any bit flipped in leaf, root, proof or index', () => {
    const cases = fc
      .integer({ min: 1, max: 1100 })
      .chain((size) =>
        fc.record({ size: fc.constant(size), index: fc.nat({ max: size - 1 }), bit: fc.nat(), at: fc.nat() }),
      );
    fc.assert(
      fc.property(cases, ({ size, index, bit, at }) => {
        const good = inclusion(index, size);
        expect(included(good)).to.equal(true);
        const flips: InclusionCase[] = [
          { ...good, leaf: flipped(good.leaf, bit) },
          { ...good, root: flipped(good.root, bit) },
          { ...good, index: Number(BigInt(index) ^ (1n << BigInt(bit % 53))) },
        ];
        const place = at % Math.max(1, good.proof.length);
        const hash = good.proof[place];
        if (hash !== undefined) flips.push({ ...good, proof: good.proof.with(place, flipped(hash, bit)) });
        expect(flips.map(included)).to.deep.equal(flips.map(() => false));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a consistency proof', () => {
  it('is refused under every attack between trees of every shape', () => {
    const passed: string[] = [];
    let tried = 0;
    for (const newer of sizes) {
      for (let older = 1; older <= newer; older += 1) {
        const good = consistency(older, newer);
        expect(consistent(good)).to.equal(true);
        for (const [attack, mutated] of consistencyMutations(good)) {
          tried += 1;
          if (consistent(mutated)) passed.push(`${attack}, from ${older} to ${newer}`);
        }
      }
    }
    expect(passed).to.deep.equal([]);
    expect(tried).to.be.above(5_000);
  });

  it('is refused between a log and its fork, at every size and place', () => {
    for (let fork = 0; fork < 12; fork += 1) {
      const other = new LiteralLog();
      for (let index = 0; index < 40; index += 1)
        other.append(Buffer.from(index === fork ? 'forked' : `entry ${index}`));
      for (let older = fork + 1; older <= 20; older += 1) {
        for (let newer = older; newer <= 40; newer += 1) {
          const forked = { size: newer, root: other.mth(0, newer) };
          for (const proof of [log.proof(older, newer), other.proof(older, newer)])
            expect(consistent({ older: head(older), newer: forked, proof })).to.equal(false);
        }
      }
    }
  });

  it('fits other sizes only where they ask for the same proof', () => {
    for (let newer = 1; newer <= 24; newer += 1) {
      for (let older = 1; older <= newer; older += 1) {
        const good = consistency(older, newer);
        for (let size = older; size <= 48; size += 1) {
          const samePath =
            size === newer ||
            (older !== newer && size !== older && proofSides(older, size) === proofSides(older, newer));
          const fits = consistent({ ...good, newer: { ...good.newer, size } });
          if (fits !== samePath) throw new Error(`from ${older} to ${newer}, taken for ${size}`);
        }
        for (let size = 1; size <= newer; size += 1) {
          const samePath =
            size === older ||
            (older !== newer && size !== newer && proofSides(size, newer) === proofSides(older, newer));
          const fits = consistent({ ...good, older: { ...good.older, size } });
          if (fits !== samePath) throw new Error(`from ${older} to ${newer}, taken from ${size}`);
        }
      }
    }
  });

  it('fails with any bit flipped in either root or in the proof', () => {
    const cases = fc.integer({ min: 1, max: 1100 }).chain((newer) =>
      fc.record({
        newer: fc.constant(newer),
        older: fc.integer({ min: 1, max: newer }),
        bit: fc.nat(),
        at: fc.nat(),
      }),
    );
    fc.assert(
      fc.property(cases, ({ older, newer, bit, at }) => {
        const good = consistency(older, newer);
        expect(consistent(good)).to.equal(true);
        const flips: ConsistencyCase[] = [
          { ...good, older: { ...good.older, root: flipped(good.older.root, bit) } },
          { ...good, newer: { ...good.newer, root: flipped(good.newer.root, bit) } },
        ];
        const place = at % Math.max(1, good.proof.length);
        const hash = good.proof[place];
        if (hash !== undefined) flips.push({ ...good, proof: good.proof.with(place, flipped(hash, bit)) });
        expect(flips.map(consistent)).to.deep.equal(flips.map(() => false));
      }),
      { numRuns: 500 },
    );
  });

  it('from the tree without leaves is empty, and that tree has one root', () => {
    const empty = head(0);
    expect(consistent({ older: empty, newer: head(5), proof: [] })).to.equal(true);
    expect(consistent({ older: empty, newer: empty, proof: [] })).to.equal(true);
    expect(consistent({ older: empty, newer: head(5), proof: [head(5).root] })).to.equal(false);
    const wrong = { size: 0, root: Buffer.alloc(32) };
    expect(consistent({ older: wrong, newer: head(5), proof: [] })).to.equal(false);
    expect(consistent({ older: wrong, newer: wrong, proof: [] })).to.equal(false);
  });
});
