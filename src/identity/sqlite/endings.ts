import type { Caller } from '../caller.ts';
import type { Revoked } from '../identity.ts';
import type { CredentialRecord } from './credential-record.ts';
import type { EnrolmentCodes } from './enrolment-codes.ts';
import type { Feeds } from './feeds.ts';
import type { Sessions } from './sessions.ts';
import type { Tokens } from './tokens.ts';

/** The parts of the file whose credentials end. */
export interface Ending {
  readonly tokens: Tokens;
  readonly codes: EnrolmentCodes;
  readonly sessions: Sessions;
  readonly feeds: Feeds;
  readonly record: CredentialRecord;
}

/** Ends credentials with all that hangs on them, and notes each. Who calls sees to the transaction. */
export class Endings {
  readonly #of: Ending;

  constructor(of: Ending) {
    this.#of = of;
  }

  /** A token, its sign-in codes, and the sessions that came of them. */
  token(token: string, by: Caller): Pick<Revoked, 'sessions' | 'codes'> {
    const { tokens, sessions: open, record } = this.#of;
    const person = tokens.byId(token)?.person ?? '';
    if (tokens.revoke(token, by.person))
      record.noteBy(by, { person, kind: 'token', credential: token, change: 'revoked' });
    const codes = open.endCodesOf(token);
    for (const { id } of codes)
      record.noteBy(by, { person, kind: 'sign-in-code', credential: id, change: 'revoked' });
    const sessions = open.endOfToken(token);
    for (const { id } of sessions)
      record.noteBy(by, { person, kind: 'session', credential: id, change: 'revoked' });
    return { sessions: sessions.length, codes: codes.length };
  }

  /** False where there was none that was good. */
  enrolmentCode(person: string, by: Caller, change: 'replaced' | 'revoked'): boolean {
    const credential = this.#of.codes.end(person);
    if (credential === null) return false;
    this.#of.record.noteBy(by, { person, kind: 'enrolment-code', credential, change });
    return true;
  }

  /** False where there was none. */
  feed(person: string, by: Caller, change: 'replaced' | 'revoked'): boolean {
    const credential = this.#of.feeds.end(person);
    if (credential === null) return false;
    this.#of.record.noteBy(by, { person, kind: 'feed', credential, change });
    return true;
  }
}
