import { CompactRange } from '../../projections/merkle/tree.ts';
import { type TileId, tileWidth } from '../checkpoint/tile.ts';

/** Tiles are as high as this many levels of the tree. */
const tileHeight = 8;

export interface BuiltTile {
  readonly id: TileId;
  readonly bytes: Uint8Array;
}

/** Makes every tile of a growing tree anew from its leaves, and keeps no more of each level than its open tile. */
export class TileBuilder {
  readonly #range: CompactRange;
  /** By level of tiles: the hashes of the tile that is not full yet. */
  readonly #open: Uint8Array[][];
  readonly #full: number[];

  private constructor(range: CompactRange, open: Uint8Array[][], full: number[]) {
    this.#range = range;
    this.#open = open;
    this.#full = full;
  }

  static empty(): TileBuilder {
    return new TileBuilder(new CompactRange(), [], []);
  }

  get size(): number {
    return this.#range.size;
  }

  root(): Uint8Array {
    return this.#range.root();
  }

  /** Appends a leaf hash; gives the tiles that are full with it, lowest level first. */
  append(leaf: Uint8Array): readonly BuiltTile[] {
    const built: BuiltTile[] = [];
    this.#range.append(leaf, (level, _index, hash) => {
      if (level % tileHeight !== 0) return;
      const tile = this.#take(level / tileHeight, hash);
      if (tile !== null) built.push(tile);
    });
    return built;
  }

  /** The partial tiles of the tree as it is: at most one for each level. */
  partial(): readonly BuiltTile[] {
    return this.#open.flatMap((hashes, level) =>
      hashes.length === 0
        ? []
        : [
            {
              id: { level, index: this.#full[level] ?? 0, width: hashes.length },
              bytes: Buffer.concat(hashes),
            },
          ],
    );
  }

  copy(): TileBuilder {
    return new TileBuilder(
      this.#range.copy(),
      this.#open.map((hashes) => [...hashes]),
      [...this.#full],
    );
  }

  #take(level: number, hash: Uint8Array): BuiltTile | null {
    const hashes = this.#open[level] ?? [];
    hashes.push(hash);
    this.#open[level] = hashes;
    if (hashes.length < tileWidth) return null;
    const index = this.#full[level] ?? 0;
    this.#full[level] = index + 1;
    this.#open[level] = [];
    return { id: { level, index, width: tileWidth }, bytes: Buffer.concat(hashes) };
  }
}
