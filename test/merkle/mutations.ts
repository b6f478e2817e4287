import { nodeHash } from '../../projections/merkle/hash.ts';
import type { TreeHead } from '../../projections/merkle/proof.ts';

export interface InclusionCase {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

export interface ConsistencyCase {
  readonly older: TreeHead;
  readonly newer: TreeHead;
  readonly proof: readonly Uint8Array[];
}

/** Named for the attack. */
type Mutations<Case> = Generator<readonly [attack: string, mutated: Case]>;

const garbage = Buffer.alloc(32, 0xa5);

export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Buffer.from(bytes);
  const at = Math.floor(bit / 8) % copy.byteLength;
  copy.writeUInt8(copy.readUInt8(at) ^ (1 << (bit % 8)), at);
  return copy;
}

/** Every way to spoil a list of hashes; `known` are hashes that an attacker has at hand. */
function* spoiledProofs(
  proof: readonly Uint8Array[],
  known: Readonly<Record<string, Uint8Array>>,
): Generator<readonly [string, readonly Uint8Array[]]> {
  for (const [name, hash] of Object.entries({ ...known, garbage })) {
    yield [`${name} before the proof`, [hash, ...proof]];
    yield [`${name} after the proof`, [...proof, hash]];
  }
  const [first] = proof;
  const last = proof.at(-1);
  if (first === undefined || last === undefined) return;
  yield ['proof emptied', []];
  yield ['proof truncated at its end', proof.slice(0, -1)];
  yield ['proof truncated at its beginning', proof.slice(1)];
  yield ['last hash twice', [...proof, last]];
  if (proof.length > 1) yield ['proof reversed', proof.toReversed()];
  for (const at of proof.keys()) {
    const hash = proof[at] ?? garbage;
    yield [`hash ${at} taken out`, proof.toSpliced(at, 1)];
    yield [`hash ${at} twice`, proof.toSpliced(at, 0, hash)];
    yield [`hash ${at} of 31 bytes`, proof.with(at, hash.subarray(1))];
    yield [`hash ${at} of 33 bytes`, proof.with(at, Buffer.concat([hash, Buffer.alloc(1)]))];
    yield [`hash ${at} hashed with itself`, proof.with(at, nodeHash(hash, hash))];
    for (const [name, other] of Object.entries({ ...known, garbage }))
      yield [`hash ${at} replaced by the ${name}`, proof.with(at, other)];
    for (let bit = at % 8; bit < 256; bit += 37)
      yield [`bit ${bit} of hash ${at}`, proof.with(at, flipped(hash, bit))];
    if (at > 0)
      yield [`hashes ${at - 1} and ${at} swapped`, proof.with(at - 1, hash).with(at, proof[at - 1] ?? hash)];
  }
}

/** Every attack on an inclusion proof that must fail; the leaves of the tree have to differ. */
export function* inclusionMutations(good: InclusionCase): Mutations<InclusionCase> {
  const { leaf, index, size, proof, root } = good;
  const [sibling] = proof;
  for (const [attack, spoiled] of spoiledProofs(proof, { leaf, root })) {
    if (!sameList(spoiled, proof)) yield [attack, { ...good, proof: spoiled }];
  }
  for (let bit = 0; bit < 256; bit += 17) {
    yield [`bit ${bit} of the leaf`, { ...good, leaf: flipped(leaf, bit) }];
    yield [`bit ${bit} of the root`, { ...good, root: flipped(root, bit) }];
  }
  yield ['leaf of 31 bytes', { ...good, leaf: leaf.subarray(1) }];
  yield ['root of 31 bytes', { ...good, root: root.subarray(1) }];
  yield ['garbage as leaf', { ...good, leaf: garbage }];
  yield ['garbage as root', { ...good, root: garbage }];
  if (proof.length > 0) yield ['root as leaf', { ...good, leaf: root }];
  if (sibling !== undefined) {
    yield ['sibling as leaf', { ...good, leaf: sibling }];
    yield ['leaf and sibling change places', { ...good, leaf: sibling, proof: [leaf, ...proof.slice(1)] }];
    // The hash of two leaves is a node: its own path is the rest of the proof, and it must not pass for a leaf of this tree.
    for (const node of [nodeHash(leaf, sibling), nodeHash(sibling, leaf)])
      yield ['node as leaf', { ...good, leaf: node, index: Math.floor(index / 2), proof: proof.slice(1) }];
  }
  for (let other = 0; other < size; other += 1)
    if (other !== index) yield [`index ${other}`, { ...good, index: other }];
  for (const outside of [size, size + 1, -1, index + 0.5, index + 2 ** 32, Number.NaN, 2 ** 53])
    yield [`index ${outside}`, { ...good, index: outside }];
  for (const none of [0, -size, size + 0.5, Number.POSITIVE_INFINITY, Number.NaN, 2 ** 53, 2 ** 53 + size])
    yield [`size ${none}`, { ...good, size: none }];
}

/** Every attack on a consistency proof that must fail. */
export function* consistencyMutations(good: ConsistencyCase): Mutations<ConsistencyCase> {
  const { older, newer, proof } = good;
  for (const [attack, spoiled] of spoiledProofs(proof, {
    'older root': older.root,
    'newer root': newer.root,
  })) {
    if (!sameList(spoiled, proof)) yield [attack, { ...good, proof: spoiled }];
  }
  for (let bit = 0; bit < 256; bit += 17) {
    yield [`bit ${bit} of the older root`, { ...good, older: { ...older, root: flipped(older.root, bit) } }];
    yield [`bit ${bit} of the newer root`, { ...good, newer: { ...newer, root: flipped(newer.root, bit) } }];
  }
  for (const root of [garbage, newer.root, older.root.subarray(1), Buffer.alloc(0)])
    if (older.size !== newer.size || root !== newer.root)
      yield ['another older root', { ...good, older: { ...older, root } }];
  for (const root of [garbage, older.root, newer.root.subarray(1), Buffer.alloc(0)])
    if (older.size !== newer.size || root !== older.root)
      yield ['another newer root', { ...good, newer: { ...newer, root } }];
  if (older.size !== newer.size) {
    yield ['heads swapped', { ...good, older: newer, newer: older }];
    yield [
      'roots swapped',
      { ...good, older: { ...older, root: newer.root }, newer: { ...newer, root: older.root } },
    ];
  }
  for (const none of [-1, newer.size + 1, older.size + 0.5, Number.NaN, 2 ** 53])
    yield [`older size ${none}`, { ...good, older: { ...older, size: none } }];
  for (const none of [-1, older.size - 1, newer.size + 0.5, Number.POSITIVE_INFINITY, Number.NaN, 2 ** 53])
    yield [`newer size ${none}`, { ...good, newer: { ...newer, size: none } }];
}

const sameList = (a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean =>
  a.length === b.length && a.every((hash, at) => Buffer.compare(hash, b[at] ?? Buffer.alloc(0)) === 0);
