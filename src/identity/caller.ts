import { LedgerError } from '../../events/errors.ts';

/** Who asks, as the credential that they showed says. What they may do, the directory says. */
export interface Caller {
  /** A directory id. */
  readonly person: string;
  readonly via: 'token' | 'session' | 'operator';
  /** The id of the token or the session, never its secret; `operator` for whoever is at the machine. */
  readonly credential: string;
}

/** Whoever is at the machine, as the ledger's own operator. */
export const operatorCaller = (operator: string): Caller => ({
  person: operator,
  via: 'operator',
  credential: 'operator',
});

/** One answer for no credential, and for one that is unknown, mistyped, expired or revoked. */
export const notSignedIn = (): LedgerError<'not-signed-in'> =>
  new LedgerError('not-signed-in', 'nobody is signed in: show a live token, or sign in', {
    accepted: ['token', 'session'],
  });
