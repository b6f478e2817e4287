import { LedgerError } from '../../events/errors.ts';
import { hashBytes, isTreeSize } from '../../projections/merkle/hash.ts';
import { decimal } from './base64.ts';

/** Hashes of a full tile, and entries of a full bundle: tiles are 8 levels high (C2SP tlog-tiles). */
export const tileWidth = 256;
const mostLevel = 63;
export const fullTileBytes = tileWidth * hashBytes;
/** The length of an entry is written in 16 bits. */
export const mostEntryBytes = 65_535;

/** `level` n: hashes of level 8n of the tree; `entries`: the leaves' own bytes. */
export interface TileId {
  readonly level: number | 'entries';
  readonly index: number;
  /** Hashes or entries in it, 1…256; below 256 it is a partial one. */
  readonly width: number;
}

/**
 * `tile/<level>/<index>[.p/<width>]`, the index in groups of three digits, all but the last with an `x` before it.
 *
 * ```js
 * tilePath({ level: 1, index: 1234067, width: 256 }) // tile/1/x001/x234/067
 * tilePath({ level: 'entries', index: 3, width: 7 }) // tile/entries/003.p/7
 * parseTilePath('tile/0/000.p/1') // {"level":0,"index":0,"width":1}
 * ```
 * @throws LedgerError `tile-invalid` for what can be no tile
 */
export function tilePath(id: TileId): string {
  const { level, index, width } = id;
  if (!isTile(id))
    throw invalidTile(
      `tile/${level}/${index}.p/${width}`,
      'has a level from 0 to 63 or entries, an index from 0, and a width from 1 to 256',
    );
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g) ?? [];
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${path}${width < tileWidth ? `.p/${width}` : ''}`;
}

/** Null for whatever is not the one spelling of a tile's path. */
export function parseTilePath(path: string): TileId | null {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (match === null) return null;
  const [, of = '', groups = '', partial] = match;
  const level = of === 'entries' ? of : decimal(of);
  const index = Number(groups.replaceAll(/[x/]/g, ''));
  const width = partial === undefined ? tileWidth : decimal(partial);
  if (level === null || width === null) return null;
  const id: TileId = { level, index, width };
  return isTile(id) && tilePath(id) === path ? id : null;
}

const isTile = ({ level, index, width }: TileId): boolean =>
  (level === 'entries' || (isTreeSize(level) && level <= mostLevel)) &&
  isTreeSize(index) &&
  isTreeSize(width) &&
  width > 0 &&
  width <= tileWidth;

/** How many hashes a level of tiles has in a tree of this size: `floor(size / 256^level)`. */
export function levelLength(size: number, level: number): number {
  let length = size;
  for (let at = 0; at < level; at += 1) length = Math.floor(length / tileWidth);
  return length;
}

/**
 * Every tile of a tree of this size, entry bundles first, then level by level: the full ones and at each level at most one
 * partial.
 *
 * ```js
 * [...tilesOf(256)].map(tilePath) // ["tile/entries/000","tile/0/000","tile/1/000.p/1"]
 * ```
 */
export function* tilesOf(size: number): Generator<TileId> {
  const ofLevel = function* (level: TileId['level'], length: number): Generator<TileId> {
    const full = Math.floor(length / tileWidth);
    for (let index = 0; index < full; index += 1) yield { level, index, width: tileWidth };
    if (length % tileWidth > 0) yield { level, index: full, width: length % tileWidth };
  };
  yield* ofLevel('entries', size);
  for (let level = 0, length = size; length > 0; level += 1, length = Math.floor(length / tileWidth))
    yield* ofLevel(level, length);
}

/** True for a tile or bundle that belongs to a tree of this size; one that lies inside a fuller one does too. */
export function isInTree({ level, index, width }: TileId, size: number): boolean {
  const length = level === 'entries' ? size : levelLength(size, level);
  return index * tileWidth + width <= length;
}

/**
 * Entries with their lengths before them: `uint16be(length) ‖ entry`, one after the other.
 *
 * ```js
 * hex(encodeEntries([utf8('hi'), utf8('')])) // 000268690000
 * decodeEntries(encodeEntries([utf8('hi'), utf8('')]), 2).map(String) // ["hi",""]
 * ```
 * @throws LedgerError `tile-invalid`
 */
export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(
    entries.flatMap((entry) => {
      if (entry.byteLength > mostEntryBytes)
        throw invalidTile('entries', 'an entry has at most 65,535 bytes');
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.byteLength);
      return [length, entry];
    }),
  );
}

/** The entries of a bundle; there must be `width` of them and nothing after. @throws LedgerError `tile-invalid` */
export function decodeEntries(bundle: Uint8Array, width: number, path = 'entries'): Uint8Array[] {
  const bytes = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.byteLength) {
    if (at + 2 > bytes.byteLength) throw invalidTile(path, 'ends within the length of an entry');
    const end = at + 2 + bytes.readUInt16BE(at);
    if (end > bytes.byteLength) throw invalidTile(path, 'ends within an entry');
    if (entries.length === width) throw invalidTile(path, `holds more than ${width} entries`);
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  if (entries.length < width)
    throw invalidTile(path, `holds ${entries.length} entries, and should hold ${width}`);
  return entries;
}

/** The hashes of a tile. @throws LedgerError `tile-invalid` unless there are `width` of them */
export function tileHashes(tile: Uint8Array, width: number, path = 'tile'): Uint8Array[] {
  if (tile.byteLength !== width * hashBytes)
    throw invalidTile(path, `has ${tile.byteLength} bytes, and ${width} hashes have ${width * hashBytes}`);
  return Array.from({ length: width }, (_, at) => tile.subarray(at * hashBytes, (at + 1) * hashBytes));
}

export const invalidTile = (tile: string, rule: string): LedgerError<'tile-invalid'> =>
  new LedgerError('tile-invalid', `${tile} ${rule}`, { tile, rule });
