import type Database from 'better-sqlite3';
import { guarded, type VaultFile } from './database.ts';

export const blobTables = [
  `CREATE TABLE blob (
  id INTEGER PRIMARY KEY,
  name BLOB NOT NULL UNIQUE CHECK (length(name) = 16),
  put_at INTEGER NOT NULL,
  erased INTEGER NOT NULL CHECK (erased IN (0, 1)),
  chunks INTEGER,
  bytes INTEGER
) STRICT`,
  `CREATE TABLE blob_chunk (
  id INTEGER PRIMARY KEY,
  blob INTEGER NOT NULL,
  number INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  UNIQUE (blob, number)
) STRICT`,
] as const;

export interface BlobRow {
  readonly id: number;
  readonly erased: number;
  /** Null while its bytes are still coming, as is `bytes`. */
  readonly chunks: number | null;
  readonly bytes: number | null;
  /** Digest of the disclosure that describes it. */
  readonly owner: Buffer | null;
}

/** The blobs in vault.db. What is written here is written inside {@link SealedTexts.durably}. */
export class SealedBlobs {
  readonly #file: VaultFile;
  readonly #sql: ReturnType<typeof statements>;

  constructor(file: VaultFile) {
    this.#file = file;
    this.#sql = statements(file.db);
  }

  add(id: number, name: Buffer, putAtMs: number): void {
    this.#sql.add.run(id, name, putAtMs);
  }

  addChunk(blob: number, number: number, sealed: Buffer): void {
    this.#sql.addChunk.run(blob, number, sealed);
  }

  /** False when the blob is gone. */
  complete(id: number, chunks: number, bytes: number): boolean {
    return this.#sql.complete.run(chunks, bytes, id).changes === 1;
  }

  find(name: Buffer): BlobRow | undefined {
    return guarded(this.#file.path, () => this.#sql.find.get(name));
  }

  chunk(blob: number, number: number): Buffer | undefined {
    return guarded(this.#file.path, () => this.#sql.chunk.get(blob, number));
  }

  erase(id: number): void {
    this.#sql.erase.run(id);
    this.#dropChunks(id);
  }

  delete(id: number): void {
    this.#dropChunks(id);
    this.#sql.delete.run(id);
  }

  loose(putBeforeMs: number): readonly number[] {
    return guarded(this.#file.path, () => this.#sql.loose.all(putBeforeMs));
  }

  #dropChunks(blob: number): void {
    for (const id of this.#sql.chunkIds.all(blob)) {
      this.#sql.zeroChunk.run(id);
      this.#sql.dropChunk.run(id);
    }
  }
}

const statements = (db: Database.Database) => ({
  add: db.prepare<[number, Buffer, number]>(
    'INSERT INTO blob (id, name, put_at, erased) VALUES (?, ?, ?, 0)',
  ),
  addChunk: db.prepare<[number, number, Buffer]>(
    'INSERT INTO blob_chunk (blob, number, sealed) VALUES (?, ?, ?)',
  ),
  complete: db.prepare<[number, number, number]>('UPDATE blob SET chunks = ?, bytes = ? WHERE id = ?'),
  find: db.prepare<[Buffer], BlobRow>(
    'SELECT id, erased, chunks, bytes, (SELECT digest FROM disclosure WHERE disclosure.blob = blob.id) AS owner FROM blob WHERE name = ?',
  ),
  chunk: db
    .prepare<[number, number], Buffer>('SELECT sealed FROM blob_chunk WHERE blob = ? AND number = ?')
    .pluck(),
  chunkIds: db.prepare<[number], number>('SELECT id FROM blob_chunk WHERE blob = ?').pluck(),
  zeroChunk: db.prepare<[number]>('UPDATE blob_chunk SET sealed = zeroblob(length(sealed)) WHERE id = ?'),
  dropChunk: db.prepare<[number]>('DELETE FROM blob_chunk WHERE id = ?'),
  erase: db.prepare<[number]>('UPDATE blob SET erased = 1 WHERE id = ?'),
  delete: db.prepare<[number]>('DELETE FROM blob WHERE id = ?'),
  loose: db
    .prepare<[number], number>(
      'SELECT id FROM blob WHERE put_at < ? AND erased = 0 AND NOT EXISTS (SELECT 1 FROM disclosure WHERE disclosure.blob = blob.id)',
    )
    .pluck(),
});
