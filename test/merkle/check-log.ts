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
import {
  decodeEntries,
  encodeEntries,
  isInTree,
  levelLength,
  parseTilePath,
  type TileId,
  tileHashes,
  tilePath,
  tilesOf,
  tileWidth,
} from '../../src/checkpoint/tile.ts';
import { TileReader } from '../../src/checkpoint/tile-reader.ts';
import { LiteralLog } from './literal-rfc.ts';

/** A log grown by the code that is tested, beside the same log by the letter of the RFC. */
export class GrownLog {
  readonly literal = new LiteralLog();
  readonly #nodes = new Map<string, Uint8Array>();
  #tree = new CompactRange();

  readonly nodes: NodeReader = (level, index) => {
    const hash = this.#nodes.get(`${level}/${index}`);
    if (hash === undefined) throw new RangeError(`no perfect subtree ${index} at level ${level}`);
    return hash;
  };

  get tree(): CompactRange {
    return this.#tree;
  }

  append(entry: Uint8Array): void {
    this.literal.append(entry);
    this.#tree.append(leafHash(entry), (level, index, hash) => {
      this.#nodes.set(`${level}/${index}`, hash);
    });
    // What is appended to next is always a tree resumed from what was kept of it.
    this.#tree = new CompactRange(this.#tree.size, this.#tree.roots);
  }

  /** The bytes of a tile or bundle of the log as it is now. */
  tile({ level, index, width }: TileId): Uint8Array {
    const numbers = Array.from({ length: width }, (_, at) => index * tileWidth + at);
    if (level === 'entries') return encodeEntries(numbers.map((number) => this.literal.entry(number)));
    return Buffer.concat(numbers.map((number) => this.nodes(8 * level, number)));
  }
}

/** Everything that can be asked of a log of this size, against the letter of the RFC. @throws Error saying what differs */
export async function checkLog(log: GrownLog, size: number): Promise<void> {
  checkRoot(log, size);
  checkInclusion(log, size);
  checkConsistency(log, size);
  checkTiles(log, size);
  await checkReader(log, size);
}

function checkRoot({ literal, nodes, tree }: GrownLog, size: number): void {
  const root = literal.mth(0, size);
  same([root], [tree.root()], `root of ${size}`);
  same([root], [rootOf(nodes, size)], `root of ${size} from nodes`);
  same([root], [new CompactRange(size, tree.roots).root()], `root of ${size}, resumed`);
}

function checkInclusion({ literal, nodes }: GrownLog, size: number): void {
  const root = literal.mth(0, size);
  for (let index = 0; index < size; index += 1) {
    const proof = inclusionProof(nodes, index, size);
    same(literal.path(index, 0, size), proof, `path of ${index} in ${size}`);
    verifyInclusion(literal.mth(index, index + 1), index, size, proof, root);
  }
}

function checkConsistency({ literal, nodes }: GrownLog, size: number): void {
  const newer = { size, root: literal.mth(0, size) };
  for (let older = 0; older <= size; older += 1) {
    const proof = consistencyProof(nodes, older, size);
    same(older === 0 ? [] : literal.proof(older, size), proof, `proof from ${older} to ${size}`);
    verifyConsistency({ size: older, root: literal.mth(0, older) }, newer, proof);
  }
}

/** C2SP tlog-tiles: hash i of tile n at level l is `MTH(D[(n·256 + i)·256^l : (n·256 + i + 1)·256^l])`. */
function checkTiles(log: GrownLog, size: number): void {
  const paths: string[] = [];
  const of = (level: TileId['level'], span: number): void => {
    const count = Math.floor(size / span);
    for (let start = 0; start < count; start += tileWidth) {
      const id: TileId = { level, index: start / tileWidth, width: Math.min(tileWidth, count - start) };
      paths.push(tilePath(id));
      checkTile(log, id, span, size);
    }
    if (level !== 'entries') same([count], [levelLength(size, level)], `hashes at level ${level} of ${size}`);
  };
  of('entries', 1);
  for (let level = 0, span = 1; span <= size; level += 1, span *= tileWidth) of(level, span);
  same(paths, [...tilesOf(size)].map(tilePath), `tiles of ${size}`);
}

function checkTile(log: GrownLog, id: TileId, span: number, size: number): void {
  const path = tilePath(id);
  same([JSON.stringify(id)], [JSON.stringify(parseTilePath(path))], path);
  const more = (id.index * tileWidth + id.width + 1) * span <= size;
  const inside = [isInTree(id, size), isInTree({ ...id, width: id.width + 1 }, size)];
  same([true, more], inside, `${path} in ${size}`);
  const starts = Array.from({ length: id.width }, (_, at) => (id.index * tileWidth + at) * span);
  const expected = starts.map((start) => log.literal.mth(start, start + span));
  const bytes = log.tile(id);
  const hashes =
    id.level === 'entries' ? decodeEntries(bytes, id.width).map(leafHash) : tileHashes(bytes, id.width);
  same(expected, hashes, `${path} of ${size}`);
}

async function checkReader(log: GrownLog, size: number): Promise<void> {
  const root = log.literal.mth(0, size);
  const reader = await TileReader.open({ size, root }, (id) =>
    Promise.resolve(isInTree(id, size) ? log.tile(id) : null),
  );
  for (let bundle = 0; bundle * tileWidth < size; bundle += 1) {
    const entries = await reader.entries(bundle);
    const expected = entries.map((_, at) => log.literal.entry(bundle * tileWidth + at));
    same(expected, entries, `bundle ${bundle} of ${size}`);
  }
  if (size === 0) return;
  for (const index of new Set([0, Math.floor(size / 2), size - 1])) {
    const path = log.literal.path(index, 0, size);
    same(path, await reader.inclusionProof(index), `path of ${index} in ${size}, from tiles`);
    const proof = log.literal.proof(index + 1, size);
    same(proof, await reader.consistencyProof(index + 1), `proof from ${index + 1} to ${size}, from tiles`);
  }
}

/** Not chai's: 2 million comparisons are made. */
function same(expected: readonly unknown[], given: readonly unknown[], what: string): void {
  const equal = (a: unknown, b: unknown): boolean =>
    a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : a === b;
  if (expected.length === given.length && expected.every((each, at) => equal(each, given[at]))) return;
  throw new Error(`${what} differs from the RFC: ${given.length} of ${expected.length}`);
}
