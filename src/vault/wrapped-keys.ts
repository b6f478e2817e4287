import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import { LedgerError } from '../../events/errors.ts';
import { connect, guarded, isMade, openFile, type VaultFile } from './database.ts';
import type { SecretKey } from './keys.ts';
import { dataKeyBytes, seal, unseal, wrappedKeyBytes } from './seal.ts';

/**
 * vault-keys.db: one wrapped data key per disclosure and per blob, and who each was written by and is about.
 *
 * Rows of data_key are never deleted and never change their size, so that SQLite overwrites them where they stand:
 * moving a cell would leave a copy of it in the page, which secure_delete does not clear. It also means that an id is
 * never used twice, so an older copy of vault.db meets its own key, a destroyed one, or none.
 * People stand here as HMACs under a key of the vault, and not in vault.db, because erasing has to reach them too.
 */
const tables = [
  `CREATE TABLE vault (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id BLOB NOT NULL CHECK (length(id) = 16),
  key_id TEXT NOT NULL,
  filing_key BLOB NOT NULL CHECK (length(filing_key) = ${wrappedKeyBytes})
) STRICT`,
  `CREATE TABLE data_key (
  id INTEGER PRIMARY KEY,
  destroyed INTEGER NOT NULL CHECK (destroyed IN (0, 1)),
  wrapped BLOB NOT NULL CHECK (length(wrapped) = ${wrappedKeyBytes})
) STRICT`,
  `CREATE TRIGGER data_key_stays BEFORE DELETE ON data_key BEGIN SELECT RAISE(ABORT, 'a key row is never deleted'); END`,
  `CREATE TABLE person (id INTEGER PRIMARY KEY, token BLOB NOT NULL UNIQUE CHECK (length(token) = 32)) STRICT`,
  `CREATE TABLE filing (
  data_key INTEGER NOT NULL,
  part INTEGER NOT NULL CHECK (part IN (0, 1)),
  person INTEGER NOT NULL,
  PRIMARY KEY (data_key, part, person)
) STRICT, WITHOUT ROWID`,
  `CREATE INDEX filing_by_person ON filing (person, part, data_key)`,
] as const;

const parts = { author: 0, subject: 1 } as const;
export type Part = keyof typeof parts;

/** People met lately: the id that stands for each in `filing`. */
const rememberedPeople = 10_000;

export interface NewKey {
  /** The bytes that name what the key seals: a digest, or a blob's id. */
  readonly of: Uint8Array;
  readonly author: string;
  readonly about: readonly string[];
}

export interface DataKey {
  readonly id: number;
  readonly key: Uint8Array;
}

export class WrappedKeys {
  readonly #file: VaultFile;
  readonly #key: SecretKey<'vault'>;
  readonly #filingKey: KeyObject;
  readonly #people = new Map<string, number>();
  readonly #sql: ReturnType<typeof statements>;
  readonly vaultId: Buffer;

  constructor(file: VaultFile, key: SecretKey<'vault'>, vaultId: Buffer, filingKey: KeyObject) {
    this.#file = file;
    this.#key = key;
    this.#filingKey = filingKey;
    this.vaultId = vaultId;
    this.#sql = statements(file.db);
  }

  get file(): VaultFile {
    return this.#file;
  }

  /** The largest id that was ever given; 0 before the first. */
  lastId(): number {
    return this.#sql.last.get() ?? 0;
  }

  /** Makes a data key for each, durable on return. */
  add(wanted: readonly NewKey[]): readonly DataKey[] {
    return this.#durably(() => wanted.map((one) => this.#addOne(one)));
  }

  #addOne({ of, author, about }: NewKey): DataKey {
    const key = randomBytes(dataKeyBytes);
    const id = Number(this.#sql.add.run(seal(this.#key.secret, 'data-key', of, key)).lastInsertRowid);
    if (author !== '') this.#sql.file.run(id, parts.author, this.#personId(author));
    for (const person of about) this.#sql.file.run(id, parts.subject, this.#personId(person));
    return { id, key };
  }

  /** @throws Error when the row is gone or is not the key of `of`. */
  find(id: number, of: Uint8Array): Uint8Array | 'destroyed' {
    const row = guarded(this.#file.path, () => this.#sql.find.get(id));
    if (row === undefined) throw new Error(`${this.#file.path} has no key ${id}`);
    return row.destroyed === 1 ? 'destroyed' : unseal(this.#key.secret, 'data-key', of, row.wrapped);
  }

  /** Overwrites the keys with zeros and forgets who they were filed under. */
  destroy(ids: readonly number[]): void {
    this.#durably(() => {
      for (const id of ids) {
        this.#sql.destroy.run(id);
        this.#sql.unfile.run(id);
      }
    });
  }

