import { expect } from 'chai';
import { describe, it } from 'mocha';
import { leafHash } from '../../projections/merkle/hash.ts';
import {
  consistencyProof,
  inclusionProof,
  type NodeReader,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '../../projections/merkle/proof.ts';
import { CompactRange } from '../../projections/merkle/tree.ts';
import { isInTree, levelLength, parseTilePath, tilePath, tilesOf } from '../../src/checkpoint/tile.ts';
import { refusal } from '../vault/refusals.ts';
import { LargeLog } from './large-log.ts';

const most = 2n ** 53n - 1n;
const around = (n: bigint): bigint[] => [n - 2n, n - 1n, n, n + 1n, n + 2n];
const marks = [
  ...[31n, 32n, 33n, 40n, 52n].flatMap((bits) => around(2n ** bits)),
  3_000_000_000n,
  2n ** 32n + 2n ** 31n + 12_345n,
  most - 2n,
  most - 1n,
  most,
];
const log = new LargeLog(
  new Map([0n, 1n, ...marks].map((index) => [index, Buffer.from(`special ${index}`)])),
);

const nodes: NodeReader = (level, index) => {
  const width = 2n ** BigInt(level);
  return log.mth(BigInt(index) * width, (BigInt(index) + 1n) * width);
};
const hex = (hashes: readonly Uint8Array[]): string[] =>
  hashes.map((hash) => Buffer.from(hash).toString('hex'));

describe('a log of more than 2^31 entries', () => {
  it('has the roots that RFC 6962 gives, computed in whole numbers of any size', () => {
    for (const size of marks)
      expect(hex([rootOf(nodes, Number(size))])).to.deep.equal(hex([log.mth(0n, size)]));
  });

  it('has its inclusion proofs, up to the last leaf of 2^53 − 1, and they verify', () => {
    for (const size of marks) {
      const root = log.mth(0n, size);
      for (const index of [0n, ...marks, size - 1n].filter((each) => each < size)) {
        const proof = inclusionProof(nodes, Number(index), Number(size));
        expect(hex(proof)).to.deep.equal(hex(log.path(index, 0n, size)));
        verifyInclusion(leafHash(log.entry(index)), Number(index), Number(size), proof, root);
        for (const shift of [2 ** 31, 2 ** 32, -(2 ** 31), -(2 ** 32)]) {
          const other = Number(index) + shift;
          refusal(
            () => verifyInclusion(leafHash(log.entry(index)), other, Number(size), proof, root),
            'proof-invalid',
          );
        }
      }
    }
  });

  it('has its consistency proofs, and they verify', () => {
    for (const newer of marks) {
      for (const older of [1n, ...marks].filter((each) => each <= newer)) {
        const proof = consistencyProof(nodes, Number(older), Number(newer));
        expect(hex(proof)).to.deep.equal(hex(log.proof(older, 0n, newer)));
        const heads = [older, newer].map((size) => ({ size: Number(size), root: log.mth(0n, size) }));
        const [from, to] = heads;
        if (from !== undefined && to !== undefined) verifyConsistency(from, to, proof);
      }
    }
  });

  it('is appended to from its right edge, and is full at 2^53 − 1', () => {
    for (const size of marks.filter((each) => each < most)) {
      const bits = [...size.toString(2)].map((bit, at, all) =>
        bit === '1' ? BigInt(all.length - 1 - at) : null,
      );
      let start = 0n;
      const roots: Uint8Array[] = [];
      for (const bit of bits) {
        if (bit === null) continue;
        roots.push(log.mth(start, start + 2n ** bit));
        start += 2n ** bit;
      }
      const tree = new CompactRange(Number(size), roots);
      const told: string[] = [];
      tree.append(leafHash(log.entry(size)), (level, index, hash) => {
        const width = 2n ** BigInt(level);
        const first = BigInt(index) * width;
        if (!log.mth(first, first + width).equals(hash)) told.push(`${level}/${index}`);
      });
      expect(told, String(size)).to.deep.equal([]);
      expect(hex([tree.root()])).to.deep.equal(hex([log.mth(0n, size + 1n)]));
    }
    const full = new CompactRange(
      Number(most),
      Array.from({ length: 53 }, () => Buffer.alloc(32)),
    );
    expect(refusal(() => full.append(Buffer.alloc(32)), 'proof-invalid').message).to.contain(
      'the tree is full',
    );
    expect(full.size).to.equal(Number(most));
  });

  it('has tiles of the right number, path and place', () => {
    for (const size of marks) {
      for (let level = 0; level < 8; level += 1)
        expect(levelLength(Number(size), level)).to.equal(Number(size / 256n ** BigInt(level)));
    }
    const last = { level: 0, index: Number(most / 256n), width: 255 };
    expect(tilePath(last)).to.equal('tile/0/x035/x184/x372/x088/831.p/255');
    expect(parseTilePath(tilePath(last))).to.deep.equal(last);
    expect(isInTree(last, Number(most))).to.equal(true);
    expect(isInTree(last, Number(most) - 1)).to.equal(false);
    expect(isInTree({ ...last, index: last.index + 1 }, Number(most))).to.equal(false);
    expect(isInTree({ level: 'entries', index: Number.MAX_SAFE_INTEGER, width: 1 }, Number(most))).to.equal(
      false,
    );
    const first = tilesOf(Number(most)).next().value;
    expect(first === undefined ? null : tilePath(first)).to.equal('tile/entries/000');
  });
});

describe('what is no size or index of a tree', () => {
  const hash = Buffer.alloc(32);
  const head = (size: number): { size: number; root: Uint8Array } => ({ size, root: hash });
  const none = [-1, 0.5, 2 ** 53, 2 ** 53 + 2, 1e300, Number.POSITIVE_INFINITY, Number.NaN, -(2 ** 53)];
  for (const bad of none) {
    it(`is refused everywhere: ${bad}`, () => {
      const acts: readonly (() => unknown)[] = [
        () => rootOf(() => hash, bad),
        () => inclusionProof(() => hash, bad, 5),
        () => inclusionProof(() => hash, 0, bad),
        () => consistencyProof(() => hash, bad, 2 ** 53 - 1),
        () => consistencyProof(() => hash, 1, bad),
        () => verifyInclusion(hash, bad, 5, [], hash),
        () => verifyInclusion(hash, 0, bad, [], hash),
        () => verifyConsistency(head(bad), head(2 ** 53 - 1), []),
        () => verifyConsistency(head(1), head(bad), []),
        () => new CompactRange(bad, []),
      ];
      for (const act of acts) refusal(act, 'proof-invalid');
      const tiles: readonly (() => unknown)[] = [
        () => tilePath({ level: 0, index: bad, width: 256 }),
        () => tilePath({ level: bad, index: 0, width: 256 }),
        () => tilePath({ level: 'entries', index: 0, width: bad }),
      ];
      for (const act of tiles) refusal(act, 'tile-invalid');
    });
  }
});

describe('the right edge of a tree', () => {
  it('is kept as one hash of 32 bytes for each 1 in its size, and as nothing else', () => {
    const hash = Buffer.alloc(32);
    for (const [size, roots] of [
      [0, 1],
      [1, 0],
      [2, 2],
      [3, 1],
      [2 ** 32 + 1, 1],
      [2 ** 53 - 1, 52],
    ] as const)
      refusal(
        () =>
          new CompactRange(
            size,
            Array.from({ length: roots }, () => hash),
          ),
        'proof-invalid',
      );
    refusal(() => new CompactRange(1, [hash.subarray(1)]), 'proof-invalid');
    refusal(() => new CompactRange().append(hash.subarray(1)), 'proof-invalid');
  });

  it('does not change under one who was given it before', () => {
    const tree = new CompactRange();
    tree.append(Buffer.alloc(32, 1));
    const { roots } = tree;
    const copy = tree.copy();
    tree.append(Buffer.alloc(32, 2));
    expect(hex(roots)).to.deep.equal(hex([Buffer.alloc(32, 1)]));
    expect(hex(copy.roots)).to.deep.equal(hex(roots));
    expect(copy.size).to.equal(1);
  });
});
