import { leafHash } from '../../projections/merkle/hash.ts';
import { encodeEntries, tilePath, tileWidth } from '../checkpoint/tile.ts';
import { TileBuilder } from '../verify/tile-builder.ts';

/** Writes the tiles and entry bundles of a tree from its leaves in order, each as soon as it is full. */
export class TileWriter {
  readonly #write: (path: string, bytes: Uint8Array) => Promise<void>;
  readonly #tiles = TileBuilder.empty();
  #entries: Uint8Array[] = [];

  constructor(write: (path: string, bytes: Uint8Array) => Promise<void>) {
    this.#write = write;
  }

  /** @throws LedgerError `tile-invalid` for an entry that is too long */
  async append(entry: Uint8Array): Promise<void> {
    const full = this.#tiles.append(leafHash(entry));
    this.#entries.push(entry);
    if (this.#entries.length === tileWidth) await this.#writeEntries();
    for (const { id, bytes } of full) await this.#write(tilePath(id), bytes);
  }

  /** Writes the partial ones and answers the root. */
  async finish(): Promise<Uint8Array> {
    if (this.#entries.length > 0) await this.#writeEntries();
    for (const { id, bytes } of this.#tiles.partial()) await this.#write(tilePath(id), bytes);
    return this.#tiles.root();
  }

  async #writeEntries(): Promise<void> {
    const width = this.#entries.length;
    const index = Math.ceil(this.#tiles.size / tileWidth) - 1;
    const bytes = encodeEntries(this.#entries);
    this.#entries = [];
    await this.#write(tilePath({ level: 'entries', index, width }), bytes);
  }
}
