import { LedgerError } from '../../events/errors.ts';
import { hashBytes, nodeHash } from '../../projections/merkle/hash.ts';
import type { NodeReader } from '../../projections/merkle/proof.ts';
import { tileWidth } from '../checkpoint/tile.ts';

const tileHeight = 8;

/**
 * Perfect subtrees of any level from tiles, which hold every eighth level alone: what lies between is hashed again.
 * @throws LedgerError `tile-invalid` for a node that the tiles do not reach
 */
export const nodesOf =
  (tile: (level: number, index: number) => Uint8Array | null): NodeReader =>
  (level, index) => {
    const tileLevel = Math.floor(level / tileHeight);
    const width = 2 ** (level % tileHeight);
    const first = index * width;
    const tileIndex = Math.floor(first / tileWidth);
    const at = (first % tileWidth) * hashBytes;
    const hashes = tile(tileLevel, tileIndex)?.subarray(at, at + width * hashBytes);
    if (hashes === undefined || hashes.byteLength < width * hashBytes) {
      const where = `tile/${tileLevel}/${tileIndex}`;
      throw new LedgerError('tile-invalid', `${where} does not hold all that a proof needs`, {
        tile: where,
        rule: `at least ${(first % tileWidth) + width} hashes`,
      });
    }
    return perfectRoot(hashes);
  };

function perfectRoot(hashes: Uint8Array): Uint8Array {
  if (hashes.byteLength === hashBytes) return hashes;
  const half = hashes.byteLength / 2;
  return nodeHash(perfectRoot(hashes.subarray(0, half)), perfectRoot(hashes.subarray(half)));
}
