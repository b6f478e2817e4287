import type Database from 'better-sqlite3';
import { LedgerError } from '../../events/errors.ts';
import { guarded, openFile, type VaultFile } from './database.ts';
import { blobTables, SealedBlobs } from './sealed-blobs.ts';

/**
 * vault.db: the ciphertexts, by digest and by stream; blobs in chunks (sealed-blobs.ts). An id here is the id of the key in vault-keys.db.
 * What an erased row held is overwritten where it stands, by zeros of the same length (see wrapped-keys.ts).
 */
const tables = [
  `CREATE TABLE vault (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id BLOB NOT NULL CHECK (length(id) = 16),
  settled INTEGER NOT NULL
) STRICT`,
  `CREATE TABLE stream (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT`,
  `CREATE TABLE disclosure (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  stream INTEGER NOT NULL,
  blob INTEGER,
  put_at INTEGER NOT NULL,
  erased INTEGER NOT NULL CHECK (erased IN (0, 1)),
  sealed BLOB NOT NULL
) STRICT`,
  `CREATE INDEX disclosure_by_stream ON disclosure (stream)`,
  `CREATE UNIQUE INDEX disclosure_by_blob ON disclosure (blob) WHERE blob IS NOT NULL`,
  ...blobTables,
] as const;

/** Streams met lately: the id that stands for each in `disclosure`. */
const rememberedStreams = 10_000;

export interface NewText {
  readonly id: number;
  readonly digest: Buffer;
  readonly stream: string;
  readonly blob: number | null;
  readonly sealed: Buffer;
}

export interface TextRow {
  readonly id: number;
  readonly erased: number;
  readonly blob: number | null;
  readonly sealed: Buffer;
}

export interface DigestRow {
  readonly id: number;
  readonly digest: Buffer;
  readonly erased: number;
  readonly putAtMs: number;
  readonly blob: number | null;
}

export class SealedTexts {
  readonly file: VaultFile;
  readonly blobs: SealedBlobs;
  readonly #sql: ReturnType<typeof statements>;
  readonly #streams = new Map<string, number>();

  constructor(file: VaultFile) {
    this.file = file;
    this.blobs = new SealedBlobs(file);
    this.#sql = statements(file.db);
  }

  /** One transaction over whatever `work` writes here, durable on return. */
  durably<T>(work: () => T): T {
    try {
      return guarded(this.file.path, () => this.file.db.transaction(work).immediate());
    } catch (error) {
      // The streams of a transaction that was rolled back have no row.
      this.#streams.clear();
      throw error;
    }
  }

  lastId(): number {
    return this.#sql.lastId.get() ?? 0;
  }

