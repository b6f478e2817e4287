import { emptyRoot, leafHash, sameHash } from '../../projections/merkle/hash.ts';
import {
  consistencyProof,
  inclusionProof,
  type NodeReader,
  type TreeHead,
} from '../../projections/merkle/proof.ts';
import { CompactRange } from '../../projections/merkle/tree.ts';
import {
  decodeEntries,
  invalidTile,
  levelLength,
  type TileId,
  tileHashes,
  tilePath,
  tileWidth,
} from './tile.ts';

/** The bytes of a tile or bundle as a log serves them, whoever carries them; null where there is none of that width. */
export type FetchTile = (id: TileId) => Promise<Uint8Array | null>;

/** Full tiles that are kept once they are checked: 4 MiB. */
const mostKept = 512;

/**
 * Reads a log through its tiles, and believes none of them: each is checked against the head before anything of it is
 * handed on. The partial tiles, one a level, lead to the root together, so `open` reads them all at once; a full tile leads to one hash
 * of the tile above it, which is checked first; an entry leads to its leaf hash. The head is the caller's to trust: take it from
 * `openCheckpoint`.
 *
 * ```js
 * const entries = ['a', 'b'].map(utf8)
 * const [a, b] = entries.map(leafHash)
 * const served = { 'tile/0/000.p/2': Buffer.concat([a, b]), 'tile/entries/000.p/2': encodeEntries(entries) }
 * const log = await TileReader.open({ size: 2, root: nodeHash(a, b) }, async (id) => served[tilePath(id)] ?? null)
 * String(await log.entry(1)) // b
 * hex((await log.inclusionProof(1))[0]) === hex(a) // true
 * ```
 */
export class TileReader {
  readonly head: TreeHead;
  readonly #fetch: FetchTile;
  /** The partial tile of each level that has one. */
  readonly #edge: ReadonlyMap<number, readonly Uint8Array[]>;
  readonly #full = new Map<string, readonly Uint8Array[]>();

  private constructor(head: TreeHead, fetch: FetchTile, edge: ReadonlyMap<number, readonly Uint8Array[]>) {
    this.head = head;
    this.#fetch = fetch;
    this.#edge = edge;
  }

  /** @throws LedgerError `tile-invalid` unless the partial tiles lead to the head's root */
  static async open(head: TreeHead, fetch: FetchTile): Promise<TileReader> {
    const edge = new Map<number, readonly Uint8Array[]>();
    const roots: Uint8Array[] = [];
    for (let level = 0, length = head.size; length > 0; level += 1, length = levelLength(head.size, level)) {
      const width = length % tileWidth;
      if (width === 0) continue;
      const hashes = await fetchHashes(fetch, { level, index: Math.floor(length / tileWidth), width });
      edge.set(level, hashes);
      roots.unshift(...rangeOf(hashes).roots);
    }
    if (!sameHash(new CompactRange(head.size, roots).root(), head.root))
      throw invalidTile('the partial tiles', 'do not lead to the root of the checkpoint');
    return new TileReader(head, fetch, edge);
  }

