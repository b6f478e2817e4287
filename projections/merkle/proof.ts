import { LedgerError } from '../../events/errors.ts';
import { emptyRoot, hashBytes, isTreeSize, nodeHash, requireHash, sameHash } from './hash.ts';

/** The hash of a perfect subtree: `index` counts the nodes of its level from the left, leaves are level 0. */
export type NodeReader = (level: number, index: number) => Uint8Array;

/**
 * Root hash of the first `size` leaves, from their perfect subtrees (RFC 6962 §2.1).
 * @throws LedgerError `proof-invalid` for a size that is none, and what `nodes` throws
 */
export function rootOf(nodes: NodeReader, size: number): Uint8Array {
  requireSize(size, 'tree');
  return size === 0 ? emptyRoot : rangeHash(nodes, 0, size);
}

/**
 * The proof that leaf `index` stands in the tree of `size` leaves: PATH(m, D[n]) of RFC 6962 §2.1.1, its sibling first.
 * For leaf 3 of 7: leaf 2, node(0,1), node(node(4,5), 6).
 *
 * ```js
 * const [a, b, c] = ['a', 'b', 'c'].map((entry) => leafHash(utf8(entry)))
 * const ab = nodeHash(a, b)
 * const proof = inclusionProof((level, index) => (level === 1 ? ab : [a, b, c][index]), 1, 3)
 * proof.map(hex).join() === [a, c].map(hex).join() // true
 * verifyInclusion(b, 1, 3, proof, nodeHash(ab, c))
 * ```
 * @throws LedgerError `proof-invalid` unless 0 <= index < size
 */
export function inclusionProof(nodes: NodeReader, index: number, size: number): Uint8Array[] {
  requireIndex(index, size);
  const proof: Uint8Array[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      proof.push(rangeHash(nodes, middle, end));
      end = middle;
    } else {
      proof.push(rangeHash(nodes, start, middle));
      start = middle;
    }
  }
  return proof.reverse();
}

/**
 * The proof that the tree of `newer` leaves begins with the `older` ones: PROOF(m, D[n]) of RFC 6962 §2.1.2. Empty where
 * the sizes are equal, or the older tree has no leaves.
 *
 * ```js
 * const [a, b, c] = ['a', 'b', 'c'].map((entry) => leafHash(utf8(entry)))
 * const ab = nodeHash(a, b)
 * const proof = consistencyProof((level, index) => (level === 1 ? ab : [a, b, c][index]), 2, 3)
 * proof.map(hex).join() === hex(c) // true
 * verifyConsistency({ size: 2, root: ab }, { size: 3, root: nodeHash(ab, c) }, proof)
 * ```
 * @throws LedgerError `proof-invalid` unless 0 <= older <= newer
 */
export function consistencyProof(nodes: NodeReader, older: number, newer: number): Uint8Array[] {
  requireSizes(older, newer);
  if (older === 0 || older === newer) return [];
  const proof: Uint8Array[] = [];
  let start = 0;
  let end = newer;
  while (older < end) {
    const middle = start + splitOf(end - start);
    if (older <= middle) {
      proof.push(rangeHash(nodes, middle, end));
      end = middle;
    } else {
      proof.push(rangeHash(nodes, start, middle));
      start = middle;
    }
  }
  // The verifier knows the older root, and with it this subtree where that is the whole older tree.
  if (start > 0) proof.push(rangeHash(nodes, start, end));
  return proof.reverse();
}

/**
 * The root that follows from a leaf hash and its proof: RFC 9162 §2.1.3.2. It proves nothing until it is compared with a
 * root that somebody vouches for, together with the size: sizes that lead a leaf by the same path (leaf 0 of 5 and of 6)
 * cannot be told apart by the proof, which is why a checkpoint signs both.
 * @throws LedgerError `proof-invalid` where the proof has another length than a tree of this size asks for
 */
