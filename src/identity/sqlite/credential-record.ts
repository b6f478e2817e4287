import type { Statement } from 'better-sqlite3';
import { LedgerError } from '../../../events/errors.ts';
import type { Caller } from '../caller.ts';
import type { CredentialEntry, RecordPage } from '../identity.ts';
import type { IdentityFile } from './file.ts';

interface Row {
  readonly position: number;
  readonly at: number;
  readonly person: string;
  readonly kind: CredentialEntry['kind'];
  readonly credential: string;
  readonly change: CredentialEntry['change'];
  readonly by: string;
  readonly via: CredentialEntry['via'];
}

const usualLimit = 100;
const mostLimit = 1_000;
const columns = 'position, at, person, kind, credential, change, by, via';

/** What happened to credentials; added to, never changed. */
export class CredentialRecord {
  readonly #now: () => number;
  readonly #add: Statement<[Omit<Row, 'position'>]>;
  readonly #all: Statement<[after: number, limit: number], Row>;
  readonly #ofPerson: Statement<[person: string, after: number, limit: number], Row>;

  constructor({ db, now }: IdentityFile) {
    this.#now = now;
    this.#add = db.prepare(
      `INSERT INTO entry (at, person, kind, credential, change, by, via)
       VALUES (:at, :person, :kind, :credential, :change, :by, :via)`,
    );
    this.#all = db.prepare(`SELECT ${columns} FROM entry WHERE position > ? ORDER BY position LIMIT ?`);
    this.#ofPerson = db.prepare(
      `SELECT ${columns} FROM entry WHERE person = ? AND position > ? ORDER BY position LIMIT ?`,
    );
  }

  add(entry: Omit<CredentialEntry, 'index' | 'at'>): void {
    const { person, kind, credential, change, by, via } = entry;
    this.#add.run({ at: this.#now(), person, kind, credential, change, by, via });
  }

  noteBy(by: Caller, entry: Omit<CredentialEntry, 'index' | 'at' | 'by' | 'via'>): void {
    this.add({ ...entry, by: by.person, via: by.via });
  }

  page(person: string | undefined, after = 0, limit = usualLimit): RecordPage {
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > mostLimit)
      throw outOfBounds('limit', `1 to ${mostLimit}`);
    if (!Number.isSafeInteger(after) || after < 0) throw outOfBounds('after', 'at least 0');
    const rows =
      person === undefined ? this.#all.all(after, limit + 1) : this.#ofPerson.all(person, after, limit + 1);
    const items = rows.slice(0, limit).map(({ position, at, ...rest }) => ({
      index: position,
      at: new Date(at).toISOString(),
      ...rest,
    }));
    return { items, next: rows.length > limit ? (items.at(-1)?.index ?? null) : null };
  }
}

const outOfBounds = (field: string, rule: string): LedgerError =>
  new LedgerError('invalid-store-call', `${field} must be ${rule}`, { field, rule });
