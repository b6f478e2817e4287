import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { z } from 'zod';
import { type Answered, asked, codeOf, ServedWorld } from './served-world.ts';

const Code = z.object({ code: z.string(), person: z.string() });
const Issued = z.object({ token: z.string(), state: z.looseObject({ id: z.string(), person: z.string() }) });
const Entries = z.object({
  items: z.array(z.looseObject({ kind: z.string(), change: z.string(), via: z.string() })),
  next: z.number().nullable(),
});

describe('credentials over HTTP', () => {
  let up: ServedWorld;
  beforeEach(async () => {
    up = await ServedWorld.open();
  });
  afterEach(() => up.close());

  const said = (answered: Answered): string => `${answered.status} ${codeOf(answered)}`;
  const enrol = (by: 'reg' | 'adm' | 'sec', person: string, body: object = {}) =>
    up.as(by).post(`/api/people/${up.world.id(person)}/enrolment-codes`, body);
  const me = (token: string) =>
    asked(up.served.port, 'GET', '/api/me', { headers: { authorization: `Bearer ${token}` } });

  it('come of a code that the registrar hands over and never sees redeemed', async () => {
    const made = await up
      .as('reg')
      .post(
        '/api/directory/register-person',
        { kind: 'human', name: 'Zoë' },
        { 'idempotency-key': randomUUID() },
      );
    const { person } = z.object({ person: z.string() }).parse(made.json());
    const issued = await up.as('reg').post(`/api/people/${person}/enrolment-codes`, {});
    expect(issued.status).to.equal(201);
    const { code } = Code.parse(issued.json());
    const redeemed = await up.anonymous.post('/api/tokens', { code, label: 'laptop', days: 30 });
    expect([redeemed.status, redeemed.headers['cache-control']]).to.deep.equal([201, 'private, no-store']);
    const { token } = Issued.parse(redeemed.json());
    expect((await me(token)).json()).to.include({ person });
    expect(said(await up.anonymous.post('/api/tokens', { code, label: 'again' }))).to.equal(
      '401 code-refused',
    );
  });

  it('are not made by their registrar for themselves, for who has them, or by others', async () => {
    expect(said(await enrol('reg', 'reg'))).to.equal('403 separation-of-duties');
    expect(said(await enrol('reg', 'ana'))).to.equal('403 not-permitted');
    expect(said(await enrol('sec', 'ana'))).to.equal('403 not-permitted');
    const unknown = await up.as('reg').post(`/api/people/${up.world.submission}/enrolment-codes`, {});
    expect(said(unknown)).to.equal('422 unknown-reference');
  });

  it('are guessed at ten times from one address, and then not for a while', async () => {
    const guess = (i: number) => up.anonymous.post('/api/session', { code: `ABCD-EFGH-JKMN-PQ${i}` });
    for (let i = 0; i < 10; i += 1) expect(said(await guess(i))).to.equal('401 code-refused');
    const refused = await guess(11);
    expect(said(refused)).to.equal('429 too-many-attempts');
    expect(Number(refused.headers['retry-after'])).to.be.within(1, 15 * 60);
    const { code } = Code.parse((await up.as('sub').post('/api/me/sign-in-codes', undefined)).json());
    expect(said(await up.anonymous.post('/api/tokens', { code, label: 'right' }))).to.equal(
      '429 too-many-attempts',
    );
  });

  it('are listed without their secrets, to their person and to who keeps watch', async () => {
    const path = `/api/people/${up.world.id('ana')}/tokens`;
    const own = await up.as('ana').get('/api/me/tokens');
    expect(own.status).to.equal(200);
    for (const who of ['ana', 'aud'] as const) expect((await up.as(who).get(path)).body).to.equal(own.body);
    expect(own.body).not.to.contain(up.as('ana').token);
    expect(said(await up.as('ben').get(path))).to.equal('403 not-permitted');
  });

  it('end one by one, by their person or the registrar, and to others there are none', async () => {
    const made = Issued.parse((await up.as('ana').post('/api/me/tokens', { label: 'more' })).json());
    const path = `/api/tokens/${made.state.id}`;
    const foreign = await up.as('ben').ask('DELETE', path);
    const missing = await up.as('ben').ask('DELETE', `/api/tokens/${up.world.submission}`);
    expect(said(foreign)).to.equal(said(missing));
    expect((await up.as('reg').ask('DELETE', path)).status).to.equal(200);
    expect((await me(made.token)).status).to.equal(401);
  });

  it('end all at once, and what happened to them is on record', async () => {
    const person = up.world.id('ana');
    const ended = await up.as('adm').ask('DELETE', `/api/people/${person}/credentials`);
    expect(ended.json()).to.include({ tokens: 1 });
    expect((await up.as('ana').get('/api/me')).status).to.equal(401);
    const first = await up.as('aud').get(`/api/people/${person}/credential-record?limit=2`);
    expect(first.headers['link']).to.match(/^<\/api\/people\/[^>]+limit=2[^>]*>; rel="next"$/);
    const { items, next } = Entries.parse(first.json());
    const rest = await up.as('aud').get(`/api/people/${person}/credential-record?after=${next}`);
    const all = [...items, ...Entries.parse(rest.json()).items];
    expect(all.map(({ kind, change, via }) => `${kind} ${change} ${via}`)).to.deep.equal([
      'enrolment-code issued operator',
      'enrolment-code redeemed code',
      'token issued code',
      'token revoked token',
    ]);
    expect(said(await up.as('ben').get(`/api/people/${person}/credential-record`))).to.equal(
      '403 not-permitted',
    );
  });

  it('are not made by the operator’s token, which is nobody’s own', async () => {
    expect(said(await up.operator.post('/api/me/tokens', { label: 'x' }))).to.equal('403 not-permitted');
    expect(said(await up.operator.post('/api/me/sign-in-codes', undefined))).to.equal('403 not-permitted');
  });
});
