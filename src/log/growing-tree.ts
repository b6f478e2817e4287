import { hashBytes, leafHash } from '../../projections/merkle/hash.ts';
import type { CompactRange } from '../../projections/merkle/tree.ts';
import { tileWidth } from '../checkpoint/tile.ts';
import type { StoredEvent } from '../store/event-store.ts';
import type { Mark, TileHashes, TreeFile } from './tree-file.ts';

const tileHeight = 8;

interface Edge {
  index: number;
  hashes: Uint8Array[];
}

/** Appends the store's events to the tree, and their hashes to its tiles. */
export class GrowingTree {
  readonly #file: TreeFile;
  #range: CompactRange;
  /** The last tile of each level, which grows. */
  #edges = new Map<number, Edge>();

  constructor(file: TreeFile) {
    this.#file = file;
    this.#range = file.range();
  }

  get size(): number {
    return this.#range.size;
  }

  /** Root of all that was appended, from memory: what the file says is held against it. */
  root(): Uint8Array {
    return this.#range.root();
  }

  /** Begins anew. */
  clear(): void {
    this.#file.clear();
    this.#range = this.#file.range();
    this.#edges.clear();
  }

  /** Adds events in ledger order: all of them, or none where the file cannot be written. */
  append(events: readonly StoredEvent[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    const range = this.#range.copy();
    const written = new Map<string, Edge & { readonly level: number }>();
    const marks: Mark[] = [];
    const onNode = (level: number, index: number, hash: Uint8Array): void => {
      if (level % tileHeight > 0) return;
      const edge = this.#edgeOf(level / tileHeight, Math.floor(index / tileWidth));
      edge.hashes.push(hash);
      written.set(`${level}/${edge.index}`, { ...edge, level: level / tileHeight });
    };
    try {
      for (const { body, position } of events) {
        range.append(leafHash(Buffer.from(body)), onNode);
        if (range.size % tileWidth === 0) marks.push({ index: range.size / tileWidth - 1, position });
      }
      const tiles: Iterable<TileHashes> = [...written.values()].map(({ level, index, hashes }) => ({
        level,
        index,
        hashes: Buffer.concat(hashes),
      }));
      this.#file.write(tiles, marks, { size: range.size, position: last.position });
    } catch (error) {
      // What was added in memory alone is read back from the file.
      this.#edges.clear();
      throw error;
    }
    this.#range = range;
  }

  #edgeOf(level: number, index: number): Edge {
    const known = this.#edges.get(level);
    if (known?.index === index) return known;
    const kept = this.#file.tile(level, index) ?? new Uint8Array();
    const hashes = Array.from({ length: kept.byteLength / hashBytes }, (_, at) =>
      kept.subarray(at * hashBytes, (at + 1) * hashBytes),
    );
    const edge = { index, hashes };
    this.#edges.set(level, edge);
    return edge;
  }
}
