import { LedgerError } from '../../events/errors.ts';
import { emptyRoot, isTreeSize, largestTree, nodeHash, requireHash } from './hash.ts';

/** Told of every perfect subtree as it is completed: `index` counts the nodes of its level from the left, leaves are level 0. */
export type OnNode = (level: number, index: number, hash: Uint8Array) => void;

/**
 * The right edge of a growing RFC 6962 tree: the roots of its perfect subtrees, the largest first, one for each 1 in the
 * binary form of its size. That is all it takes to append, and to tell the root: 13 leaves (1101) are kept as three
 * hashes, of 8, 4 and 1 leaves, and their root is `node(8, node(4, 1))`.
 *
 * ```js
 * const tree = new CompactRange()
 * for (const entry of ['', '\0', '\x10']) tree.append(leafHash(utf8(entry)))
 * tree.roots.map(hex) // ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125","0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7"]
 * hex(tree.root()) // aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
 * ```
 */
export class CompactRange {
  #size: number;
  readonly #roots: Uint8Array[];

  /** @throws LedgerError `proof-invalid` unless there is one root, of 32 bytes, for each 1 in the size */
  constructor(size = 0, roots: readonly Uint8Array[] = []) {
    if (!isTreeSize(size) || roots.length !== onesIn(size)) {
      throw new LedgerError(
        'proof-invalid',
        `a tree of ${size} leaves is not kept as ${roots.length} hashes`,
        {
          proof: 'tree',
          rule: 'one hash for each 1 in the binary form of the size',
        },
      );
    }
    roots.forEach(requireHash);
    this.#size = size;
    this.#roots = [...roots];
  }

  get size(): number {
    return this.#size;
  }

  /** Roots of the perfect subtrees, the largest (leftmost) first, as they are now: appending changes no list given before. */
  get roots(): readonly Uint8Array[] {
    return [...this.#roots];
  }

  /** Appends one leaf hash. @throws LedgerError `proof-invalid` for other than 32 bytes, and beyond 2^53 − 1 leaves */
  append(leaf: Uint8Array, onNode?: OnNode): void {
    if (this.#size >= largestTree) {
      throw new LedgerError(
        'proof-invalid',
        'the tree is full: its size would no longer be an exact number',
        {
          proof: 'tree',
          rule: 'at most 2^53 − 1 leaves',
        },
      );
    }
    requireHash(leaf);
    let hash = leaf;
    let level = 0;
    let index = this.#size;
    onNode?.(level, index, hash);
    // Each trailing 1 of the size is a subtree as large as the one in hand: the two make one of twice the size.
    for (; index % 2 === 1; index = (index - 1) / 2) {
      const left = this.#roots.pop();
      if (left === undefined) throw new TypeError('a root for each 1 in the size');
      hash = nodeHash(left, hash);
      level += 1;
      onNode?.(level, (index - 1) / 2, hash);
    }
    this.#roots.push(hash);
    this.#size += 1;
  }

  /** The root hash, RFC 6962 §2.1; of no leaves the hash of no bytes. */
  root(): Uint8Array {
    let root: Uint8Array | undefined;
    for (const each of this.#roots.toReversed()) root = root === undefined ? each : nodeHash(each, root);
    return root ?? emptyRoot;
  }

  copy(): CompactRange {
    return new CompactRange(this.#size, this.#roots);
  }
}

/** Bit operators of JavaScript see 32 bits alone, so it is done by division. */
function onesIn(size: number): number {
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}