export function rootFromInclusionProof(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
): Uint8Array {
  requireIndex(index, size);
  requireHashes([leaf, ...proof], 'inclusion');
  let at = index;
  let last = size - 1;
  let root = leaf;
  for (const sibling of proof) {
    if (last === 0) throw invalid('inclusion', 'has more hashes than the tree has levels');
    if (isOdd(at) || at === last) {
      root = nodeHash(sibling, root);
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      root = nodeHash(root, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0) throw invalid('inclusion', 'has fewer hashes than the tree has levels');
  return root;
}

/** @throws LedgerError `proof-invalid` unless the leaf stands at `index` of the tree with this size and root */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): void {
  if (!sameHash(rootFromInclusionProof(leaf, index, size, proof), root))
    throw invalid('inclusion', 'leads to another root');
}

export interface TreeHead {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/**
 * RFC 9162 §2.1.4.2: that the newer tree begins with all leaves of the older one, in their order. Any log begins with the
 * tree without leaves, whose one root is `emptyRoot`.
 * @throws LedgerError `proof-invalid` saying what does not fit
 */
export function verifyConsistency(older: TreeHead, newer: TreeHead, proof: readonly Uint8Array[]): void {
  requireSizes(older.size, newer.size);
  requireHashes([older.root, newer.root, ...proof], 'consistency');
  if (older.size === 0 && !sameHash(older.root, emptyRoot))
    throw invalid(
      'consistency',
      'starts from a tree without leaves that has another root than SHA-256 of no bytes',
    );
  if (older.size === 0 || older.size === newer.size) {
    if (proof.length > 0) throw invalid('consistency', 'has hashes where none are needed');
    if (older.size === newer.size && !sameHash(older.root, newer.root))
      throw invalid('consistency', 'is of two trees of one size with different roots');
    return;
  }
  let at = older.size - 1;
  let last = newer.size - 1;
  while (isOdd(at)) [at, last] = [half(at), half(last)];
  // A power of two: the older root is itself the first hash, and is not sent.
  const hashes: readonly Uint8Array[] = at === 0 ? [older.root, ...proof] : proof;
  const [first, ...rest] = hashes;
  if (first === undefined) throw invalid('consistency', 'has fewer hashes than the trees ask for');
  let olderRoot = first;
  let newerRoot = first;
  for (const hash of rest) {
    if (last === 0) throw invalid('consistency', 'has more hashes than the trees ask for');
    if (isOdd(at) || at === last) {
      olderRoot = nodeHash(hash, olderRoot);
      newerRoot = nodeHash(hash, newerRoot);
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      newerRoot = nodeHash(newerRoot, hash);
    }
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0) throw invalid('consistency', 'has fewer hashes than the trees ask for');
  if (!sameHash(olderRoot, older.root)) throw invalid('consistency', 'does not lead to the older root');
  if (!sameHash(newerRoot, newer.root)) throw invalid('consistency', 'does not lead to the newer root');
}

/** Root of leaves start…end−1, where `start` is a multiple of the smallest power of two that is not below their number. */
function rangeHash(nodes: NodeReader, start: number, end: number): Uint8Array {
  const size = end - start;
  const split = splitOf(size);
  if (split * 2 === size || size === 1) {
    const hash = nodes(Math.round(Math.log2(size)), start / size);
    requireHash(hash);
    return hash;
  }
  return nodeHash(rangeHash(nodes, start, start + split), rangeHash(nodes, start + split, end));
}

/** The largest power of two below `size`; for 1 it is 1. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

// Bit operators of JavaScript see 32 bits alone.
const isOdd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);

type Proof = 'tree' | 'inclusion' | 'consistency';

const invalid = (proof: Proof, rule: string): LedgerError<'proof-invalid'> =>
  new LedgerError('proof-invalid', `the ${proof === 'tree' ? 'tree' : `${proof} proof`} ${rule}`, {
    proof,
    rule,
  });

function requireSize(size: number, proof: Proof): void {
  if (!isTreeSize(size))
    throw invalid(proof, `cannot have the size ${size}: a whole number from 0 to 2^53 − 1`);
}

function requireIndex(index: number, size: number): void {
  requireSize(size, 'inclusion');
  if (!isTreeSize(index) || index >= size)
    throw invalid('inclusion', `cannot be of leaf ${index} in a tree of ${size}: an index is below the size`);
}

function requireSizes(older: number, newer: number): void {
  requireSize(older, 'consistency');
  requireSize(newer, 'consistency');
  if (older > newer)
    throw invalid('consistency', `cannot lead from ${older} leaves to ${newer}: a log never shrinks`);
}

function requireHashes(hashes: readonly Uint8Array[], proof: Proof): void {
  if (hashes.some((hash) => hash.byteLength !== hashBytes))
    throw invalid(proof, `has a hash that is not of ${hashBytes} bytes`);
}
