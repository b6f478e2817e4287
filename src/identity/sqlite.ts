import { LedgerError } from '../../events/errors.ts';
import { refusing } from '../store/sqlite/failure.ts';
import { inMemory } from '../store/sqlite/side-file.ts';
import { type Caller, notSignedIn } from './caller.ts';
import type {
  Identity,
  IssuedCode,
  IssuedFeed,
  IssuedToken,
  RecordPage,
  Revoked,
  StartedSession,
  TokenState,
} from './identity.ts';
import { enrolmentDays, tokenDays } from './lifetimes.ts';
import {
  codeRefused,
  issueCommand,
  ownCode,
  requireDays,
  requireLabel,
  tokenHeld,
  tokenNotFound,
} from './refusals.ts';
import { CredentialRecord } from './sqlite/credential-record.ts';
import { Endings } from './sqlite/endings.ts';
import { EnrolmentCodes } from './sqlite/enrolment-codes.ts';
import { Feeds } from './sqlite/feeds.ts';
import { type IdentityFile, openIdentityFile } from './sqlite/file.ts';
import { Forgetting } from './sqlite/forgetting.ts';
import { Sessions } from './sqlite/sessions.ts';
import { Tokens } from './sqlite/tokens.ts';

export interface IdentityOptions {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** The identity file, made where there is none. @throws LedgerError `schema-mismatch`, `store-…` */
export const openIdentity = ({ path, now = Date.now }: IdentityOptions): Identity =>
  new SqliteIdentity(openIdentityFile(path, now));

/** The same in memory, for tests. */
export const memoryIdentity = (now: () => number = Date.now): Identity =>
  openIdentity({ path: inMemory, now });

class SqliteIdentity implements Identity {
  readonly #file: IdentityFile;
  readonly #tokens: Tokens;
  readonly #codes: EnrolmentCodes;
  readonly #sessions: Sessions;
  readonly #feeds: Feeds;
  readonly #record: CredentialRecord;
  readonly #endings: Endings;
  readonly #forgetting: Forgetting;

