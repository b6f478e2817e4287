import type { NodeReader } from '../../projections/merkle/proof.ts';
import type { TileId } from '../checkpoint/tile.ts';

/** A signed head that has been published. */
export interface Published {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** The signed note, with whatever cosignatures it has by now. */
  readonly note: string;
}

/** The log as everybody may read it: nothing in it lies beyond the newest checkpoint. */
export interface PublishedLog {
  /** Null before the first. */
  newest(): Published | null;
  /** Hashes of a tile that lies within the newest checkpoint; null for another, and for `entries`. */
  tile(id: TileId): Uint8Array | null;
  /** Perfect subtrees within the newest checkpoint, to make proofs of. */
  readonly nodes: NodeReader;
}

/** The log of the ledger that this process has open. */
export interface ReadableLog extends PublishedLog {
  /** The checkpoint of exactly this size under the present origin; null where none was made. */
  ofSize(size: number): Promise<Published | null>;
  /**
   * The newest checkpoint once it covers the entry at this index; where this process signs, one is signed soon.
   * @throws why it is not signed, and `store-unavailable` when the signal aborts
   */
  covering(index: number, signal?: AbortSignal): Promise<Published>;
}
