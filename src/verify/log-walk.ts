import { hash } from 'node:crypto';
import { isLedgerError } from '../../events/errors.ts';
import { leafHash } from '../../projections/merkle/hash.ts';
import { decodeEntries, tilePath, tileWidth } from '../checkpoint/tile.ts';
import type { EventChecks } from './event-checks.ts';
import type { Files } from './files.ts';
import type { Findings } from './finding.ts';
import { type BuiltTile, TileBuilder } from './tile-builder.ts';

export interface LogWalk {
  readonly files: Pick<Files, 'read'>;
  readonly findings: Findings;
  readonly size: number;
  /** Null where the tree alone is checked. */
  readonly checks: EventChecks | null;
  /** Told of each size that is reached, with a root that can be asked for. */
  readonly onSize?: (size: number, root: () => Uint8Array) => void;
  readonly onProgress?: (done: number, size: number) => void;
}

/**
 * Reads the log bundle by bundle: hashes every entry anew, builds every tile anew and compares it with the one that is
 * there, and hands the entries to `checks`. Gives the tree, which is shorter than `size` where a bundle could not be read:
 * behind it nothing can be told.
 */
export async function walkLog(walk: LogWalk): Promise<TileBuilder> {
  const { size, checks, onProgress } = walk;
  const tree = TileBuilder.empty();
  walk.onSize?.(0, () => tree.root());
  for (let index = 0; index * tileWidth < size; index += 1) {
    const end = Math.min(size, (index + 1) * tileWidth);
    await checks?.prepare(end);
    if (!(await walkBundle(walk, tree, index))) return tree;
    onProgress?.(end, size);
  }
  for (const tile of tree.partial()) await compareTile(walk, tile);
  return tree;
}

/** Appends one bundle to the tree; false where it could not be read. Level 0 tiles that it fills are compared at once. */
export async function walkBundle(walk: LogWalk, tree: TileBuilder, index: number): Promise<boolean> {
  const first = index * tileWidth;
  const width = Math.min(walk.size - first, tileWidth);
  const path = tilePath({ level: 'entries', index, width });
  const bundle = await walk.files.read(path);
  const entries = bundle === null ? null : entriesOf(bundle, width, path);
  if (entries === null || typeof entries === 'string') {
    walk.findings.add(
      'bundle-invalid',
      `${entries ?? `${path} is missing`}: entries ${first} to ${first + width - 1} and all behind them are not checked`,
      { path, index: first },
    );
    return false;
  }
  let offset = 0;
  const built: BuiltTile[] = [];
  for (const [at, entry] of entries.entries()) {
    built.push(...tree.append(leafHash(entry)));
    walk.checks?.entry(first + at, entry, { path, offset, index: first + at });
    walk.onSize?.(tree.size, () => tree.root());
    offset += 2 + entry.byteLength;
  }
  for (const tile of built) await compareTile(walk, tile);
  return true;
}

/** Compares a tile with the one that was built anew from the entries. */
export async function compareTile({ files, findings }: LogWalk, { id, bytes }: BuiltTile): Promise<void> {
  const path = tilePath(id);
  const there = await files.read(path);
  if (there === null || hash('sha256', there, 'hex') === hash('sha256', bytes, 'hex')) return;
  const first = there.findIndex((byte, offset) => byte !== bytes[offset]);
  const offset = first < 0 ? Math.min(there.byteLength, bytes.byteLength) : first;
  findings.add('tile-differs', `${path} is not what the entries hash to, from byte ${offset} on`, {
    path,
    offset,
  });
}

function entriesOf(bundle: Uint8Array, width: number, path: string): Uint8Array[] | string {
  try {
    return decodeEntries(bundle, width, path);
  } catch (error) {
    if (isLedgerError(error)) return error.message;
    throw error;
  }
}