  constructor(file: IdentityFile) {
    this.#file = file;
    this.#tokens = new Tokens(file);
    this.#codes = new EnrolmentCodes(file);
    this.#sessions = new Sessions(file);
    this.#feeds = new Feeds(file);
    this.#record = new CredentialRecord(file);
    this.#endings = new Endings({
      tokens: this.#tokens,
      codes: this.#codes,
      sessions: this.#sessions,
      feeds: this.#feeds,
      record: this.#record,
    });
    this.#forgetting = new Forgetting(file);
  }

  async issueCode(asked: Parameters<Identity['issueCode']>[0]): Promise<IssuedCode> {
    const { person, by, recovery = false, days = enrolmentDays.usual } = asked;
    requireDays(issueCommand, days, enrolmentDays.most);
    if (by.person === person) throw ownCode();
    return this.#writing(() => {
      if (!recovery && this.#tokens.countLive(person) > 0) throw tokenHeld();
      this.#endings.enrolmentCode(person, by, 'replaced');
      const issued = this.#codes.add(person, by.person, recovery, days);
      this.#record.noteBy(by, { person, kind: 'enrolment-code', credential: issued.id, change: 'issued' });
      return issued;
    });
  }

  async redeemCode(asked: Parameters<Identity['redeemCode']>[0]): Promise<IssuedToken> {
    const command = 'redeem-code';
    const label = requireLabel(command, asked.label);
    const days = requireDays(command, asked.days ?? tokenDays.usual, tokenDays.most);
    return this.#writing(() => {
      const pending = this.#codes.take(asked.code);
      if (pending === null) throw codeRefused('enrolment-code');
      const { person, issuedBy, recovery, id } = pending;
      if (!recovery && this.#tokens.countLive(person) > 0) throw codeRefused('enrolment-code');
      const issued = this.#tokens.add({ person, label, issuedBy, parent: null, days });
      const redeemed = { person, by: person, via: 'code' } as const;
      this.#record.add({ ...redeemed, kind: 'enrolment-code', credential: id, change: 'redeemed' });
      this.#record.add({ ...redeemed, kind: 'token', credential: issued.state.id, change: 'issued' });
      return issued;
    });
  }

  async issueToken(asked: Parameters<Identity['issueToken']>[0]): Promise<IssuedToken> {
    const command = 'issue-token';
    const label = requireLabel(command, asked.label);
    const days = requireDays(command, asked.days ?? tokenDays.usual, tokenDays.most);
    return this.#writing(() => {
      const { id: parent, person } = this.#shown(asked.by, command);
      const issued = this.#tokens.add({ person, label, issuedBy: person, parent, days });
      this.#record.noteBy(asked.by, { person, kind: 'token', credential: issued.state.id, change: 'issued' });
      return issued;
    });
  }

  async token(id: string): Promise<TokenState | null> {
    return this.#reading(() => this.#tokens.byId(id));
  }

  async tokensOf(person: string): Promise<readonly TokenState[]> {
    return this.#reading(() => this.#tokens.ofPerson(person));
  }

  async hasLiveToken(person: string): Promise<boolean> {
    return this.#reading(() => this.#tokens.countLive(person) > 0);
  }

  async revokeToken({ token, by }: Parameters<Identity['revokeToken']>[0]): Promise<TokenState> {
    return this.#writing(() => {
      if (this.#tokens.byId(token) !== null) this.#endings.token(token, by);
      const state = this.#tokens.byId(token);
      if (state !== null) return state;
      throw tokenNotFound(token);
    });
  }

  async revokeAll({ person, by }: Parameters<Identity['revokeAll']>[0]): Promise<Revoked> {
    return this.#writing(() => {
      const ended = {
        tokens: 0,
        sessions: 0,
        codes: this.#endings.enrolmentCode(person, by, 'revoked') ? 1 : 0,
      };
      for (const { id, live } of this.#tokens.ofPerson(person)) {
        const { sessions, codes } = this.#endings.token(id, by);
        ended.tokens += live ? 1 : 0;
        ended.sessions += sessions;
        ended.codes += codes;
      }
      return { ...ended, feeds: this.#endings.feed(person, by, 'revoked') ? 1 : 0 };
    });
  }

  async issueSignInCode(by: Caller): Promise<IssuedCode> {
    return this.#writing(() => {
      const { id: token, person } = this.#shown(by, 'issue-sign-in-code');
      for (const ended of this.#sessions.endCodesOf(token))
        this.#record.noteBy(by, { person, kind: 'sign-in-code', credential: ended.id, change: 'replaced' });
      const issued = this.#sessions.addCode(person, token);
      this.#record.noteBy(by, { person, kind: 'sign-in-code', credential: issued.id, change: 'issued' });
      return issued;
    });
  }

  async signIn(code: string): Promise<StartedSession> {
    return this.#writing(() => {
      const pending = this.#sessions.takeCode(code);
      const token = pending === null ? null : this.#tokens.byId(pending.token);
      if (pending === null || token?.live !== true) throw codeRefused('sign-in-code');
      const started = this.#sessions.start(pending, Date.parse(token.expires));
      const { person } = pending;
      const redeemed = { person, by: person, via: 'code' } as const;
      this.#record.add({ ...redeemed, kind: 'sign-in-code', credential: pending.id, change: 'redeemed' });
      this.#record.add({ ...redeemed, kind: 'session', credential: started.id, change: 'issued' });
      return started;
    });
  }

  async signOut(session: string): Promise<void> {
    return this.#writing(() => {
      const live = this.#sessions.find(session);
      if (live === null) return;
      this.#sessions.end(live);
      const { person, id } = live;
      this.#record.add({
        person,
        kind: 'session',
        credential: id,
        change: 'ended',
        by: person,
        via: 'session',
      });
    });
  }

  async issueFeed(by: Caller): Promise<IssuedFeed> {
    const { person } = by;
    return this.#writing(() => {
      this.#endings.feed(person, by, 'replaced');
      const issued = this.#feeds.add(person);
      this.#record.noteBy(by, { person, kind: 'feed', credential: issued.id, change: 'issued' });
      return issued;
    });
  }

  async feedOf(person: string): Promise<Omit<IssuedFeed, 'feed'> | null> {
    return this.#reading(() => this.#feeds.ofPerson(person));
  }

  async revokeFeed({ person, by }: Parameters<Identity['revokeFeed']>[0]): Promise<boolean> {
    return this.#writing(() => this.#endings.feed(person, by, 'revoked'));
  }

  async callerOfToken(token: string): Promise<Caller | null> {
    return this.#reading(() => {
      const state = this.#tokens.bySecret(token);
      if (state === null) return null;
      this.#unlessFull(() => this.#tokens.noteUse(state));
      return { person: state.person, via: 'token', credential: state.id };
    });
  }

  async callerOfSession(session: string): Promise<Caller | null> {
    return this.#reading(() => {
      const live = this.#sessions.find(session);
      if (live === null) return null;
      this.#unlessFull(() => this.#sessions.noteUse(live));
      return { person: live.person, via: 'session', credential: live.id };
    });
  }

  async personOfFeed(feed: string): Promise<string | null> {
    return this.#reading(() => this.#feeds.personOf(feed));
  }

  async record(asked: Parameters<Identity['record']>[0] = {}): Promise<RecordPage> {
    return this.#reading(() => this.#record.page(asked.person, asked.after, asked.limit));
  }

  async forget(person: string): Promise<void> {
    this.#writing(() => this.#forgetting.forget(person));
  }

  async close(): Promise<void> {
    this.#reading(() => this.#file.db.close());
  }

  #shown(by: Caller, command: string): TokenState {
    if (by.via !== 'token') {
      const accepted = ['token'];
      throw new LedgerError('not-permitted', `${command} needs a token of one’s own`, { command, accepted });
    }
    const token = this.#tokens.shownBy(by);
    if (token === null) throw notSignedIn();
    return token;
  }

  #reading<T>(work: () => T): T {
    return refusing(this.#file.path, work);
  }

  #writing<T>(work: () => T): T {
    return refusing(this.#file.path, () => this.#file.db.transaction(work).immediate());
  }

  /** A disk that is full keeps nobody from reading. */
  #unlessFull(work: () => void): void {
    try {
      this.#reading(work);
    } catch (error) {
      if (!(error instanceof LedgerError) || !error.code.startsWith('store-')) throw error;
    }
  }
}
