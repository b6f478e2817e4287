import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { Health } from '../../src/http/health.ts';
import { type RunningServer, serveHttp } from '../../src/http/server.ts';
import { openProjector, type Projector } from '../../src/projector/projector.ts';
import type { EventStore } from '../../src/store/event-store.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { type History, historyOf } from '../histories.ts';
import { appendAll } from '../recorded.ts';

export const now = Date.parse('2027-01-01T00:00:00.000Z');

export interface Serving {
  readonly history: History;
  readonly store: MemoryStore;
  readonly projector: Projector;
  readonly server: RunningServer;
  /** Lines of the log. */
  readonly logged: readonly string[];
  /** When the ticker last looked; a test may move it. */
  tick: number | null;
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly json: () => unknown;
}

/** A generated history behind a server on a free port. `broken` takes the store's place for the routes. */
export async function serving(broken?: (store: MemoryStore) => EventStore): Promise<Serving> {
  const history = historyOf({ seed: 23, submissions: 7, acts: 160 });
  const store = new MemoryStore();
  await appendAll(store, history.recordings);
  const projector = await openProjector({ store, path: ':memory:' });
  await projector.waitFor();
  const logged: string[] = [];
  const log = pino({ level: 'info', base: null }, { write: (line: string) => void logged.push(line) });
  const routed = broken?.(store) ?? store;
  const made: { tick: number | null } = { tick: now };
  const health = new Health({ store: routed, projector, lastTick: () => made.tick, now: () => now });
  const server = await serveHttp({
    host: '127.0.0.1',
    port: 0,
    store: routed,
    views: projector.views,
    health,
    now: () => now,
    log,
  });
  return Object.assign(made, {
    history,
    store,
    projector,
    server,
    logged,
    get: (path: string, headers: Readonly<Record<string, string>> = {}) =>
      asked(server, 'GET', path, headers),
    close: async () => {
      await server.close();
      await projector.close();
      await store.close();
    },
  });
}

/** `fetch` forbids some headers that a hostile caller can send, so this asks by hand. */
export async function asked(
  { port }: RunningServer,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false });
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      text(response).then((body) => {
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ status, headers: answered, body, json: (): unknown => JSON.parse(body) });
      }, reject);
    });
    request.end();
  });
}
