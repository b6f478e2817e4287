import { randomUUID } from 'node:crypto';
import type { Statement } from 'better-sqlite3';
import { newCode, symbolsOf } from '../codes.ts';
import type { IssuedCode, StartedSession } from '../identity.ts';
import { sessionGrain, sessionIdle, sessionLife, signInCodeLife } from '../lifetimes.ts';
import { hashOf, isSecret, newSecret } from '../secrets.ts';
import type { IdentityFile } from './file.ts';

/** A sign-in code that is still good. */
export interface PendingSignIn {
  readonly id: string;
  readonly person: string;
  readonly token: string;
}

export interface LiveSession {
  readonly id: string;
  readonly person: string;
  readonly seen: number;
  readonly hash: Buffer;
}

interface Ended {
  readonly id: string;
  readonly person: string;
}

/** Sign-in codes and the sessions that come of them. Who calls sees to the transaction and to the record. */
export class Sessions {
  readonly #now: () => number;
  readonly #insertCode: Statement<
    [{ hash: Buffer; id: string; person: string; token: string; expires: number }]
  >;
  readonly #takeCode: Statement<[hash: Buffer, now: number], PendingSignIn>;
  readonly #endCodes: Statement<[token: string, now: number], Ended>;
  readonly #insert: Statement<
    [{ hash: Buffer; id: string; person: string; token: string; expires: number; seen: number }]
  >;
  readonly #find: Statement<[hash: Buffer, now: number, idleSince: number], LiveSession>;
  readonly #touch: Statement<[seen: number, hash: Buffer]>;
  readonly #end: Statement<[hash: Buffer], Ended>;
  readonly #endOfToken: Statement<[token: string], Ended>;
  readonly #sweepCodes: Statement<[now: number]>;
  readonly #sweep: Statement<[now: number, idleSince: number]>;

  constructor({ db, now }: IdentityFile) {
    this.#now = now;
    this.#insertCode = db.prepare(
      'INSERT INTO sign_in_code (hash, id, person, token, expires) VALUES (:hash, :id, :person, :token, :expires)',
    );
    this.#takeCode = db.prepare(
      'DELETE FROM sign_in_code WHERE hash = ? AND expires > ? RETURNING id, person, token',
    );
    this.#endCodes = db.prepare(
      'DELETE FROM sign_in_code WHERE token = ? AND expires > ? RETURNING id, person',
    );
    this.#insert = db.prepare(
      `INSERT INTO session (hash, id, person, token, expires, seen)
       VALUES (:hash, :id, :person, :token, :expires, :seen)`,
    );
    this.#find = db.prepare(
      'SELECT id, person, seen, hash FROM session WHERE hash = ? AND expires > ? AND seen > ?',
    );
    this.#touch = db.prepare('UPDATE session SET seen = ? WHERE hash = ?');
    this.#end = db.prepare('DELETE FROM session WHERE hash = ? RETURNING id, person');
    this.#endOfToken = db.prepare('DELETE FROM session WHERE token = ? RETURNING id, person');
    this.#sweepCodes = db.prepare('DELETE FROM sign_in_code WHERE expires <= ?');
    this.#sweep = db.prepare('DELETE FROM session WHERE expires <= ? OR seen <= ?');
  }

  addCode(person: string, token: string): IssuedCode {
    this.#sweepAll();
    const code = newCode('sign-in-code');
    const id = randomUUID();
    const expires = this.#now() + signInCodeLife;
    const hash = hashOfCode(code);
    if (hash === null) throw new TypeError('a code of ours cannot be read');
    this.#insertCode.run({ hash, id, person, token, expires });
    return { id, person, code, expires: new Date(expires).toISOString() };
  }

  /** Uses the code up. Null for what is no code that is good. */
  takeCode(typed: string): PendingSignIn | null {
    const hash = hashOfCode(typed);
    return hash === null ? null : (this.#takeCode.get(hash, this.#now()) ?? null);
  }

  /** Ends the token's codes: those that were still good. */
  endCodesOf(token: string): readonly Ended[] {
    return this.#endCodes.all(token, this.#now());
  }

  /** A session that lasts no longer than until `before`. */
  start({ person, token }: PendingSignIn, before: number): StartedSession {
    this.#sweepAll();
    const session = newSecret('session');
    const id = randomUUID();
    const seen = this.#now();
    const expires = Math.min(seen + sessionLife, before);
    this.#insert.run({ hash: hashOf(session), id, person, token, expires, seen });
    return { id, person, session, expires: new Date(expires).toISOString() };
  }

  find(session: string): LiveSession | null {
    if (!isSecret('session', session)) return null;
    const now = this.#now();
    return this.#find.get(hashOf(session), now, now - sessionIdle) ?? null;
  }

  noteUse({ hash, seen }: LiveSession): void {
    const now = this.#now();
    if (now - seen >= sessionGrain) this.#touch.run(now, hash);
  }

  end({ hash }: LiveSession): void {
    this.#end.get(hash);
  }

  endOfToken(token: string): readonly Ended[] {
    return this.#endOfToken.all(token);
  }

  #sweepAll(): void {
    const now = this.#now();
    this.#sweepCodes.run(now);
    this.#sweep.run(now, now - sessionIdle);
  }
}

function hashOfCode(typed: string): Buffer | null {
  const symbols = symbolsOf('sign-in-code', typed);
  return symbols === null ? null : hashOf(symbols);
}
