import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { z } from 'zod';
import { instantFromMillis, millisOf } from '../../events/time.ts';
import { type Asking, asked, codeOf, ServedWorld } from './served-world.ts';

const Code = z.object({ code: z.string() });
const Signed = z.object({ csrf: z.string(), person: z.string() });
const received = { framework: 'tests', fields: { title: 'Convoy routing', purpose: 'Plan routes' } };

describe('who asks', () => {
  let up: ServedWorld;
  before(async () => {
    up = await ServedWorld.open();
  });
  after(() => up.close());
  const ask = (path: string, headers: Asking['headers'] = {}, method = 'GET') =>
    asked(up.served.port, method, path, { headers });

  describe('by a token', () => {
    it('is told by the directory, however the scheme is spelt', async () => {
      const { token } = up.as('ana');
      for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
        const answered = await ask('/api/me', { authorization: `${scheme} ${token}` });
        expect(answered.json()).to.include({ person: up.world.id('ana'), via: 'token' });
      }
    });

    it('is nobody with anything else in its place, and is told how to come back', async () => {
      const { token } = up.as('ana');
      const shown = [
        '',
        token,
        `Basic ${token}`,
        `Bearer  ${token}`,
        `Bearer ${token}x`,
        'Bearer',
        'Bearer \u00e9',
      ];
      for (const authorization of shown) {
        const answered = await ask('/api/me', { authorization });
        expect([answered.status, codeOf(answered)], authorization).to.deep.equal([401, 'not-signed-in']);
        expect(answered.headers['www-authenticate']).to.equal('Bearer');
      }
    });

    it('is nobody once the token is revoked', async () => {
      const made = await up.as('ben').post('/api/me/tokens', { label: 'laptop' });
      const { token, state } = z
        .object({ token: z.string(), state: z.object({ id: z.string() }) })
        .parse(made.json());
      const authorization = `Bearer ${token}`;
      expect((await ask('/api/me', { authorization })).status).to.equal(200);
      await up.as('ben').ask('DELETE', `/api/tokens/${state.id}`);
      expect((await ask('/api/me', { authorization })).status).to.equal(401);
    });

    it('cannot be somebody whom the directory does not hold', async () => {
      const { code } = await up.identity.issueCode({
        person: randomUUID(),
        by: { person: up.world.id('reg'), via: 'operator', credential: 'operator' },
      });
      const { token } = await up.identity.redeemCode({ code, label: 'ghost' });
      expect((await ask('/api/me', { authorization: `Bearer ${token}` })).status).to.equal(401);
    });

    it('of this run of the server is the ledger’s operator, and of no other', async () => {
      expect((await up.operator.get('/api/me')).json()).to.include({ via: 'operator' });
      const other = `Bearer ${up.served.operatorToken.slice(0, -1)}`;
      expect((await ask('/api/me', { authorization: other })).status).to.equal(401);
    });
  });

  describe('without one', () => {
    it('gets one and the same answer for what there is, what there is not, and what cannot be read', async () => {
      const paths = [
        '/api/me',
        '/api/submissions',
        `/api/submissions/${randomUUID()}`,
        '/api/nothing',
        '/api',
        '/anything',
        '/api/submissions/%zz',
        '/api/submissions/..%2f..%2fetc',
        '/api/people?limit=0&limit=0',
        '//api/me',
        '/api/\\[',
        '/metrics',
      ];
      for (const method of ['GET', 'POST', 'DELETE', 'PUT', 'OPTIONS']) {
        const answers = await Promise.all(paths.map((path) => ask(path, {}, method)));
        for (const [i, answered] of answers.entries())
          expect([answered.status, codeOf(answered)], `${method} ${paths[i]}`).to.deep.equal([
            401,
            'not-signed-in',
          ]);
        const bodies = answers.map(({ body }) => body.replace(/urn:uuid:[0-9a-f-]{36}/, ''));
        expect(new Set(bodies).size).to.equal(1);
      }
    });

    it('is refused before the body is looked at', async () => {
      const answered = await asked(up.served.port, 'POST', '/api/submissions', {
        body: '{"not json',
        headers: { 'content-type': 'text/plain', 'content-encoding': 'gzip' },
      });
      expect(answered.status).to.equal(401);
    });
  });

  describe('by a session', () => {
    let cookie = '';
    let csrf = '';
    beforeEach(async () => {
      const { code } = Code.parse((await up.as('sub').post('/api/me/sign-in-codes', undefined)).json());
      const signed = await up.anonymous.post('/api/session', { code });
      expect(signed.status).to.equal(201);
      ({ csrf } = Signed.parse(signed.json()));
      [cookie = ''] = String(signed.headers['set-cookie']).split(';');
    });
    const send = (headers: Asking['headers']) =>
      asked(up.served.port, 'POST', '/api/submissions', {
        body: received,
        headers: { cookie, 'idempotency-key': randomUUID(), ...headers },
      });

    it('is kept in a cookie that no script reads and no other site’s form brings along', async () => {
      const { code } = Code.parse((await up.as('sub').post('/api/me/sign-in-codes', undefined)).json());
      const { headers } = await up.anonymous.post('/api/session', { code });
      expect(String(headers['set-cookie'])).to.match(
        /^govledger=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
      );
      expect(headers['cache-control']).to.equal('private, no-store');
    });

    it('reads without more, and acts with its own token from a page of this server', async () => {
      expect((await ask('/api/me', { cookie })).json()).to.include({ via: 'session' });
      const host = `127.0.0.1:${up.served.port}`;
      for (const from of [{}, { origin: `http://${host}` }, { 'sec-fetch-site': 'same-origin' }])
        expect((await send({ 'x-csrf-token': csrf, ...from })).status).to.equal(201);
    });

    it('does not act without that token, with another’s, or from elsewhere', async () => {
      const others = [
        {},
        { 'x-csrf-token': '' },
        { 'x-csrf-token': `${csrf}x` },
        { 'x-csrf-token': csrf, origin: 'http://evil.example' },
        { 'x-csrf-token': csrf, origin: 'null' },
        { 'x-csrf-token': csrf, 'sec-fetch-site': 'cross-site' },
        { 'x-csrf-token': csrf, 'sec-fetch-site': 'same-site' },
      ];
      for (const headers of others) {
        const answered = await send(headers);
        expect([answered.status, codeOf(answered)], JSON.stringify(headers)).to.deep.equal([
          403,
          'cross-site',
        ]);
      }
    });

    it('is not shown together with a token', async () => {
      const answered = await ask('/api/me', { cookie, authorization: `Bearer ${up.as('ana').token}` });
      expect([answered.status, codeOf(answered)]).to.deep.equal([400, 'invalid-request']);
    });

    it('ends when its person signs out', async () => {
      const out = await ask('/api/session', { cookie, 'x-csrf-token': csrf }, 'DELETE');
      expect(out.status).to.equal(204);
      expect(String(out.headers['set-cookie'])).to.match(/^govledger=; Max-Age=0;/);
      expect((await ask('/api/me', { cookie })).status).to.equal(401);
    });

    it('ends when it is idle for an hour', async () => {
      expect((await ask('/api/me', { cookie })).status).to.equal(200);
      up.world.now = instantFromMillis(millisOf(up.world.now) + 61 * 60_000);
      expect((await ask('/api/me', { cookie })).status).to.equal(401);
    });

    it('cannot make a code or a token', async () => {
      for (const path of ['/api/me/sign-in-codes', '/api/me/tokens']) {
        const answered = await asked(up.served.port, 'POST', path, {
          body: path.endsWith('tokens') ? { label: 'more' } : undefined,
          headers: { cookie, 'x-csrf-token': csrf },
        });
        expect([answered.status, codeOf(answered)], path).to.deep.equal([403, 'not-permitted']);
      }
    });
  });

  it('behind TLS a session’s cookie is held to the host and to TLS', async () => {
    const secure = await ServedWorld.open({ isSecure: true });
    try {
      const { code } = Code.parse((await secure.as('sub').post('/api/me/sign-in-codes', undefined)).json());
      const { headers } = await secure.anonymous.post('/api/session', { code });
      expect(String(headers['set-cookie'])).to.match(
        /^__Host-govledger=[^;]+; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/,
      );
    } finally {
      await secure.close();
    }
  });

  it('is never written to the log', async () => {
    await up.as('ana').get('/api/me?person=ana', { cookie: 'govledger=secret' });
    await up.as('ana').get('/api/me');
    await up.operator.get('/api/me');
    const lines = await up.loggedAs(/"route":"\/api\/me","status":200/);
    for (const secret of [up.as('ana').token, up.served.operatorToken, up.world.id('ana'), 'govledger='])
      expect(lines.includes(secret), secret).to.equal(false);
  });
});
