import { existsSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { LedgerError } from '../../events/errors.ts';
import { hashBytes } from '../../projections/merkle/hash.ts';
import type { NodeReader } from '../../projections/merkle/proof.ts';
import { CompactRange } from '../../projections/merkle/tree.ts';
import { tileWidth } from '../checkpoint/tile.ts';
import type { Position } from '../store/event-store.ts';
import { inMemory, makeAlone } from '../store/sqlite/side-file.ts';
import { nodesOf } from './nodes-of-tiles.ts';

/** Up to where the tree has followed the store. */
export interface TreeEnd {
  readonly size: number;
  /** Of the last leaf; null before the first. */
  readonly position: Position | null;
}

/** Hashes of one tile, as far as it goes now. */
export interface TileHashes {
  readonly level: number;
  readonly index: number;
  readonly hashes: Uint8Array;
}

/** Where bundle `index` of entries ends in the store. */
export interface Mark {
  readonly index: number;
  readonly position: Position;
}

const schema = [
  'CREATE TABLE tile (level INTEGER NOT NULL, tile INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY (level, tile)) STRICT, WITHOUT ROWID',
  'CREATE TABLE mark (bundle INTEGER PRIMARY KEY, position TEXT NOT NULL) STRICT',
  'CREATE TABLE tree_end (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, position TEXT) STRICT',
];
const busyMs = 5_000;
/** A proof reads one tile of each level, and the next one mostly the same. */
const tilesKept = 64;

/**
 * The tree's tiles in a file of their own (`tree.db`). A view: what it holds follows from the store, and can be made anew.
 * Whoever reads it beside the process that writes opens it with `readOnly`.
 */
export class TreeFile {
  readonly #db: Database.Database;
  readonly #kept = new Map<string, Uint8Array>();
  readonly nodes: NodeReader;

  private constructor(db: Database.Database) {
    this.#db = db;
    this.nodes = nodesOf((level, index) => this.tile(level, index));
  }

  /**
   * Opens the file; one that is damaged or of another version is made anew, or with `readOnly` refused.
   * @throws LedgerError `store-unavailable`
   */
  static open(path: string, { readOnly = false } = {}): TreeFile {
    if (readOnly) {
      const found = existsSync(path) ? opened(path, true) : null;
      if (found !== null) return new TreeFile(found);
      throw new LedgerError('store-unavailable', `there is no tree at ${path} yet`, { reason: 'no-tree' });
    }
    const found = path !== inMemory && existsSync(path) ? opened(path, false) : null;
    return new TreeFile(found ?? made(path));
  }

  end(): TreeEnd {
    const row = this.#db.prepare<[], TreeEnd>('SELECT size, position FROM tree_end').get();
    return row ?? { size: 0, position: null };
  }

  /** The tile's hashes as far as they go; null where there are none. */
  tile(level: number, index: number): Uint8Array | null {
    const key = `${level}/${index}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const found = this.#db
      .prepare<[number, number], Buffer>('SELECT hashes FROM tile WHERE level = ? AND tile = ?')
      .pluck()
      .get(level, index);
    if (found === undefined) return null;
    if (found.byteLength === tileWidth * hashBytes) {
      for (const [oldest] of this.#kept) if (this.#kept.size >= tilesKept) this.#kept.delete(oldest);
      this.#kept.set(key, found);
    }
    return found;
  }

  leaf(index: number): Uint8Array {
    return this.nodes(0, index);
  }

  /** The right edge of the whole tree, to append to. */
  range(): CompactRange {
    const { size } = this.end();
    return new CompactRange(size, rootsOf(this.nodes, size));
  }

  /** The last place at or before an entry from which the store can be read on: that of the bundle before its own. */
  before(index: number): { readonly index: number; readonly after: Position | null } {
    const bundle = Math.floor(index / tileWidth) - 1;
    const position =
      bundle < 0
        ? undefined
        : this.#db
            .prepare<[number], string>('SELECT position FROM mark WHERE bundle = ?')
            .pluck()
            .get(bundle);
    return position === undefined
      ? { index: 0, after: null }
      : { index: (bundle + 1) * tileWidth, after: position };
  }

  /** Adds what follows, all of it or nothing. */
  write(tiles: Iterable<TileHashes>, marks: readonly Mark[], end: TreeEnd): void {
    const db = this.#db;
    const tile = db.prepare('INSERT OR REPLACE INTO tile (level, tile, hashes) VALUES (?, ?, ?)');
    const mark = db.prepare('INSERT OR REPLACE INTO mark (bundle, position) VALUES (?, ?)');
    db.transaction(() => {
      for (const { level, index, hashes } of tiles) tile.run(level, index, hashes);
      for (const { index, position } of marks) mark.run(index, position);
      db.prepare('INSERT OR REPLACE INTO tree_end (one, size, position) VALUES (1, ?, ?)').run(
        end.size,
        end.position,
      );
    }).immediate();
    this.#kept.clear();
  }

  /** Forgets everything. */
  clear(): void {
    this.#db.transaction(() => {
      for (const table of ['tile', 'mark', 'tree_end']) this.#db.exec(`DELETE FROM ${table}`);
    })();
    this.#kept.clear();
  }

  /** Forgets the cache too, so that what is read next comes from the file. */
  reread(): void {
    this.#kept.clear();
  }

  close(): void {
    this.#db.close();
  }
}

/** The perfect subtrees of a tree of this size, the largest first. */
function rootsOf(nodes: NodeReader, size: number): Uint8Array[] {
  const roots: Uint8Array[] = [];
  let start = 0;
  for (let width = 2 ** 52; width >= 1; width /= 2) {
    if (size - start < width) continue;
    roots.push(nodes(Math.round(Math.log2(width)), start / width));
    start += width;
  }
  return roots;
}

function opened(path: string, readOnly: boolean): Database.Database | null {
  let db: Database.Database | null = null;
  try {
    db = new Database(path, { readonly: readOnly, fileMustExist: true, timeout: busyMs });
    if (!readOnly) db.pragma('journal_mode = WAL');
    const found = db.prepare<[], string>('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL').pluck().all();
    if (JSON.stringify(found.sort()) === JSON.stringify([...schema].sort())) return db;
  } catch (error) {
    const damaged =
      error instanceof Database.SqliteError &&
      (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB');
    if (!damaged) throw error;
  }
  db?.close();
  return null;
}

/** What a crash loses of it is made again from the store, so it need not wait for the disk at each commit. */
function made(path: string): Database.Database {
  if (path !== inMemory) {
    for (const ending of ['', '-wal', '-shm']) rmSync(`${path}${ending}`, { force: true });
    makeAlone(path);
  }
  const db = new Database(path, { timeout: busyMs });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.transaction(() => {
    for (const statement of schema) db.exec(statement);
  }).immediate();
  return db;
}
