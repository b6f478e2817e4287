import { randomUUID } from 'node:crypto';
import type { Statement } from 'better-sqlite3';
import { LedgerError } from '../../../events/errors.ts';
import type { Caller } from '../caller.ts';
import type { IssuedToken, TokenState } from '../identity.ts';
import { day, mostLiveTokens, usedGrain } from '../lifetimes.ts';
import { hashOf, isSecret, newSecret } from '../secrets.ts';
import type { IdentityFile } from './file.ts';

interface Row {
  readonly id: string;
  readonly person: string;
  readonly label: string;
  readonly issued_by: string;
  readonly parent: string | null;
  readonly created: number;
  readonly expires: number;
  readonly used: number | null;
  readonly revoked: number | null;
  readonly revoked_by: string | null;
}

export interface NewToken {
  readonly person: string;
  readonly label: string;
  readonly issuedBy: string;
  readonly parent: string | null;
  readonly days: number;
}

const columns = 'id, person, label, issued_by, parent, created, expires, used, revoked, revoked_by';
const live = 'revoked IS NULL AND expires > ?';

/** The token table. Who calls sees to the transaction and to the record. */
export class Tokens {
  readonly #now: () => number;
  readonly #insert: Statement<[Omit<Row, 'used' | 'revoked' | 'revoked_by'> & { readonly hash: Buffer }]>;
  readonly #byHash: Statement<[hash: Buffer, now: number], Row>;
  readonly #byId: Statement<[id: string], Row>;
  readonly #ofPerson: Statement<[person: string], Row>;
  readonly #countLive: Statement<[person: string, now: number], number>;
  readonly #touch: Statement<[used: number, id: string, used: number]>;
  readonly #revoke: Statement<[at: number, by: string, id: string]>;

  constructor({ db, now }: IdentityFile) {
    this.#now = now;
    this.#insert = db.prepare(
      `INSERT INTO token (id, hash, person, label, issued_by, parent, created, expires)
       VALUES (:id, :hash, :person, :label, :issued_by, :parent, :created, :expires)`,
    );
    this.#byHash = db.prepare(`SELECT ${columns} FROM token WHERE hash = ? AND ${live}`);
    this.#byId = db.prepare(`SELECT ${columns} FROM token WHERE id = ?`);
    this.#ofPerson = db.prepare(
      `SELECT ${columns} FROM token WHERE person = ? ORDER BY created DESC, rowid DESC`,
    );
    this.#countLive = db
      .prepare<[string, number], number>(`SELECT count(*) FROM token WHERE person = ? AND ${live}`)
      .pluck();
    this.#touch = db.prepare('UPDATE token SET used = ? WHERE id = ? AND (used IS NULL OR used < ?)');
    this.#revoke = db.prepare(
      'UPDATE token SET revoked = ?, revoked_by = ? WHERE id = ? AND revoked IS NULL',
    );
  }

  /** @throws LedgerError `token-limit` */
  add({ person, label, issuedBy, parent, days }: NewToken): IssuedToken {
    if (this.countLive(person) >= mostLiveTokens) {
      throw new LedgerError(
        'token-limit',
        `a person has at most ${mostLiveTokens} live tokens; revoke one that is not needed any more`,
        { limit: mostLiveTokens },
      );
    }
    const token = newSecret('token');
    const created = this.#now();
    const row = {
      id: randomUUID(),
      person,
      label,
      issued_by: issuedBy,
      parent,
      created,
      expires: created + days * day,
    };
    this.#insert.run({ ...row, hash: hashOf(token) });
    return { token, state: this.#stateOf({ ...row, used: null, revoked: null, revoked_by: null }) };
  }

  /** The live token with this secret. */
  bySecret(token: string): TokenState | null {
    const row = isSecret('token', token) ? this.#byHash.get(hashOf(token), this.#now()) : undefined;
    return row === undefined ? null : this.#stateOf(row);
  }

  byId(id: string): TokenState | null {
    const row = this.#byId.get(id);
    return row === undefined ? null : this.#stateOf(row);
  }

  ofPerson(person: string): readonly TokenState[] {
    return this.#ofPerson.all(person).map((row) => this.#stateOf(row));
  }

  /** The live token that a caller showed; null when they came another way, or it has ended since. */
  shownBy({ via, credential, person }: Caller): TokenState | null {
    const token = via === 'token' ? this.byId(credential) : null;
    return token?.live === true && token.person === person ? token : null;
  }

  countLive(person: string): number {
    return this.#countLive.get(person, this.#now()) ?? 0;
  }

  noteUse({ id, lastUsed }: TokenState): void {
    const now = this.#now();
    const used = now - (now % usedGrain);
    if (lastUsed !== null && Date.parse(lastUsed) >= used) return;
    this.#touch.run(used, id, used);
  }

  /** False for one revoked before. */
  revoke(id: string, by: string): boolean {
    return this.#revoke.run(this.#now(), by, id).changes > 0;
  }

  #stateOf(row: Row): TokenState {
    return {
      id: row.id,
      person: row.person,
      label: row.label,
      issuedBy: row.issued_by,
      parent: row.parent,
      created: instant(row.created),
      expires: instant(row.expires),
      lastUsed: row.used === null ? null : instant(row.used),
      revoked:
        row.revoked === null || row.revoked_by === null
          ? null
          : { at: instant(row.revoked), by: row.revoked_by },
      live: row.revoked === null && row.expires > this.#now(),
    };
  }
}

const instant = (ms: number): string => new Date(ms).toISOString();
