import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Caller } from '../../src/identity/caller.ts';
import type { CredentialEntry, Identity, IssuedToken } from '../../src/identity/identity.ts';
import { isSecret } from '../../src/identity/secrets.ts';
import { refused } from '../vault/refusals.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What every identity keeps. `open` gives an empty one that tells the time by `now`. */
export function identityContract(name: string, open: (now: () => number) => Promise<Identity>): void {
  describe(`the identity contract: ${name}`, () => {
    let identity: Identity;
    let now = 0;
    const ana = randomUUID();
    const ben = randomUUID();
    const operator: Caller = { person: randomUUID(), via: 'operator', credential: 'operator' };
    const registrar: Caller = { person: randomUUID(), via: 'session', credential: randomUUID() };

    beforeEach(async () => {
      now = Date.UTC(2025, 0, 1, 10, 20);
      identity = await open(() => now);
    });
    afterEach(() => identity.close());

    const enrolled = async (person: string, days?: number): Promise<IssuedToken> => {
      const { code } = await identity.issueCode({ person, by: operator });
      return identity.redeemCode({ code, label: 'laptop', ...(days === undefined ? {} : { days }) });
    };
    const caller = async ({ token }: IssuedToken): Promise<Caller> => {
      const found = await identity.callerOfToken(token);
      if (found === null) throw new Error('the token is not live');
      return found;
    };
    const signedIn = async (token: IssuedToken) =>
      identity.signIn((await identity.issueSignInCode(await caller(token))).code);
    const changes = async (person: string) =>
      (await identity.record({ person })).items.map(({ kind, change, via }) => `${kind} ${change} ${via}`);

    describe('enrolment codes', () => {
      it('are redeemed for a token of the person that they were issued for', async () => {
        const issued = await identity.issueCode({ person: ana, by: registrar });
        expect(issued).to.deep.include({ person: ana, expires: '2025-01-08T10:20:00.000Z' });
        const { token, state } = await identity.redeemCode({ code: issued.code, label: 'laptop' });
        expect(isSecret('token', token)).to.equal(true);
        expect(state).to.deep.equal({
          id: state.id,
          person: ana,
          label: 'laptop',
          issuedBy: registrar.person,
          parent: null,
          created: '2025-01-01T10:20:00.000Z',
          expires: '2025-04-01T10:20:00.000Z',
          lastUsed: null,
          revoked: null,
          live: true,
        });
        expect(await identity.callerOfToken(token)).to.deep.equal({
          person: ana,
          via: 'token',
          credential: state.id,
        });
      });

      it('are good once, however they are sent', async () => {
        const { code } = await identity.issueCode({ person: ana, by: registrar });
        const redeemed = await Promise.allSettled(
          Array.from({ length: 5 }, () => identity.redeemCode({ code, label: 'a' })),
        );
        expect(redeemed.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
        expect(await identity.tokensOf(ana)).to.have.length(1);
      });

      it('are typed in any case, with or without dashes, with O for 0 and I or L for 1', async () => {
        const { code } = await identity.issueCode({ person: ana, by: registrar });
        const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
        expect((await identity.redeemCode({ code: ` ${typed}\n`, label: 'a' })).state.person).to.equal(ana);
      });

      it('expire after 7 days, or when it was said', async () => {
        const week = await identity.issueCode({ person: ana, by: registrar });
        const short = await identity.issueCode({ person: ben, by: registrar, days: 1 });
        now += day - 1;
        await identity.redeemCode({ code: short.code, label: 'in time' });
        const late = await identity.issueCode({ person: operator.person, by: registrar, days: 1 });
        now += day;
        await refused(identity.redeemCode({ code: late.code, label: 'late' }), 'code-refused');
        now += 5 * day + 1;
        await refused(identity.redeemCode({ code: week.code, label: 'late' }), 'code-refused');
      });

      it('end the person’s earlier one, and nobody else’s', async () => {
        const first = await identity.issueCode({ person: ana, by: registrar });
        const other = await identity.issueCode({ person: ben, by: registrar });
        const second = await identity.issueCode({ person: ana, by: registrar });
        await refused(identity.redeemCode({ code: first.code, label: 'a' }), 'code-refused');
        await identity.redeemCode({ code: second.code, label: 'a' });
        await identity.redeemCode({ code: other.code, label: 'b' });
      });

      it('are refused with one and the same answer, whatever is wrong with them', async () => {
        const used = await identity.issueCode({ person: ana, by: registrar });
        await identity.redeemCode({ code: used.code, label: 'a' });
        const signIn = await identity.issueSignInCode(await caller({ ...(await enrolled(ben)) }));
        const answers = new Set<string>();
        for (const code of [
          used.code,
          signIn.code,
          '',
          'nonsense',
          'U'.repeat(28),
          '0'.repeat(28),
          'x'.repeat(10_000),
        ]) {
          const { message, facts } = await refused(identity.redeemCode({ code, label: 'a' }), 'code-refused');
          answers.add(JSON.stringify({ message, facts }));
        }
        expect(answers.size).to.equal(1);
      });

      it('are not issued for oneself', async () => {
        const { rule } = await refused(
          identity.issueCode({ person: operator.person, by: operator }),
          'separation-of-duties',
        );
        expect(rule).to.equal('SOD-7');
      });

      it('are neither issued for nor redeemed by somebody with a live token, save to recover', async () => {
        const before = await identity.issueCode({ person: ana, by: registrar });
        await identity.redeemCode({ code: before.code, label: 'a' });
        await refused(identity.issueCode({ person: ana, by: registrar }), 'not-permitted');
        const recovery = await identity.issueCode({ person: ana, by: operator, recovery: true });
        const { state } = await identity.redeemCode({ code: recovery.code, label: 'found again' });
        expect(state.person).to.equal(ana);
      });

      it('live 1 to 30 days', async () => {
        for (const days of [0, 31, 1.5, Number.NaN])
          await refused(identity.issueCode({ person: ana, by: registrar, days }), 'invalid-command');
      });
    });

    describe('tokens', () => {
      it('are refused when unknown, mistyped, of another kind, expired or revoked', async () => {
        const issued = await enrolled(ana, 1);
        const { session } = await signedIn(issued);
        for (const token of [
          '',
          'gvl_',
          session,
          `${issued.token}0`,
          issued.token.slice(0, -1),
          issued.token.toLowerCase(),
        ])
          expect(await identity.callerOfToken(token), token).to.equal(null);
        now += day - 1;
        expect(await identity.callerOfToken(issued.token)).not.to.equal(null);
        now += 1;
        expect(await identity.callerOfToken(issued.token)).to.equal(null);
        expect(await identity.hasLiveToken(ana)).to.equal(false);
        const again = await enrolled(ana);
        await identity.revokeToken({ token: again.state.id, by: registrar });
        expect(await identity.callerOfToken(again.token)).to.equal(null);
        expect(await identity.hasLiveToken(ana)).to.equal(false);
      });

      it('live 1 to 365 days', async () => {
        for (const days of [0, 366, 0.5]) {
          const { code } = await identity.issueCode({ person: ana, by: registrar });
          await refused(identity.redeemCode({ code, label: 'a', days }), 'invalid-command');
          // A code is not used up by a call that could not work.
          if (days === 0.5) await identity.redeemCode({ code, label: 'a', days: 365 });
        }
        expect((await identity.tokensOf(ana))[0]?.expires).to.equal('2026-01-01T10:20:00.000Z');
      });

      it('have a label of one line', async () => {
        const { code } = await identity.issueCode({ person: ana, by: registrar });
        for (const label of ['', '  ', 'two\nlines', 'x'.repeat(81), '\u0000'])
          await refused(identity.redeemCode({ code, label }), 'invalid-command');
      });

      it('make further tokens of the same person', async () => {
        const first = await enrolled(ana);
        const { state } = await identity.issueToken({ by: await caller(first), label: 'phone', days: 30 });
        expect(state).to.deep.include({
          person: ana,
          label: 'phone',
          issuedBy: ana,
          parent: first.state.id,
          expires: '2025-01-31T10:20:00.000Z',
        });
      });

      it('are made by no session, by no operator, and by no token that has ended', async () => {
        const issued = await enrolled(ana);
        const by = await caller(issued);
        const { session } = await signedIn(issued);
        const inSession = await identity.callerOfSession(session);
        if (inSession === null) throw new Error('no session');
        for (const each of [inSession, operator])
          await refused(identity.issueToken({ by: each, label: 'a' }), 'not-permitted');
        await refused(identity.issueToken({ by: { ...by, person: ben }, label: 'a' }), 'not-signed-in');
        await identity.revokeToken({ token: by.credential, by });
        await refused(identity.issueToken({ by, label: 'a' }), 'not-signed-in');
        await refused(identity.issueSignInCode(by), 'not-signed-in');
      });

      it('are at most 25 live ones a person', async () => {
        const first = await enrolled(ana);
        const by = await caller(first);
        for (let i = 1; i < 25; i += 1) await identity.issueToken({ by, label: `number ${i}`, days: 1 });
        await refused(identity.issueToken({ by, label: 'one too many' }), 'token-limit');
        now += day;
        await identity.issueToken({ by, label: 'after the others expired' });
      });

      it('are listed with when they were last used, to the hour, the newest first', async () => {
        const first = await enrolled(ana);
        now += 3 * hour;
        const by = await caller(first);
        now += 20 * minute;
        await identity.issueToken({ by, label: 'phone' });
        now += 15 * minute;
        await caller(first);
        await enrolled(ben);
        expect(
          (await identity.tokensOf(ana)).map(({ label, lastUsed }) => ({ label, lastUsed })),
        ).to.deep.equal([
          { label: 'phone', lastUsed: null },
          { label: 'laptop', lastUsed: '2025-01-01T13:00:00.000Z' },
        ]);
        now += hour;
        await caller(first);
        expect((await identity.token(first.state.id))?.lastUsed).to.equal('2025-01-01T14:00:00.000Z');
      });

      it('stay listed when revoked, with by whom first', async () => {
        const { state } = await enrolled(ana);
        await identity.revokeToken({ token: state.id, by: registrar });
        now += hour;
        await identity.revokeToken({ token: state.id, by: operator });
        const [listed] = await identity.tokensOf(ana);
        expect(listed).to.deep.include({
          revoked: { at: '2025-01-01T10:20:00.000Z', by: registrar.person },
          live: false,
        });
        expect(await changes(ana)).to.have.length(4);
      });

      it('are not found by an id that there is not', async () => {
        await refused(identity.revokeToken({ token: randomUUID(), by: operator }), 'not-found');
        expect(await identity.token(randomUUID())).to.equal(null);
        expect(await identity.tokensOf(randomUUID())).to.deep.equal([]);
      });
    });

    describe('sessions', () => {
      it('begin with a sign-in code, which is good once and for 10 minutes', async () => {
        const by = await caller(await enrolled(ana));
        const { code, expires } = await identity.issueSignInCode(by);
        expect(expires).to.equal('2025-01-01T10:30:00.000Z');
        const started = await identity.signIn(code.toLowerCase().replaceAll('-', ''));
        expect(started).to.deep.include({ person: ana, expires: '2025-01-01T22:20:00.000Z' });
        expect(await identity.callerOfSession(started.session)).to.deep.equal({
          person: ana,
          via: 'session',
          credential: started.id,
        });
        await refused(identity.signIn(code), 'code-refused');
        const late = await identity.issueSignInCode(by);
        now += 10 * minute;
        await refused(identity.signIn(late.code), 'code-refused');
        await identity.signIn((await identity.issueSignInCode(by)).code);
      });

      it('do not begin with the code of a token that expired meanwhile', async () => {
        const issued = await enrolled(ana, 1);
        now += day - minute;
        const { code } = await identity.issueSignInCode(await caller(issued));
        now += minute;
        await refused(identity.signIn(code), 'code-refused');
      });

      it('begin with the newest sign-in code of a token alone', async () => {
        const first = await enrolled(ana);
        const by = await caller(first);
        const phone = await identity.issueToken({ by, label: 'phone' });
        const old = await identity.issueSignInCode(by);
        const other = await identity.issueSignInCode(await caller(phone));
        const newest = await identity.issueSignInCode(by);
        await refused(identity.signIn(old.code), 'code-refused');
        await identity.signIn(newest.code);
        await identity.signIn(other.code);
      });

      it('last 12 hours at most, however much they are used', async () => {
        const { session } = await signedIn(await enrolled(ana));
        for (let i = 0; i < 15; i += 1) {
          now += 45 * minute;
          expect(await identity.callerOfSession(session), `${i}`).not.to.equal(null);
        }
        now += 45 * minute - 1;
        expect(await identity.callerOfSession(session)).not.to.equal(null);
        now += 1;
        expect(await identity.callerOfSession(session)).to.equal(null);
      });

      it('end when they are not used for 60 minutes', async () => {
        const { session } = await signedIn(await enrolled(ana));
        now += hour - 1;
        expect(await identity.callerOfSession(session)).not.to.equal(null);
        now += hour;
        expect(await identity.callerOfSession(session)).to.equal(null);
      });

      it('last no longer than the token that began them', async () => {
        const issued = await enrolled(ana, 1);
        now += day - hour / 2;
        const { session, expires } = await signedIn(issued);
        expect(expires).to.equal(issued.state.expires);
        now += hour / 2;
        expect(await identity.callerOfSession(session)).to.equal(null);
      });

      it('end with sign-out, that one alone', async () => {
        const issued = await enrolled(ana);
        const [one, other] = [await signedIn(issued), await signedIn(issued)];
        await identity.signOut(one.session);
        await identity.signOut(one.session);
        await identity.signOut('no session');
        expect(await identity.callerOfSession(one.session)).to.equal(null);
        expect(await identity.callerOfSession(other.session)).not.to.equal(null);
      });

      it('end with the token that began them, as its sign-in codes do', async () => {
        const first = await enrolled(ana);
        const second = await identity.issueToken({ by: await caller(first), label: 'phone' });
        const [ofFirst, ofSecond] = [await signedIn(first), await signedIn(second)];
        const pending = await identity.issueSignInCode(await caller(first));
        await identity.revokeToken({ token: first.state.id, by: await caller(second) });
        expect(await identity.callerOfSession(ofFirst.session)).to.equal(null);
        await refused(identity.signIn(pending.code), 'code-refused');
        expect(await identity.callerOfSession(ofSecond.session)).not.to.equal(null);
      });
    });

    describe('personal feeds', () => {
      it('identify a person, and are no credential for anything else', async () => {
        const by = await caller(await enrolled(ana));
        const { feed } = await identity.issueFeed(by);
        expect(await identity.personOfFeed(feed)).to.equal(ana);
        expect(await identity.callerOfToken(feed)).to.equal(null);
        expect(await identity.callerOfSession(feed)).to.equal(null);
        expect(await identity.feedOf(ana)).to.deep.include({
          person: ana,
          created: '2025-01-01T10:20:00.000Z',
        });
      });

      it('are replaced and revoked', async () => {
        const by = await caller(await enrolled(ana));
        const first = await identity.issueFeed(by);
        const second = await identity.issueFeed(by);
        expect(await identity.personOfFeed(first.feed)).to.equal(null);
        expect(await identity.personOfFeed(second.feed)).to.equal(ana);
        expect(await identity.revokeFeed({ person: ana, by })).to.equal(true);
        expect(await identity.revokeFeed({ person: ana, by })).to.equal(false);
        expect(await identity.personOfFeed(second.feed)).to.equal(null);
        expect(await identity.feedOf(ana)).to.equal(null);
      });
    });

    describe('a person', () => {
      it('loses everything at once, and nobody else anything', async () => {
        const first = await enrolled(ana);
        const by = await caller(first);
        const second = await identity.issueToken({ by, label: 'phone' });
        const { session } = await signedIn(first);
        const { code } = await identity.issueSignInCode(await caller(second));
        const { feed } = await identity.issueFeed(by);
        const recovery = await identity.issueCode({ person: ana, by: operator, recovery: true });
        const other = await enrolled(ben);
        expect(await identity.revokeAll({ person: ana, by: registrar })).to.deep.equal({
          tokens: 2,
          sessions: 1,
          codes: 2,
          feeds: 1,
        });
        expect([
          await identity.callerOfToken(first.token),
          await identity.callerOfToken(second.token),
          await identity.callerOfSession(session),
          await identity.personOfFeed(feed),
        ]).to.deep.equal([null, null, null, null]);
        await refused(identity.signIn(code), 'code-refused');
        await refused(identity.redeemCode({ code: recovery.code, label: 'a' }), 'code-refused');
        expect(await identity.callerOfToken(other.token)).not.to.equal(null);
        expect(await identity.revokeAll({ person: ana, by: registrar })).to.deep.equal({
          tokens: 0,
          sessions: 0,
          codes: 0,
          feeds: 0,
        });
      });

      it('is forgotten, with all that was held under their id, and nobody else', async () => {
        const issued = await enrolled(ana);
        const by = await caller(issued);
        await signedIn(issued);
        await identity.issueSignInCode(by);
        const { feed } = await identity.issueFeed(by);
        const other = await enrolled(ben);
        await identity.forget(ana);
        await identity.forget(ana);
        expect(await identity.callerOfToken(issued.token)).to.equal(null);
        expect(await identity.personOfFeed(feed)).to.equal(null);
        expect(await identity.tokensOf(ana)).to.deep.equal([]);
        expect((await identity.record()).items.map(({ person }) => person)).to.deep.equal([ben, ben, ben]);
        expect(await identity.callerOfToken(other.token)).not.to.equal(null);
      });
    });

    describe('the record', () => {
      it('says what happened to whose credentials, by whom, how and when', async () => {
        await identity.issueCode({ person: ana, by: registrar });
        const issued = await enrolled(ana);
        const by = await caller(issued);
        const { session } = await signedIn(issued);
        await identity.issueFeed(by);
        await identity.signOut(session);
        await identity.revokeAll({ person: ana, by: registrar });
        expect(await changes(ana)).to.deep.equal([
          'enrolment-code issued session',
          'enrolment-code replaced operator',
          'enrolment-code issued operator',
          'enrolment-code redeemed code',
          'token issued code',
          'sign-in-code issued token',
          'sign-in-code redeemed code',
          'session issued code',
          'feed issued token',
          'session ended session',
          'token revoked session',
          'feed revoked session',
        ]);
        const { items } = await identity.record({ person: ana });
        expect(items[10]).to.deep.equal({
          index: 11,
          at: '2025-01-01T10:20:00.000Z',
          person: ana,
          kind: 'token',
          credential: issued.state.id,
          change: 'revoked',
          by: registrar.person,
          via: 'session',
        });
      });

      it('notes a code as replaced only where it was still good', async () => {
        await identity.issueCode({ person: ana, by: registrar });
        now += 7 * day;
        await identity.issueCode({ person: ana, by: registrar });
        expect(await changes(ana)).to.deep.equal([
          'enrolment-code issued session',
          'enrolment-code issued session',
        ]);
      });

      it('is read a page at a time, of one person or of all', async () => {
        for (const person of [ana, ben, ana, ben, ana]) await identity.issueCode({ person, by: registrar });
        const read = async (person?: string): Promise<readonly CredentialEntry[]> => {
          const all: CredentialEntry[] = [];
          for (let after: number | null = 0; after !== null; ) {
            const page = await identity.record({
              after,
              limit: 2,
              ...(person === undefined ? {} : { person }),
            });
            all.push(...page.items);
            after = page.next;
          }
          return all;
        };
        expect((await read()).map(({ index }) => index)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8]);
        const [ofAna, ofBen] = [await read(ana), await read(ben)];
        expect([ofAna.length, ofBen.length]).to.deep.equal([5, 3]);
        expect(new Set(ofAna.map(({ person }) => person))).to.deep.equal(new Set([ana]));
      });

      it('notes nothing of what was refused', async () => {
        await refused(identity.redeemCode({ code: 'nonsense', label: 'a' }), 'code-refused');
        await refused(identity.issueCode({ person: ana, by: registrar, days: 0 }), 'invalid-command');
        expect((await identity.record()).items).to.deep.equal([]);
      });
    });
  });
}
