import { z } from 'zod';
import { enrol, revokeAllOf, revokeToken, tokensOf } from '../../identity/credential-acts.ts';
import { csrfOf } from '../../identity/csrf.ts';
import { requireMayAsk } from '../../permissions/requests.ts';
import { askerOf, viewerIn } from '../asked-of.ts';
import { whole } from '../parameters.ts';
import { type Asked, type Asker, type Route, route } from '../route.ts';
import { signedInCookie, signedOutCookie } from '../session-cookie.ts';
import { Limit, PersonParams, Stamp, usualItems } from './shapes.ts';

const Days = z.int().min(1).max(365).optional();
const Label = z.string().min(1).max(100);

const TokenState = z
  .strictObject({
    id: z.uuid(),
    person: z.uuid(),
    label: z.string(),
    issuedBy: z.uuid(),
    parent: z.uuid().nullable(),
    created: Stamp,
    expires: Stamp,
    lastUsed: Stamp.nullable().meta({ description: 'to the hour' }),
    revoked: z.strictObject({ at: Stamp, by: z.uuid() }).nullable(),
    live: z.boolean(),
  })
  .meta({ id: 'TokenState' });
const IssuedToken = z
  .strictObject({ token: z.string().meta({ description: 'the secret; said once, here' }), state: TokenState })
  .meta({ id: 'IssuedToken' });
const IssuedCode = z
  .strictObject({
    id: z.uuid(),
    person: z.uuid(),
    code: z.string().meta({ description: 'said once, here' }),
    expires: Stamp,
  })
  .meta({ id: 'IssuedCode' });
const Session = z
  .strictObject({
    person: z.uuid(),
    expires: Stamp,
    csrf: z.string().meta({ description: 'to be sent as X-CSRF-Token with whatever changes anything' }),
  })
  .meta({ id: 'Session' });
const Tokens = z.strictObject({ items: z.array(TokenState) });
const Revoked = z.strictObject({
  tokens: z.int(),
  sessions: z.int(),
  codes: z.int(),
  feeds: z.int(),
});
const CredentialEntry = z
  .strictObject({
    index: z.int(),
    at: Stamp,
    person: z.uuid(),
    kind: z.enum(['enrolment-code', 'sign-in-code', 'token', 'session', 'feed']),
    credential: z.string(),
    change: z.enum(['issued', 'redeemed', 'replaced', 'revoked', 'ended']),
    by: z.string(),
    via: z.enum(['token', 'session', 'operator', 'code']),
  })
  .meta({ id: 'CredentialEntry' });
const CredentialRecord = z.strictObject({ items: z.array(CredentialEntry), next: z.int().nullable() });

/** As the acts on credentials know who asks. */
const asker = ({ caller, viewer }: Asker) => ({ by: caller, roles: viewer.roles });
const by = (asked: Pick<Asked<unknown, unknown, unknown>, 'asker'>) => asker(askerOf(asked));

