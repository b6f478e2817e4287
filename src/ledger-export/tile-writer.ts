import { hashBytes, leafHash } from '../../projections/merkle/hash.ts';
import { CompactRange } from '../../projections/merkle/tree.ts';
import { encodeEntries, type TileId, tilePath, tileWidth } from '../checkpoint/tile.ts';

const tileHeight = 8;

interface Filling {
  index: number;
  hashes: Uint8Array[];
}

/** Makes the tiles and entry bundles of a tree from its leaves in order, each as soon as it is full. */
export class TileWriter {
  readonly #write: (path: string, bytes: Uint8Array) => Promise<void>;
  readonly #range = new CompactRange();
  readonly #levels: Filling[] = [];
  #entries: Uint8Array[] = [];

  constructor(write: (path: string, bytes: Uint8Array) => Promise<void>) {
    this.#write = write;
  }

  /** @throws LedgerError `tile-invalid` for an entry that is too long */
  async append(entry: Uint8Array): Promise<void> {
    const full: TileId[] = [];
    this.#range.append(leafHash(entry), (level, index, hash) => {
      if (level % tileHeight > 0) return;
      const filling = this.#fillingOf(level / tileHeight);
      filling.hashes.push(hash);
      if ((index + 1) % tileWidth > 0) return;
      full.push({ level: level / tileHeight, index: filling.index, width: tileWidth });
    });
    this.#entries.push(entry);
    if (this.#entries.length === tileWidth) await this.#writeEntries();
    for (const id of full) await this.#writeTile(id);
  }

  /** Writes the partial ones and answers the root. */
  async finish(): Promise<Uint8Array> {
    if (this.#entries.length > 0) await this.#writeEntries();
    for (const [level, { index, hashes }] of this.#levels.entries())
      if (hashes.length > 0) await this.#writeTile({ level, index, width: hashes.length });
    return this.#range.root();
  }

  async #writeEntries(): Promise<void> {
    const width = this.#entries.length;
    const index = Math.ceil(this.#range.size / tileWidth) - 1;
    const bytes = encodeEntries(this.#entries);
    this.#entries = [];
    await this.#write(tilePath({ level: 'entries', index, width }), bytes);
  }

  async #writeTile(id: TileId): Promise<void> {
    const filling = this.#fillingOf(Number(id.level));
    const bytes = Buffer.concat(filling.hashes, filling.hashes.length * hashBytes);
    filling.hashes = [];
    filling.index += 1;
    await this.#write(tilePath(id), bytes);
  }

  #fillingOf(level: number): Filling {
    const filling = this.#levels[level] ?? { index: 0, hashes: [] };
    this.#levels[level] = filling;
    return filling;
  }
}
