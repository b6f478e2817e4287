import { randomUUID } from 'node:crypto';
import type { Statement } from 'better-sqlite3';
import { newCode, symbolsOf } from '../codes.ts';
import type { IssuedCode } from '../identity.ts';
import { day } from '../lifetimes.ts';
import { hashOf } from '../secrets.ts';
import type { IdentityFile } from './file.ts';

export interface PendingEnrolment {
  readonly id: string;
  readonly person: string;
  readonly issuedBy: string;
  readonly recovery: boolean;
}

interface Row {
  readonly hash: Buffer;
  readonly id: string;
  readonly person: string;
  readonly issued_by: string;
  readonly recovery: number;
  readonly expires: number;
}

/** Enrolment codes that are still good, at most one a person. Who calls sees to the transaction and to the record. */
export class EnrolmentCodes {
  readonly #now: () => number;
  readonly #insert: Statement<[Row]>;
  readonly #take: Statement<[hash: Buffer, now: number], Row>;
  readonly #end: Statement<[person: string], { readonly id: string; readonly expires: number }>;
  readonly #sweep: Statement<[now: number]>;

  constructor({ db, now }: IdentityFile) {
    this.#now = now;
    this.#insert = db.prepare(
      `INSERT INTO enrolment_code (hash, id, person, issued_by, recovery, expires)
       VALUES (:hash, :id, :person, :issued_by, :recovery, :expires)`,
    );
    this.#take = db.prepare('DELETE FROM enrolment_code WHERE hash = ? AND expires > ? RETURNING *');
    this.#end = db.prepare('DELETE FROM enrolment_code WHERE person = ? RETURNING id, expires');
    this.#sweep = db.prepare('DELETE FROM enrolment_code WHERE expires <= ?');
  }

  /** The person's earlier one has to be ended before. */
  add(person: string, issuedBy: string, recovery: boolean, days: number): IssuedCode {
    this.#sweep.run(this.#now());
    const code = newCode('enrolment-code');
    const id = randomUUID();
    const expires = this.#now() + days * day;
    const hash = hashOfCode(code);
    if (hash === null) throw new TypeError('a code of ours cannot be read');
    this.#insert.run({ hash, id, person, issued_by: issuedBy, recovery: recovery ? 1 : 0, expires });
    return { id, person, code, expires: new Date(expires).toISOString() };
  }

  /** Uses the code up. Null for what is no code that is good. */
  take(typed: string): PendingEnrolment | null {
    const hash = hashOfCode(typed);
    const row = hash === null ? undefined : this.#take.get(hash, this.#now());
    if (row === undefined) return null;
    const { id, person, issued_by: issuedBy, recovery } = row;
    return { id, person, issuedBy, recovery: recovery === 1 };
  }

  /** Ends the person's code; its id, where it was still good. */
  end(person: string): string | null {
    const ended = this.#end.get(person);
    return ended !== undefined && ended.expires > this.#now() ? ended.id : null;
  }
}

function hashOfCode(typed: string): Buffer | null {
  const symbols = symbolsOf('enrolment-code', typed);
  return symbols === null ? null : hashOf(symbols);
}