export const credentialRoutes: readonly Route[] = [
  route({
    id: 'redeemEnrolmentCode',
    method: 'POST',
    path: '/api/tokens',
    area: 'credentials',
    summary: 'an API token for an enrolment code',
    may: 'redeem-code',
    body: z.strictObject({ code: z.string().max(100), label: Label, days: Days }),
    answers: [{ status: 201, says: 'The token. It is not said again.', schema: IssuedToken }],
    refuses: ['code-refused', 'too-many-attempts', 'invalid-command'],
    answer: async ({ identity, attempts }, { body: { code, label, days }, from }) => ({
      status: 201,
      content: {
        json: await attempts.counting(from, () =>
          identity.redeemCode({ code, label, ...(days === undefined ? {} : { days }) }),
        ),
      },
    }),
  }),
  route({
    id: 'signIn',
    method: 'POST',
    path: '/api/session',
    area: 'credentials',
    summary: 'a session for a sign-in code; it is kept in a cookie',
    may: 'redeem-code',
    body: z.strictObject({ code: z.string().max(100) }),
    answers: [{ status: 201, says: 'Signed in.', schema: Session }],
    refuses: ['code-refused', 'too-many-attempts'],
    answer: async ({ identity, attempts, isSecure }, { body: { code }, from }) => {
      const { person, session, expires } = await attempts.counting(from, () => identity.signIn(code));
      return {
        status: 201,
        headers: { 'Set-Cookie': signedInCookie(session, expires, isSecure) },
        content: { json: { person, expires, csrf: csrfOf(session) } },
      };
    },
  }),
  route({
    id: 'signOut',
    method: 'DELETE',
    path: '/api/session',
    area: 'credentials',
    summary: 'the end of one’s own session',
    may: 'sign-out',
    answers: [{ status: 204, says: 'Signed out.', schema: null }],
    answer: async ({ identity, isSecure }, asked) => {
      const { session } = askerOf(asked);
      if (session !== null) await identity.signOut(session);
      return {
        status: 204,
        headers: { 'Set-Cookie': signedOutCookie(isSecure) },
        content: { nothing: true },
      };
    },
  }),
  route({
    id: 'makeSignInCode',
    method: 'POST',
    path: '/api/me/sign-in-codes',
    area: 'me',
    summary: 'a code to sign in with in a browser: once, within ten minutes',
    may: 'make-sign-in-code',
    answers: [{ status: 201, says: 'The code. It is not said again.', schema: IssuedCode }],
    refuses: ['not-permitted'],
    answer: async ({ identity }, asked) => ({
      status: 201,
      content: { json: await identity.issueSignInCode(askerOf(asked).caller) },
    }),
  }),
  route({
    id: 'listMyTokens',
    method: 'GET',
    path: '/api/me/tokens',
    area: 'me',
    summary: 'one’s own tokens, the newest first; never their secrets',
    may: 'list-credentials',
    answers: [{ status: 200, says: 'The tokens.', schema: Tokens }],
    answer: async ({ identity }, asked) => ({
      content: { json: { items: await tokensOf(identity, by(asked), viewerIn(asked).person) } },
    }),
  }),
  route({
    id: 'makeToken',
    method: 'POST',
    path: '/api/me/tokens',
    area: 'me',
    summary: 'a further token for oneself',
    may: 'make-token',
    body: z.strictObject({ label: Label, days: Days }),
    answers: [{ status: 201, says: 'The token. It is not said again.', schema: IssuedToken }],
    refuses: ['token-limit', 'not-permitted', 'invalid-command'],
    answer: async ({ identity }, asked) => {
      const { label, days } = asked.body;
      const issued = await identity.issueToken({
        by: askerOf(asked).caller,
        label,
        ...(days === undefined ? {} : { days }),
      });
      return { status: 201, content: { json: issued } };
    },
  }),
  route({
    id: 'revokeToken',
    method: 'DELETE',
    path: '/api/tokens/{token}',
    area: 'credentials',
    summary: 'the end of a token, and of the sessions that came of it',
    may: 'revoke-credential',
    params: z.object({ token: z.uuid() }),
    answers: [{ status: 200, says: 'It is revoked.', schema: TokenState }],
    refuses: ['not-found'],
    answer: async ({ identity }, asked) => ({
      content: { json: await revokeToken(identity, by(asked), asked.params.token) },
    }),
  }),
  route({
    id: 'issueEnrolmentCode',
    method: 'POST',
    path: '/api/people/{person}/enrolment-codes',
    area: 'people',
    summary: 'a code for which somebody gets their first token; whoever hands it over never sees that',
    may: 'issue-enrolment-code',
    params: PersonParams,
    body: z.strictObject({ days: z.int().min(1).max(30).optional() }),
    answers: [{ status: 201, says: 'The code. It is not said again.', schema: IssuedCode }],
    refuses: ['not-permitted', 'separation-of-duties', 'unknown-reference'],
    answer: async ({ identity, ledger }, asked) => {
      const { days } = asked.body;
      const { people } = await ledger.handler.directory.now();
      const issued = await enrol(identity, by(asked), {
        person: asked.params.person,
        isInDirectory: (id) => people.has(id),
        ...(days === undefined ? {} : { days }),
      });
      return { status: 201, content: { json: issued } };
    },
  }),
  route({
    id: 'listTokensOf',
    method: 'GET',
    path: '/api/people/{person}/tokens',
    area: 'people',
    summary: 'a person’s tokens; never their secrets',
    may: 'list-credentials',
    params: PersonParams,
    answers: [{ status: 200, says: 'The tokens.', schema: Tokens }],
    refuses: ['not-permitted'],
    answer: async ({ identity }, asked) => ({
      content: { json: { items: await tokensOf(identity, by(asked), asked.params.person) } },
    }),
  }),
  route({
    id: 'revokeAllOf',
    method: 'DELETE',
    path: '/api/people/{person}/credentials',
    area: 'people',
    summary: 'the end of every token, code, session and feed of a person',
    may: 'revoke-credential',
    params: PersonParams,
    answers: [{ status: 200, says: 'How many of each were ended.', schema: Revoked }],
    refuses: ['not-permitted'],
    answer: async ({ identity }, asked) => ({
      content: { json: await revokeAllOf(identity, by(asked), asked.params.person) },
    }),
  }),
  route({
    id: 'readCredentialRecord',
    method: 'GET',
    path: '/api/people/{person}/credential-record',
    area: 'people',
    summary: 'what happened to a person’s credentials, the oldest first',
    may: 'list-credentials',
    params: PersonParams,
    query: z.strictObject({ after: whole(0, Number.MAX_SAFE_INTEGER).exactOptional(), limit: Limit }),
    answers: [{ status: 200, says: 'The record.', schema: CredentialRecord, paged: true }],
    refuses: ['not-permitted'],
    answer: async ({ identity }, asked) => {
      const { person } = asked.params;
      requireMayAsk('list-credentials', viewerIn(asked), { person });
      const { after, limit = usualItems } = asked.query;
      const page = await identity.record({ person, limit, ...(after === undefined ? {} : { after }) });
      return {
        content: { json: page },
        next: page.next === null ? null : { after: String(page.next) },
      };
    },
  }),
];
