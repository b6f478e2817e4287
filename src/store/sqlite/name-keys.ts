import type { Database, Statement } from 'better-sqlite3';

const maxKept = 10_000;

/** The integer keys that stand for the names of a table, given out in order; the newest are kept at hand. */
export class NameKeys {
  readonly #kept = new Map<string, number>();
  readonly #find: Statement<[string], number>;
  readonly #last: Statement<[], number>;
  readonly #insert: Statement<[number, string]>;

  constructor(db: Database, table: 'stream' | 'type') {
    this.#find = db.prepare<[string], number>(`SELECT key FROM ${table} WHERE name = ?`).pluck();
    this.#last = db.prepare<[], number>(`SELECT coalesce(max(key), 0) FROM ${table}`).pluck();
    this.#insert = db.prepare(`INSERT INTO ${table} VALUES (?, ?)`);
  }

  /** Gives the name a key if it has none; inside a transaction. */
  keyOf(name: string): number {
    const kept = this.#kept.get(name);
    if (kept !== undefined) return kept;
    const key = this.#find.get(name) ?? this.#add(name);
    if (this.#kept.size >= maxKept) this.#kept.clear();
    this.#kept.set(name, key);
    return key;
  }

  /** After a rollback: the keys given out since may be given to other names. */
  forget(): void {
    this.#kept.clear();
  }

  #add(name: string): number {
    const key = (this.#last.get() ?? 0) + 1;
    this.#insert.run(key, name);
    return key;
  }
}
