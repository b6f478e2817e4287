import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { maxBlobBytes } from '../../src/vault/vault.ts';
import { type Asking, asked, codeOf, ServedWorld } from './served-world.ts';

const fields = { title: 'Convoy routing', purpose: 'Plan routes' };
const key = () => ({ 'idempotency-key': randomUUID() });

describe('the limits of the API', () => {
  describe('on what is asked in a minute', () => {
    it('hold for each person, wherever they call from, and for whoever is nobody by address', async () => {
      const up = await ServedWorld.open({ limits: { perCaller: 5, overall: 100 } });
      try {
        const [ana, ben] = [up.as('ana'), up.as('ben')];
        for (let i = 0; i < 5; i += 1) expect((await ana.get('/api/me')).status).to.equal(200);
        const refused = await ana.get('/api/me');
        expect([refused.status, codeOf(refused)]).to.deep.equal([429, 'too-many-requests']);
        expect(Number(refused.headers['retry-after'])).to.be.within(1, 60);
        expect(String(refused.headers['ratelimit-policy'])).to.match(/q=5; w=60/);
        // Another person behind the same address still works.
        expect((await ben.get('/api/me')).status).to.equal(200);
        const nobody = await Promise.all(Array.from({ length: 7 }, () => up.anonymous.get('/api/me')));
        expect(nobody.filter(({ status }) => status === 401).length).to.equal(5);
        expect((await up.anonymous.get('/health')).status).to.equal(429);
        expect((await ben.get('/api/me')).status).to.equal(200);
      } finally {
        await up.close();
      }
    });

    it('hold for all together, and at the public listener', async () => {
      const up = await ServedWorld.open({ limits: { perCaller: 100, overall: 4 } });
      try {
        for (let i = 0; i < 4; i += 1) expect((await up.as('ana').get('/api/me')).status).to.equal(200);
        const refused = await up.as('ben').get('/api/me');
        expect([refused.status, refused.headers['retry-after']]).to.deep.equal([429, '60']);
        // How much others ask is not told.
        expect(String(refused.headers['ratelimit'])).not.to.contain('server');
        const open = await Promise.all(Array.from({ length: 6 }, () => up.publicly('/health')));
        expect(open.filter(({ status }) => status === 429).length).to.equal(2);
      } finally {
        await up.close();
      }
    });

    it('believe an address that is passed on from a declared proxy alone', async () => {
      const limits = { perCaller: 2, overall: 100 };
      for (const [proxies, allowed] of [
        [[], 2],
        [['127.0.0.1'], 6],
      ] as const) {
        const up = await ServedWorld.open({ limits, proxies });
        try {
          const answers = await Promise.all(
            Array.from({ length: 6 }, (_, i) =>
              up.anonymous.get('/health', { 'x-forwarded-for': `203.0.113.${i}` }),
            ),
          );
          expect(answers.filter(({ status }) => status === 200).length).to.equal(allowed);
        } finally {
          await up.close();
        }
      }
    });
  });

  describe('on a body', () => {
    let up: ServedWorld;
    before(async () => {
      up = await ServedWorld.open();
    });
    after(() => up.close());
    const send = (body: string | Buffer, headers: Asking['headers'] = {}) =>
      asked(up.served.port, 'POST', '/api/submissions', {
        body,
        headers: { authorization: `Bearer ${up.as('sub').token}`, ...key(), ...headers },
      });
    const refusedAs = async (body: string | Buffer, headers: Asking['headers'] = {}) => {
      const answered = await send(body, headers);
      return `${answered.status} ${codeOf(answered)}`;
    };
    const sound = JSON.stringify({ framework: 'tests', fields });

    it('take JSON in UTF-8 and nothing else', async () => {
      for (const type of [
        'application/json',
        'Application/JSON; charset=UTF-8',
        'application/json;charset="utf-8"',
      ])
        expect((await send(sound, { 'content-type': type })).status, type).to.equal(201);
      for (const type of [
        'text/plain',
        'application/json; charset=latin1',
        'application/x-www-form-urlencoded',
        '*/*',
        '',
      ])
        expect(await refusedAs(sound, { 'content-type': type }), type).to.equal('415 unsupported-media-type');
      for (const encoding of ['gzip', 'br', 'identity, gzip'])
        expect(await refusedAs(sound, { 'content-encoding': encoding })).to.equal(
          '415 unsupported-media-type',
        );
    });

    it('refuse what is no JSON, no UTF-8, or says a thing twice', async () => {
      const bad = ['', '{', 'nul', '[1,]', '\ufeff{}', '{"a":1}{"b":2}', Buffer.from([0x22, 0xff, 0x22])];
      for (const body of bad) expect(await refusedAs(body), String(body)).to.equal('400 invalid-request');
      const twice = sound.replace('{', '{"framework":"other",');
      expect(await refusedAs(twice)).to.equal('400 invalid-request');
      const escaped = sound.replace('{', '{"\\u0066ramework" :"other",');
      const answered = await send(escaped);
      expect(answered.json()).to.deep.include({ detail: 'body: "framework" stands twice in one object' });
    });

    it('refuse more than 64 levels and more than 1 MiB, before anything is built of them', async () => {
      const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
      expect(await refusedAs(nested(64))).to.equal('400 invalid-command');
      expect(await refusedAs(nested(65))).to.equal('400 invalid-request');
      expect(await refusedAs(`{"a":"${'[{'.repeat(100)}"}`)).to.equal('400 invalid-command');
      expect(await refusedAs(`"${'x'.repeat(1024 * 1024)}"`)).to.equal('413 too-large');
    });

    it('refuse half of a surrogate pair as a fault of the caller', async () => {
      const answered = await send(sound.replace('Convoy', '\\ud800'));
      expect([answered.status, codeOf(answered)]).to.deep.equal([400, 'invalid-command']);
    });

    it('do not wait for the rest of what is too long already', async () => {
      const status = await new Promise<number>((resolve, reject) => {
        const sending = request({
          host: '127.0.0.1',
          port: up.served.port,
          method: 'POST',
          path: '/api/submissions',
          headers: {
            authorization: `Bearer ${up.as('sub').token}`,
            'content-type': 'application/json',
            'content-length': 5_000_000,
            ...key(),
          },
          agent: false,
        });
        sending.on('response', ({ statusCode = 0 }) => {
          resolve(statusCode);
          sending.destroy();
        });
        sending.on('error', reject);
        sending.write('{');
      });
      expect(status).to.equal(413);
    });
  });

  describe('on an address', () => {
    let up: ServedWorld;
    before(async () => {
      up = await ServedWorld.open();
    });
    after(() => up.close());

    it('refuse one that is endless, that cannot be read, or that names another host', async () => {
      const get = async (path: string) => {
        const answered = await up.as('ana').get(path);
        return `${answered.status} ${codeOf(answered)}`;
      };
      expect(await get(`/api/me?x=${'x'.repeat(3_000)}`)).to.equal('414 uri-too-long');
      expect(await get('/api/submissions/%zz')).to.equal('400 invalid-request');
      expect(await get('http://evil.example/api/me')).to.equal('400 invalid-request');
      for (const path of ['/\\[', '//[', '/api/nothing', '/nowhere', '/api/%2e%2e/me'])
        expect(await get(path), path).to.equal('404 no-such-page');
      // By Node itself, before there is a route.
      const headers = { 'x-long': 'x'.repeat(20_000) };
      expect((await asked(up.served.port, 'GET', '/', { headers })).status).to.equal(431);
    });

    it('refuse a query that the route does not know, by name, and one that does not fit', async () => {
      for (const [path, code] of [
        ['/api/submissions?fase=review', 'unknown-parameter'],
        ['/api/me?__proto__=1', 'unknown-parameter'],
        ['/api/submissions?phase=done', 'invalid-request'],
        ['/api/submissions?limit=0', 'invalid-request'],
        ['/api/submissions?limit=1001', 'invalid-request'],
        ['/api/submissions?limit=1&limit=2', 'invalid-request'],
        ['/api/me/work?after=e30', 'invalid-request'],
        ['/api/events?after=1.5', 'invalid-request'],
      ] as const) {
        const answered = await up.as('sec').get(path);
        expect([answered.status, codeOf(answered)], path).to.deep.equal([400, code]);
      }
    });

    it('refuse a host name that is not the server’s own, whatever is asked', async () => {
      const { port } = up.served;
      for (const host of [
        'evil.example',
        `evil.example:${port}`,
        'localhost.evil.example',
        '127.0.0.1.nip.io',
        ' ',
      ]) {
        for (const path of ['/', '/api/me', '/nowhere']) {
          const answered = await up.as('ana').get(path, { host });
          expect([answered.status, codeOf(answered)], host).to.deep.equal([421, 'misdirected-host']);
          expect((await up.publicly(path, { host })).status).to.equal(421);
        }
      }
      for (const host of ['localhost', `LOCALHOST:${port}`, '[::1]:80'])
        expect((await up.as('ana').get('/api/me', { host })).status, host).to.equal(200);
    });

    it('say which methods it takes', async () => {
      const answered = await up.as('ana').ask('DELETE', '/api/submissions');
      expect([answered.status, codeOf(answered)]).to.deep.equal([405, 'method-not-allowed']);
      expect(answered.headers.allow).to.equal('GET, POST');
    });
  });

  describe('on files', () => {
    let up: ServedWorld;
    before(async () => {
      up = await ServedWorld.open();
    });
    after(() => up.close());
    const bring = (body: Buffer, type = 'application/pdf') =>
      asked(up.served.port, 'POST', '/api/attachments', {
        body,
        headers: { authorization: `Bearer ${up.as('sub').token}`, 'content-type': type },
      });

    it('take 25 MiB and not a byte more', async () => {
      const most = Buffer.alloc(maxBlobBytes, 1);
      const taken = await bring(most);
      expect(taken.status).to.equal(201);
      expect(taken.json()).to.deep.include({ bytes: maxBlobBytes, mediaType: 'application/pdf' });
      const more = await bring(Buffer.concat([most, Buffer.from([1])]));
      expect([more.status, codeOf(more)]).to.deep.equal([413, 'too-large']);
    });

    it('want to know of what type they are', async () => {
      const answered = await bring(Buffer.from('x'), 'pdf');
      expect([answered.status, codeOf(answered)]).to.deep.equal([415, 'unsupported-media-type']);
    });
  });
});
