import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { canonical } from '../../events/canonical.ts';
import { isLedgerError } from '../../events/errors.ts';
import { listen } from '../../src/http/listen.ts';
import type { EventStore } from '../../src/store/event-store.ts';
import { uuid } from '../recorded.ts';
import { Follower } from './follower.ts';
import { codeOf, ServedWorld, type ServedWorldOptions } from './served-world.ts';

const Ready = z.object({
  ready: z.boolean(),
  checks: z.array(z.object({ what: z.string(), ok: z.boolean(), says: z.string() })),
});
const received = { framework: 'tests', fields: { title: 'MARK convoy', purpose: 'Plan routes' } };

async function served(
  work: (up: ServedWorld) => Promise<unknown>,
  options?: ServedWorldOptions,
): Promise<void> {
  const up = await ServedWorld.open(options);
  try {
    await work(up);
  } finally {
    await up.close();
  }
}

async function readiness(up: ServedWorld) {
  const { status, json } = await up.anonymous.get('/ready');
  const { checks, ready } = Ready.parse(json());
  return { status, ready, wrong: checks.filter(({ ok }) => !ok).map(({ what, says }) => `${what}: ${says}`) };
}

/** Once the ticker has looked. */
async function settled(up: ServedWorld) {
  for (;;) {
    const found = await readiness(up);
    if (!found.wrong.some((each) => each.startsWith('ticker'))) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const fails = (): never => {
  throw new Error('the secret plan of Ana Example');
};

/** The store, but for what fails. */
const failing = (store: EventStore, broken: Partial<EventStore>): EventStore => ({
  append: (...given) => store.append(...given),
  readStream: (...given) => store.readStream(...given),
  readAll: (...given) => store.readAll(...given),
  follow: (...given) => store.follow(...given),
  head: () => store.head(),
  close: () => store.close(),
  ...broken,
});

describe('the server', () => {
  it('is ready when all that it needs works, and says what that is', () =>
    served(async (up) => {
      expect(await settled(up)).to.deep.equal({ status: 200, ready: true, wrong: [] });
      const { checks } = Ready.parse((await up.anonymous.get('/ready')).json());
      const looked = checks.map(({ what }) => what);
      expect(looked).to.have.members([
        'store',
        'views',
        'ticker',
        'vault',
        'identity',
        'disk',
        'log',
        'record',
      ]);
    }));

  it('says that the views stopped at an event which it cannot read, and goes on serving', () =>
    served(async (up) => {
      await settled(up);
      const stream = 'erasure-0190a5de-7c3a-7000-8000-0123456789ab';
      const id = uuid('from a newer software');
      const body = canonical({ id, stream, type: 'SomethingNew', v: 1 });
      await up.world.store.append(stream, 'absent', [{ id, type: 'SomethingNew', body }]);
      await up.projector.waitFor().catch(() => undefined);
      const { status, wrong } = await readiness(up);
      expect(status).to.equal(503);
      expect(wrong.join()).to.match(/^views: the views stopped after \d+ events; the log says why$/);
      expect((await up.publicly('/events?limit=1')).status).to.equal(200);
    }));

  it('says that the store or the credentials cannot be read, without the reasons', () =>
    served(
      async (up) => {
        await up.identity.close();
        const { wrong } = await settled(up);
        expect(wrong).to.deep.equal([
          'store: the store cannot be read; the log says why',
          'identity: credentials cannot be checked',
        ]);
      },
      { broken: (store) => failing(store, { head: fails }) },
    ));

  it('answers a fault of its own with 500 and no detail, which the log has under the request’s id', () =>
    served(
      async (up) => {
        const { status, body, headers, json } = await up.as('aud').get('/api/events');
        expect(status).to.equal(500);
        expect(body).not.to.contain('Ana');
        expect(json()).to.include({ type: '/problems/unexpected' });
        const lines = await up.loggedAs(/request failed/);
        expect(lines).to.contain(String(headers['x-request-id']));
      },
      { broken: (store) => failing(store, { readAll: fails }) },
    ));

  it('gives each request an id of its own, and the headers that keep browsers in bounds', () =>
    served(async (up) => {
      const answered = await up.anonymous.get('/nowhere', { 'x-request-id': 'mine' });
      expect(answered.headers['x-request-id']).to.match(/^[0-9a-f-]{36}$/);
      expect(answered.json()).to.include({
        instance: `urn:uuid:${String(answered.headers['x-request-id'])}`,
      });
      expect(answered.headers['content-type']).to.match(/^application\/problem\+json/);
      expect(answered.headers).to.include({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      });
      expect(answered.headers).not.to.have.any.keys('x-powered-by', 'strict-transport-security');
      const own = await up.as('ana').get('/api/me');
      expect(own.headers).to.include({ 'cache-control': 'private, no-store', vary: 'Authorization, Cookie' });
    }));

  it('begins with where to go on, and lists nothing of what is for those who take part', () =>
    served(async (up) => {
      expect((await up.anonymous.get('/')).body).to.contain('/openapi.json');
      const answered = await up.anonymous.get('/', { accept: 'application/json' });
      expect(answered.json()).to.have.nested.property('paths./reference');
    }));

  it('logs which route was asked, and nothing of what was asked for or by whom', () =>
    served(async (up) => {
      const { submission = '' } = await up.as('sub').act('', 'receive-submission', received);
      await up
        .as('sub')
        .get(`/api/submissions/${submission}/timeline?asOf=Ana`, { cookie: 'Ana', 'user-agent': 'Ana' });
      await up.as('sub').get(`/api/submissions/Ana-Example`);
      const lines = await up.loggedAs(/"route":"\/api\/submissions\/:submission","status":400/);
      expect(lines).to.match(/"method":"POST","route":"\/api\/submissions","status":201,"ms":\d+/);
      for (const told of ['Ana', 'MARK', submission, up.world.id('sub'), up.as('sub').token, '127.0.0.1'])
        expect(lines.includes(told), told).to.equal(false);
    }));

  it('counts requests and commands by what is known beforehand alone', () =>
    served(async (up) => {
      const { submission = '' } = await up.as('sub').act('', 'receive-submission', received);
      await up.as('ana').post('/api/submissions', received, { 'idempotency-key': randomUUID() });
      await up.as('ana').ask('PROPFIND', `/api/made-up-by-somebody/${submission}`);
      await up.loggedAs(/PROPFIND/);
      expect((await up.as('ana').get('/metrics')).status).to.equal(403);
      const { status, body, headers } = await up.as('adm').get('/metrics');
      expect(status).to.equal(200);
      expect(headers['content-type']).to.match(/^text\/plain/);
      for (const line of [
        'govledger_http_requests_total{listener="members",route="/api/submissions",method="POST",status="201"} 1',
        'govledger_http_requests_total{listener="members",route="none",method="other",status="404"} 1',
        'govledger_commands_total{command="receive-submission",came="accepted"} 1',
        'govledger_commands_total{command="receive-submission",came="not-permitted"} 1',
        'govledger_views_following 1',
        'govledger_followers 0',
      ])
        expect(body).to.contain(line);
      expect(body).to.match(
        /govledger_http_request_seconds_bucket\{le="0.05",listener="members",route="\/api\/submissions"\} [12]/,
      );
      const recorded = /govledger_events_recorded (\d+)/.exec(body)?.[1];
      expect(recorded).to.equal(/govledger_events_viewed (\d+)/.exec(body)?.[1]);
      for (const told of [submission, 'made-up', up.world.id('sub')])
        expect(body.includes(told), told).to.equal(false);
    }));

  it('when it stops, finishes what was begun and tells followers', async () => {
    const up = await ServedWorld.open();
    const auth = { authorization: `Bearer ${up.as('aud').token}` };
    const { url, publicUrl } = up.served;
    const events = await Follower.of(url, '/api/events?follow=true', {
      ...auth,
      accept: 'text/event-stream',
    });
    const lines = await Follower.of(url, '/api/events?follow=true', auth);
    const open = await Follower.of(publicUrl ?? '', '/events', { accept: 'text/event-stream' });
    for (const reader of [events, lines, open]) await reader.until((got) => got.includes('LedgerOpened'));
    // A command whose body is still on its way when the server is told to stop.
    const sent = request({
      host: '127.0.0.1',
      port: up.served.port,
      method: 'POST',
      path: '/api/submissions',
      headers: {
        authorization: `Bearer ${up.as('sub').token}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      agent: false,
    });
    const answered = new Promise<string>((resolve, reject) => {
      sent.on('response', (response) =>
        text(response).then((body) => resolve(`${response.statusCode} ${body}`), reject),
      );
      sent.on('error', reject);
    });
    const whole = JSON.stringify(received);
    sent.write(whole.slice(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closing = up.served.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    sent.end(whole.slice(20));
    expect(await answered).to.match(/^201 /);
    expect(await Promise.all([events.ended, lines.ended, open.ended])).to.deep.equal([
      'whole',
      'whole',
      'whole',
    ]);
    expect(events.text).to.match(/event: bye\ndata: \{\}\n\n$/);
    expect(open.text).to.match(/event: bye\ndata: \{\}\n\n$/);
    expect(lines.text).to.match(/\}\n$/);
    await closing;
    await up.close();
  });

  it('when it stops, does not wait for connections on which nothing is asked', async () => {
    const up = await ServedWorld.open();
    const socket = connect(up.served.port, '127.0.0.1');
    socket.on('error', () => undefined);
    await new Promise<void>((resolve) => socket.on('connect', () => resolve()));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const started = performance.now();
    await up.served.close();
    expect(performance.now() - started).to.be.below(2_000);
    socket.destroy();
    await up.close();
  });

  it('follows no more readers than it has room for; whoever goes makes room', () =>
    served(async (up) => {
      const auth = { authorization: `Bearer ${up.as('aud').token}` };
      const readers = await Promise.all(
        Array.from({ length: 50 }, () => Follower.of(up.served.url, '/api/events?follow=true', auth)),
      );
      const refused = await up.as('aud').get('/api/events?follow=true');
      expect([refused.status, codeOf(refused), refused.headers['retry-after']]).to.deep.equal([
        503,
        'too-many-followers',
        '30',
      ]);
      for (const reader of readers) reader.leave();
      const again = async (): Promise<Follower> => {
        const reader = await Follower.of(up.served.url, '/api/events?follow=true', auth);
        if (reader.response.statusCode === 200) return reader;
        await new Promise((resolve) => setTimeout(resolve, 10));
        return again();
      };
      (await again()).leave();
    }));

  it('tells which port is taken, and what to do', () =>
    served(async ({ served: { port } }) => {
      const refused = await listen(() => () => undefined, { host: '127.0.0.1', port }).then(
        () => null,
        (error: unknown) => error,
      );
      expect(isLedgerError(refused) && refused.code).to.equal('port-unavailable');
      expect(refused)
        .to.have.property('message')
        .that.matches(/another program listens there; --port names another/);
    }));
});
