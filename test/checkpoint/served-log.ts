import { leafHash } from '../../projections/merkle/hash.ts';
import type { TreeHead } from '../../projections/merkle/proof.ts';
import { CompactRange } from '../../projections/merkle/tree.ts';
import { encodeEntries, type TileId, tilePath, tilesOf, tileWidth } from '../../src/checkpoint/tile.ts';

/** A log as a server would serve it: its head, and every tile and bundle under its path. */
export interface ServedLog {
  readonly head: TreeHead;
  readonly entries: readonly Uint8Array[];
  readonly tiles: ReadonlyMap<string, Uint8Array>;
  readonly ids: readonly TileId[];
}

export function servedLog(entries: readonly Uint8Array[]): ServedLog {
  const levels: Uint8Array[][] = [];
  const tree = new CompactRange();
  for (const entry of entries) {
    tree.append(leafHash(entry), (level, index, hash) => {
      if (level % 8 !== 0) return;
      const hashes = levels[level / 8] ?? [];
      hashes[index] = hash;
      levels[level / 8] = hashes;
    });
  }
  const ids = [...tilesOf(entries.length)];
  const bytesOf = ({ level, index, width }: TileId): Uint8Array => {
    const start = index * tileWidth;
    return level === 'entries'
      ? encodeEntries(entries.slice(start, start + width))
      : Buffer.concat((levels[level] ?? []).slice(start, start + width));
  };
  const tiles = new Map(ids.map((id) => [tilePath(id), bytesOf(id)]));
  return { head: { size: entries.length, root: tree.root() }, entries, tiles, ids };
}
