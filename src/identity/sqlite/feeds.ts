import { randomUUID } from 'node:crypto';
import type { Statement } from 'better-sqlite3';
import type { IssuedFeed } from '../identity.ts';
import { hashOf, isSecret, newSecret } from '../secrets.ts';
import type { IdentityFile } from './file.ts';

interface Row {
  readonly person: string;
  readonly id: string;
  readonly created: number;
}

/** Personal feed addresses, at most one a person. Who calls sees to the transaction and to the record. */
export class Feeds {
  readonly #now: () => number;
  readonly #insert: Statement<[Row & { readonly hash: Buffer }]>;
  readonly #bySecret: Statement<[hash: Buffer], Row>;
  readonly #ofPerson: Statement<[person: string], Row>;
  readonly #end: Statement<[person: string], Row>;

  constructor({ db, now }: IdentityFile) {
    this.#now = now;
    this.#insert = db.prepare(
      'INSERT INTO feed (person, hash, id, created) VALUES (:person, :hash, :id, :created)',
    );
    this.#bySecret = db.prepare('SELECT person, id, created FROM feed WHERE hash = ?');
    this.#ofPerson = db.prepare('SELECT person, id, created FROM feed WHERE person = ?');
    this.#end = db.prepare('DELETE FROM feed WHERE person = ? RETURNING person, id, created');
  }

  /** The person's earlier one has to be ended before. */
  add(person: string): IssuedFeed {
    const feed = newSecret('feed');
    const row = { person, id: randomUUID(), created: this.#now() };
    this.#insert.run({ ...row, hash: hashOf(feed) });
    return { ...stateOf(row), feed };
  }

  personOf(feed: string): string | null {
    return isSecret('feed', feed) ? (this.#bySecret.get(hashOf(feed))?.person ?? null) : null;
  }

  ofPerson(person: string): Omit<IssuedFeed, 'feed'> | null {
    const row = this.#ofPerson.get(person);
    return row === undefined ? null : stateOf(row);
  }

  /** The id of the one that it ended. */
  end(person: string): string | null {
    return this.#end.get(person)?.id ?? null;
  }
}

const stateOf = ({ person, id, created }: Row): Omit<IssuedFeed, 'feed'> => ({
  id,
  person,
  created: new Date(created).toISOString(),
});
