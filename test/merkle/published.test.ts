import { expect } from 'chai';
import { describe, it } from 'mocha';
import { emptyRoot, leafHash } from '../../projections/merkle/hash.ts';
import {
  inclusionProof,
  rootFromInclusionProof,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '../../projections/merkle/proof.ts';
import { CompactRange } from '../../projections/merkle/tree.ts';
import { refusal } from '../vault/refusals.ts';
import { classic, publishedConsistency, publishedInclusion } from './published.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe("the eight leaves of Certificate Transparency's tests", () => {
  it('have the published node hashes at every level, and the published root at every size', () => {
    const tree = new CompactRange();
    const nodes: string[][] = [[], [], [], []];
    const roots = [hex(tree.root())];
    for (const leaf of classic.leaves) {
      tree.append(leafHash(leaf), (level, index, hash) => {
        const row = nodes[level] ?? [];
        row[index] = hex(hash);
      });
      roots.push(hex(tree.root()));
    }
    expect(nodes).to.deep.equal(classic.nodes.map((row) => row.map(hex)));
    expect(roots).to.deep.equal(classic.roots.map(hex));
    expect(hex(emptyRoot)).to.equal(roots[0]);
  });

  it('give the published roots from the published nodes, for every leaf and size', () => {
    const nodes = (level: number, index: number): Uint8Array =>
      classic.nodes[level]?.[index] ?? Buffer.alloc(0);
    for (let size = 0; size <= 8; size += 1) {
      const root = hex(classic.roots[size] ?? Buffer.alloc(0));
      expect(hex(rootOf(nodes, size))).to.equal(root);
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionProof(nodes, index, size);
        expect(hex(rootFromInclusionProof(nodes(0, index), index, size, proof))).to.equal(root);
      }
    }
  });
});

/** Published as good, and refused here: its two equal roots are the text `dont care 1`, which is no hash. */
const strictHere = 'additional/sizes-are-equal-one-and-proof-is-empty';

describe('the proofs that transparency-dev/merkle publishes', () => {
  it('are 98 of inclusion and 98 of consistency, good ones and bad ones of each', () => {
    const count = (cases: readonly { refused: boolean }[]): number[] =>
      [false, true].map((refused) => cases.filter((each) => each.refused === refused).length);
    expect(count(publishedInclusion)).to.deep.equal([6, 92]);
    expect(count(publishedConsistency)).to.deep.equal([6, 92]);
  });

  for (const { name, leaf, index, size, proof, root, refused } of publishedInclusion) {
    it(`inclusion: ${name} is ${refused ? 'refused' : 'accepted'}`, () => {
      const verify = (): void => verifyInclusion(leaf, index, size, proof, root);
      if (refused) refusal(verify, 'proof-invalid');
      else verify();
    });
  }

  for (const { name, older, newer, proof, refused } of publishedConsistency) {
    const isRefused = refused || name === strictHere;
    it(`consistency: ${name} is ${isRefused ? 'refused' : 'accepted'}`, () => {
      const verify = (): void => verifyConsistency(older, newer, proof);
      if (isRefused) refusal(verify, 'proof-invalid');
      else verify();
    });
  }
});