  find(digest: Buffer): TextRow | undefined {
    return guarded(this.file.path, () => this.#sql.find.get(digest));
  }

  /** Of a digest that can still be opened. */
  streamOf(digest: Buffer): string | undefined {
    return guarded(this.file.path, () => this.#sql.streamOf.get(digest));
  }

  has(digest: Buffer): boolean {
    return guarded(this.file.path, () => this.#sql.idOf.get(digest)) !== undefined;
  }

  /** A digest that another process put in the meantime stays as it is. */
  add(text: NewText, putAtMs: number): void {
    const { id, digest, stream, blob, sealed } = text;
    this.#sql.add.run(id, digest, this.#streamId(stream), blob, putAtMs, sealed);
  }

  /** Makes a digest that was put again young, so that it is not swept before its event is appended. */
  touch(digest: Buffer, putAtMs: number): void {
    this.#sql.touch.run(putAtMs, digest);
  }

  erase(id: number): void {
    this.#sql.erase.run(id);
  }

  /** Held digests of the stream behind the id `after`, at most `limit`, by rising id. */
  ofStream(stream: string, after: number, limit: number): readonly DigestRow[] {
    return guarded(this.file.path, () => {
      const id = this.#sql.stream.get(stream);
      return id === undefined ? [] : this.#sql.ofStream.all(id, after, limit);
    });
  }

  digestOf(id: number): Buffer | undefined {
    return guarded(this.file.path, () => this.#sql.digestOf.get(id));
  }

  /** Every disclosure behind the id `after`, at most `limit`, by rising id. */
  page(after: number, limit: number): readonly DigestRow[] {
    return guarded(this.file.path, () => this.#sql.page.all(after, limit));
  }

  /** Up to this id every disclosure was once seen to be mentioned in the log. */
  settled(): number {
    return this.#sql.settled.get() ?? 0;
  }

  settle(id: number): void {
    this.#sql.settle.run(id);
  }

  /** False when it was put again at or after the instant. */
  isOlder(id: number, putBeforeMs: number): boolean {
    return this.#sql.isOlder.get(id, putBeforeMs) !== undefined;
  }

  delete(id: number): void {
    this.#sql.erase.run(id);
    this.#sql.delete.run(id);
  }

  #streamId(name: string): number {
    const remembered = this.#streams.get(name);
    if (remembered !== undefined) return remembered;
    const id = this.#sql.stream.get(name) ?? Number(this.#sql.addStream.run(name).lastInsertRowid);
    if (this.#streams.size >= rememberedStreams) this.#streams.clear();
    this.#streams.set(name, id);
    return id;
  }
}

/** @throws LedgerError `integrity-violation` when the file belongs to another vault than `vaultId` */
export function openSealedTexts(path: string, vaultId: Buffer): SealedTexts {
  const file = openFile(path, tables, (db) => {
    db.prepare('INSERT INTO vault (one, id, settled) VALUES (1, ?, 0)').run(vaultId);
  });
  try {
    const id = guarded(path, () => file.db.prepare<[], Buffer>('SELECT id FROM vault').pluck().get());
    if (id === undefined || !id.equals(vaultId)) {
      const message = `${path} belongs to another vault than its key file; restore both from one backup`;
      throw new LedgerError('integrity-violation', message, { where: path });
    }
    return new SealedTexts(file);
  } catch (error) {
    file.db.close();
    throw error;
  }
}

const digestColumns = 'id, digest, erased, put_at AS putAtMs, blob';

const statements = (db: Database.Database) => ({
  lastId: db
    .prepare<[], number | null>(
      'SELECT max((SELECT ifnull(max(id), 0) FROM disclosure), (SELECT ifnull(max(id), 0) FROM blob))',
    )
    .pluck(),
  find: db.prepare<[Buffer], TextRow>('SELECT id, erased, blob, sealed FROM disclosure WHERE digest = ?'),
  idOf: db.prepare<[Buffer], number>('SELECT id FROM disclosure WHERE digest = ?').pluck(),
  streamOf: db
    .prepare<[Buffer], string>(
      'SELECT name FROM disclosure JOIN stream ON stream.id = disclosure.stream WHERE digest = ? AND erased = 0',
    )
    .pluck(),
  add: db.prepare<[number, Buffer, number, number | null, number, Buffer]>(
    'INSERT INTO disclosure (id, digest, stream, blob, put_at, erased, sealed) VALUES (?, ?, ?, ?, ?, 0, ?) ON CONFLICT (digest) DO NOTHING',
  ),
  touch: db.prepare<[number, Buffer]>('UPDATE disclosure SET put_at = ? WHERE digest = ? AND erased = 0'),
  erase: db.prepare<[number]>(
    'UPDATE disclosure SET erased = 1, sealed = zeroblob(length(sealed)) WHERE id = ?',
  ),
  delete: db.prepare<[number]>('DELETE FROM disclosure WHERE id = ?'),
  stream: db.prepare<[string], number>('SELECT id FROM stream WHERE name = ?').pluck(),
  addStream: db.prepare<[string]>('INSERT INTO stream (name) VALUES (?)'),
  ofStream: db.prepare<[number, number, number], DigestRow>(
    `SELECT ${digestColumns} FROM disclosure WHERE stream = ? AND id > ? AND erased = 0 ORDER BY id LIMIT ?`,
  ),
  digestOf: db.prepare<[number], Buffer>('SELECT digest FROM disclosure WHERE id = ? AND erased = 0').pluck(),
  page: db.prepare<[number, number], DigestRow>(
    `SELECT ${digestColumns} FROM disclosure WHERE id > ? ORDER BY id LIMIT ?`,
  ),
  settled: db.prepare<[], number>('SELECT settled FROM vault').pluck(),
  settle: db.prepare<[number]>('UPDATE vault SET settled = ?'),
  isOlder: db
    .prepare<[number, number], number>('SELECT 1 FROM disclosure WHERE id = ? AND erased = 0 AND put_at < ?')
    .pluck(),
});