  /** Ids filed under the person after the id `after`, rising, at most `limit`. */
  filed(person: string, part: Part, after: number, limit: number): readonly number[] {
    return guarded(this.#file.path, () => {
      const known = this.#sql.person.get(this.#token(person));
      return known === undefined ? [] : this.#sql.filed.all(known, parts[part], after, limit);
    });
  }

  #personId(person: string): number {
    const remembered = this.#people.get(person);
    if (remembered !== undefined) return remembered;
    const token = this.#token(person);
    const id = this.#sql.person.get(token) ?? Number(this.#sql.addPerson.run(token).lastInsertRowid);
    if (this.#people.size >= rememberedPeople) this.#people.clear();
    this.#people.set(person, id);
    return id;
  }

  #token(person: string): Buffer {
    return createHmac('sha256', this.#filingKey).update(person).digest();
  }

  #durably<T>(work: () => T): T {
    try {
      return guarded(this.#file.path, () => this.#file.db.transaction(work).immediate());
    } catch (error) {
      // The people of a transaction that was rolled back have no row.
      this.#people.clear();
      throw error;
    }
  }
}

/** @throws LedgerError `vault-key-wrong` when the key is not the one that this vault was made with */
export function openWrappedKeys(path: string, key: SecretKey<'vault'>): WrappedKeys {
  const file = openFile(path, tables, (db) => {
    const id = randomBytes(16);
    const filingKey = seal(key.secret, 'filing-key', id, randomBytes(dataKeyBytes));
    db.prepare('INSERT INTO vault (one, id, key_id, filing_key) VALUES (1, ?, ?, ?)').run(
      id,
      key.id,
      filingKey,
    );
  });
  try {
    const row = guarded(path, () =>
      file.db.prepare<[], VaultRow>('SELECT id, key_id, filing_key FROM vault').get(),
    );
    if (row === undefined) {
      throw new LedgerError('integrity-violation', `${path} has lost the row that names it`, { where: path });
    }
    return new WrappedKeys(file, key, row.id, filingKeyOf(row, key));
  } catch (error) {
    file.db.close();
    throw error;
  }
}

/** The id of the key that the file is wrapped under; null where there is no file, or none with a name in it. */
export function wrappingKeyId(path: string): string | null {
  if (!isMade(path)) return null;
  const { db } = connect(path);
  try {
    return guarded(path, () => db.prepare<[], string>('SELECT key_id FROM vault').pluck().get() ?? null);
  } finally {
    db.close();
  }
}

interface VaultRow {
  readonly id: Buffer;
  readonly key_id: string;
  readonly filing_key: Buffer;
}

/** The filing key is the key check as well: only the key that wrapped it opens it. */
function filingKeyOf(row: VaultRow, key: SecretKey<'vault'>): KeyObject {
  try {
    return createSecretKey(unseal(key.secret, 'filing-key', row.id, row.filing_key));
  } catch (cause) {
    throw new LedgerError(
      'vault-key-wrong',
      `the vault was made with key ${row.key_id}, and the key that was given is ${key.id}; give the one it was made with`,
      { key: key.id },
      { cause },
    );
  }
}

const statements = (db: Database.Database) => ({
  last: db.prepare<[], number | null>('SELECT max(id) FROM data_key').pluck(),
  add: db.prepare<[Buffer]>('INSERT INTO data_key (destroyed, wrapped) VALUES (0, ?)'),
  find: db.prepare<[number], { readonly destroyed: number; readonly wrapped: Buffer }>(
    'SELECT destroyed, wrapped FROM data_key WHERE id = ?',
  ),
  destroy: db.prepare<[number]>(
    `UPDATE data_key SET destroyed = 1, wrapped = zeroblob(${wrappedKeyBytes}) WHERE id = ?`,
  ),
  person: db.prepare<[Buffer], number>('SELECT id FROM person WHERE token = ?').pluck(),
  addPerson: db.prepare<[Buffer]>('INSERT INTO person (token) VALUES (?)'),
  file: db.prepare<[number, number, number]>(
    'INSERT INTO filing (data_key, part, person) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  ),
  unfile: db.prepare<[number]>('DELETE FROM filing WHERE data_key = ?'),
  filed: db
    .prepare<[number, number, number, number], number>(
      'SELECT data_key FROM filing WHERE person = ? AND part = ? AND data_key > ? ORDER BY data_key LIMIT ?',
    )
    .pluck(),
});
