import type { Caller } from './caller.ts';
import type { CodeKind } from './codes.ts';

export type { Caller } from './caller.ts';

/** Instants here are RFC 3339 UTC with milliseconds; people are directory ids; ids are UUIDs and open nothing. */
export interface IssuedCode {
  readonly id: string;
  readonly person: string;
  /** Said once, here. */
  readonly code: string;
  readonly expires: string;
}

export interface IssuedToken {
  /** The secret. Said once, here. */
  readonly token: string;
  readonly state: TokenState;
}

export interface TokenState {
  readonly id: string;
  readonly person: string;
  readonly label: string;
  /** Who issued the enrolment code that it was redeemed for, or the person themselves. */
  readonly issuedBy: string;
  /** The token by which it was made; null for one that an enrolment code was redeemed for. */
  readonly parent: string | null;
  readonly created: string;
  readonly expires: string;
  /** To the hour; null for one never used. */
  readonly lastUsed: string | null;
  readonly revoked: { readonly at: string; readonly by: string } | null;
  /** Neither expired nor revoked. */
  readonly live: boolean;
}

export interface StartedSession {
  readonly id: string;
  readonly person: string;
  /** For the cookie. Said once, here; `csrfOf` gives the CSRF token that belongs to it. */
  readonly session: string;
  readonly expires: string;
}

export interface IssuedFeed {
  readonly id: string;
  readonly person: string;
  /** The secret part of the address. Said once, here. */
  readonly feed: string;
  readonly created: string;
}

export interface Revoked {
  readonly tokens: number;
  readonly sessions: number;
  readonly codes: number;
  readonly feeds: number;
}

export type CredentialKind = CodeKind | 'token' | 'session' | 'feed';

/** One thing that happened to a credential; never its secret. */
export interface CredentialEntry {
  /** From 1, in order. */
  readonly index: number;
  readonly at: string;
  /** Whose credential it is. */
  readonly person: string;
  readonly kind: CredentialKind;
  readonly credential: string;
  /** `replaced`: a newer one took its place before it was used. `ended`: signed out. */
  readonly change: 'issued' | 'redeemed' | 'replaced' | 'revoked' | 'ended';
  readonly by: string;
  readonly via: Caller['via'] | 'code';
}

export interface RecordPage {
  readonly items: readonly CredentialEntry[];
  /** Give it as `after` for the next page; null at the end. */
  readonly next: number | null;
}

/**
 * Who is asking. It keeps credentials and says whose they are; who may issue one for whom is decided before
 * (`may-enrol.ts`), and what somebody may do is for the directory to say. A secret is kept as its hash alone.
 * Another way to sign in is another adapter of this port, or of its look-ups.
 */
export interface Identity {
  /**
   * An enrolment code for a person: good once, within `days` (7, at most 30). It ends the person's earlier ones.
   * Unless it is for recovery, it is neither issued for nor redeemed by somebody who has a live token.
   * @throws LedgerError `separation-of-duties` SOD-7, `not-permitted`, `invalid-command` (days)
   */
  issueCode(asked: {
    readonly person: string;
    readonly by: Caller;
    readonly recovery?: boolean;
    readonly days?: number;
  }): Promise<IssuedCode>;

  /**
   * A token for an enrolment code, in whatever way that was typed; it lives for `days` (90, at most 365).
   * @throws LedgerError `code-refused`, one answer for unknown, used, replaced and expired; `invalid-command` (label, days)
   */
  redeemCode(asked: {
    readonly code: string;
    readonly label: string;
    readonly days?: number;
  }): Promise<IssuedToken>;

  /**
   * A further token of whoever asks by a live token.
   * @throws LedgerError `not-permitted` for another way of asking, `not-signed-in`, `token-limit`, `invalid-command`
   */
  issueToken(asked: {
    readonly by: Caller;
    readonly label: string;
    readonly days?: number;
  }): Promise<IssuedToken>;

  token(id: string): Promise<TokenState | null>;
  /** Expired and revoked ones too, the newest first. */
  tokensOf(person: string): Promise<readonly TokenState[]>;
  hasLiveToken(person: string): Promise<boolean>;

  /**
   * Ends a token, its sign-in codes, and the sessions that came of them; one revoked before stays as it was.
   * Tokens that were made by it live on. @throws LedgerError `not-found`
   */
  revokeToken(asked: { readonly token: string; readonly by: Caller }): Promise<TokenState>;
  /** Ends every token, code, session and feed of a person. */
  revokeAll(asked: { readonly person: string; readonly by: Caller }): Promise<Revoked>;

  /**
   * A sign-in code of whoever asks by a live token: once, 10 minutes. It ends the token's earlier ones.
   * @throws LedgerError `not-permitted` for another way of asking, `not-signed-in`
   */
  issueSignInCode(by: Caller): Promise<IssuedCode>;
  /** A session of 12 hours at most, and no longer than its token. @throws LedgerError `code-refused` */
  signIn(code: string): Promise<StartedSession>;
  /** Ends a session by its secret; one that is none is ended already. */
  signOut(session: string): Promise<void>;

  /** A personal feed address in the place of the one before. */
  issueFeed(by: Caller): Promise<IssuedFeed>;
  feedOf(person: string): Promise<Omit<IssuedFeed, 'feed'> | null>;
  /** False where there is none. */
  revokeFeed(asked: { readonly person: string; readonly by: Caller }): Promise<boolean>;

  /** Null for anything but a live token; its use is noted, to the hour. */
  callerOfToken(token: string): Promise<Caller | null>;
  /** Null for anything but a live session, used within 60 minutes; it is in use from now on. */
  callerOfSession(session: string): Promise<Caller | null>;
  /** Whose feed it is: good for reading that one feed, and for nothing else. */
  personOfFeed(feed: string): Promise<string | null>;

  /** What happened to credentials, the oldest first: of one person, or of all. `limit` 1…1000 (100). */
  record(asked?: {
    readonly person?: string;
    readonly after?: number;
    readonly limit?: number;
  }): Promise<RecordPage>;

  /** Ends and erases all that is held under a person's id. What they did to credentials of others stays. */
  forget(person: string): Promise<void>;
  close(): Promise<void>;
}