  /**
   * The hashes of one tile: of level 8 × `level` of the tree, from number 256 × `index` on.
   * @throws LedgerError `tile-invalid` for a tile that is not the one of the tree, or lies outside it
   */
  async hashes(level: number, index: number): Promise<readonly Uint8Array[]> {
    const length = levelLength(this.head.size, level);
    const id: TileId = { level, index, width: Math.min(tileWidth, length - index * tileWidth) };
    const path = tilePath({ ...id, width: tileWidth });
    if (id.width <= 0) throw invalidTile(path, `lies outside the tree of ${this.head.size} entries`);
    const known = id.width < tileWidth ? this.#edge.get(level) : this.#full.get(path);
    if (known !== undefined) return known;
    const above = await this.hashes(level + 1, Math.floor(index / tileWidth));
    const hashes = await fetchHashes(this.#fetch, id);
    const signed = above[index % tileWidth];
    if (signed === undefined || !sameHash(rangeOf(hashes).root(), signed))
      throw invalidTile(path, 'does not lead to the root of the checkpoint');
    this.#keep(path, hashes);
    return hashes;
  }

  /** The entries of one bundle, from entry 256 × `index` on. @throws LedgerError `tile-invalid` */
  async entries(index: number): Promise<readonly Uint8Array[]> {
    const leaves = await this.hashes(0, index);
    const id: TileId = { level: 'entries', index, width: leaves.length };
    const { bytes, width } = await fetched(this.#fetch, id);
    const entries = decodeEntries(bytes, width, tilePath(id)).slice(0, id.width);
    entries.forEach((entry, at) => {
      const leaf = leaves[at];
      if (leaf !== undefined && sameHash(leafHash(entry), leaf)) return;
      throw invalidTile(
        tilePath(id),
        `has another entry ${index * tileWidth + at} than the checkpoint signs`,
      );
    });
    return entries;
  }

  /** @throws LedgerError `tile-invalid`, also for an index outside the tree */
  async entry(index: number): Promise<Uint8Array> {
    const entry = (await this.entries(Math.floor(index / tileWidth)))[index % tileWidth];
    if (entry === undefined) throw invalidTile(`entry ${index}`, 'lies outside the tree');
    return entry;
  }

  /** The root of a perfect subtree, as `NodeReader` counts them. @throws LedgerError `tile-invalid` */
  async node(level: number, index: number): Promise<Uint8Array> {
    const span = 2 ** (level % 8);
    const inTile = tileWidth / span;
    const hashes = await this.hashes(Math.floor(level / 8), Math.floor(index / inTile));
    const start = (index % inTile) * span;
    const under = hashes.slice(start, start + span);
    if (under.length < span) throw invalidTile(`node ${index} of level ${level}`, 'lies outside the tree');
    return rangeOf(under).root();
  }

  /** That entry `index` stands in the tree of `size` entries. @throws LedgerError `tile-invalid`, `proof-invalid` */
  inclusionProof(index: number, size = this.head.size): Promise<Uint8Array[]> {
    return this.#prove((nodes) => inclusionProof(nodes, index, size));
  }

  /** That the tree of `newer` entries begins with the `older` ones. @throws LedgerError `tile-invalid`, `proof-invalid` */
  consistencyProof(older: number, newer = this.head.size): Promise<Uint8Array[]> {
    return this.#prove((nodes) => consistencyProof(nodes, older, newer));
  }

  /** Makes the proof twice: first to learn which nodes it asks for, then of those nodes. */
  async #prove(make: (nodes: NodeReader) => Uint8Array[]): Promise<Uint8Array[]> {
    const asked = new Map<string, readonly [number, number]>();
    make((level, index) => {
      asked.set(`${level}/${index}`, [level, index]);
      return emptyRoot;
    });
    const nodes = new Map<string, Uint8Array>();
    for (const [key, [level, index]] of asked) nodes.set(key, await this.node(level, index));
    return make((level, index) => {
      const node = nodes.get(`${level}/${index}`);
      if (node === undefined) throw new TypeError('a proof of one size asks for the same nodes each time');
      return node;
    });
  }

  #keep(path: string, hashes: readonly Uint8Array[]): void {
    const [oldest] = this.#full.keys();
    if (this.#full.size >= mostKept && oldest !== undefined) this.#full.delete(oldest);
    this.#full.set(path, hashes);
  }
}

/** A partial tile may have been deleted once the full one is there: then that one is asked for. */
async function fetched(fetch: FetchTile, id: TileId): Promise<{ bytes: Uint8Array; width: number }> {
  const bytes = await fetch(id);
  if (bytes !== null) return { bytes, width: id.width };
  const full = id.width < tileWidth ? await fetch({ ...id, width: tileWidth }) : null;
  if (full === null) throw invalidTile(tilePath(id), 'is missing');
  return { bytes: full, width: tileWidth };
}

async function fetchHashes(fetch: FetchTile, id: TileId): Promise<readonly Uint8Array[]> {
  const { bytes, width } = await fetched(fetch, id);
  return tileHashes(bytes, width, tilePath(id)).slice(0, id.width);
}

function rangeOf(hashes: readonly Uint8Array[]): CompactRange {
  const range = new CompactRange();
  for (const hash of hashes) range.append(hash);
  return range;
}
