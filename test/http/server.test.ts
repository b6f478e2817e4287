import { request } from 'node:http';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { canonical } from '../../events/canonical.ts';
import { isLedgerError } from '../../events/errors.ts';
import { Health } from '../../src/http/health.ts';
import { serveHttp } from '../../src/http/server.ts';
import { serverLog } from '../../src/http/server-log.ts';
import type { EventStore } from '../../src/store/event-store.ts';
import { appendAll, Recorder, uuid } from '../recorded.ts';
import { now, type Serving, serving } from './serving.ts';

const Ready = z.object({
  status: z.string(),
  checks: z.array(z.object({ what: z.string(), ok: z.boolean(), says: z.string() })),
});

async function served(
  work: (up: Serving) => Promise<unknown>,
  broken?: Parameters<typeof serving>[0],
): Promise<void> {
  const up = await serving(broken);
  try {
    await work(up);
  } finally {
    await up.close();
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

async function readiness(up: Serving) {
  const { status, json } = await up.get('/ready');
  const { checks, status: said } = Ready.parse(json());
  return { status, said, wrong: checks.filter(({ ok }) => !ok).map(({ what, says }) => `${what}: ${says}`) };
}

describe('the server', () => {
  it('is ready when store, views and ticker are', () =>
    served(async (up) =>
      expect(await readiness(up)).to.deep.equal({ status: 200, said: 'ready', wrong: [] }),
    ));

  it('says in words why it is not: a ticker that hangs, or has not begun', () =>
    served(async (up) => {
      up.tick = now - 61_000;
      expect((await readiness(up)).wrong).to.deep.equal([
        'ticker: what is due was last looked through 61 s ago',
      ]);
      up.tick = null;
      expect(await readiness(up)).to.deep.include({ status: 503, said: 'not ready' });
    }));

  it('says that the views stopped at an event which it cannot read, and goes on serving', () =>
    served(async (up) => {
      const stream = 'erasure-0190a5de-7c3a-7000-8000-0123456789ab';
      const id = uuid('from a newer software');
      const body = canonical({ id, stream, type: 'SomethingNew', v: 1 });
      await up.store.append(stream, 'absent', [{ id, type: 'SomethingNew', body }]);
      await up.projector.waitFor().catch(() => undefined);
      expect((await readiness(up)).wrong).to.deep.equal([
        `views: the views stopped after ${up.history.events.length} events; the log says why`,
      ]);
      expect((await up.get('/submissions')).status).to.equal(200);
    }));

  it('says that the store cannot be read, without its reasons', () =>
    served(
      async (up) =>
        expect((await readiness(up)).wrong).to.deep.equal([
          'store: the store cannot be read; the log says why',
        ]),
      (store) => failing(store, { head: fails }),
    ));

  it('answers a fault of its own with 500 and no detail, which the log has under the request’s id', () =>
    served(
      async (up) => {
        const { status, body, headers, json } = await up.get('/events');
        expect(status).to.equal(500);
        expect(body).not.to.contain('Ana');
        expect(json()).to.include({ type: '/problems/unexpected' });
        const line = up.logged.find((each) => each.includes('request failed'));
        expect(line).to.contain(String(headers['x-request-id']));
      },
      (store) => failing(store, { readAll: fails }),
    ));

  it('sends followers what is recorded, and ends them when it stops', async () => {
    const up = await serving();
    const lines: string[] = [];
    let arrived: () => void = () => undefined;
    const two = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const path = `/events?follow=true&after=${up.history.events.length - 2}`;
    const ended = new Promise<string>((resolve) => {
      const following = request({ port: up.server.port, path, agent: false });
      following.on('response', (response) => {
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          lines.push(...text.split('\n').filter((line) => line !== ''));
          if (lines.length >= 2) arrived();
        });
        response.on('end', () => resolve('ended'));
        response.on('error', () => resolve('cut'));
      });
      following.on('error', () => resolve('failed'));
      following.end();
    });
    const data = { version: 1, hash: '0'.repeat(64), criteria: 0, summary: 'late' };
    const recording = new Recorder().record('framework-late', [{ type: 'FrameworkProposed', data }]);
    await appendAll(up.store, [recording]);
    await two;
    expect(lines[1]).to.equal(recording.bytes[0].body);
    await up.close();
    expect(await ended).to.equal('ended');
  });

  it('tells which port is taken, and what to do', () =>
    served(async ({ server: { port }, store, projector }) => {
      const views = projector.views;
      const health = new Health({ store, projector, lastTick: () => null, now: Date.now });
      const log = serverLog('silent');
      const refused = await serveHttp({
        host: '127.0.0.1',
        port,
        store,
        views,
        health,
        now: Date.now,
        log,
      }).then(
        () => null,
        (error: unknown) => error,
      );
      expect(isLedgerError(refused) && refused.code).to.equal('port-unavailable');
      expect(refused)
        .to.have.property('message')
        .that.matches(/another program listens there; --port names another/);
    }));
});
