import type { Logger } from 'pino';
import type { PublishedLog } from '../../log/published-log.ts';
import type { EventStore } from '../../store/event-store.ts';
import type { Limits } from '../limits.ts';
import { type ListenOptions, listen, type RunningServer } from '../listen.ts';
import type { Metrics } from '../metrics.ts';
import { createPublicApp } from './public-app.ts';
import { PublicLog } from './public-log.ts';

export interface PublicOptions extends ListenOptions {
  /** A connection of its own, read only. It is closed with the listener. */
  readonly store: EventStore;
  /** The signed log, from files of its own. */
  readonly published: PublishedLog;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly limits: Limits;
  readonly proxies: readonly string[];
}

export interface PublicServer extends RunningServer {
  /** How many events it knows. */
  readonly events: () => number;
}

/** The listener for everybody. @throws LedgerError `port-unavailable` */
export async function servePublic({
  store,
  published,
  log: requestLog,
  metrics,
  limits,
  proxies,
  ...where
}: PublicOptions): Promise<PublicServer> {
  const log = new PublicLog(store, (error) =>
    requestLog.error({ err: error }, 'the public log cannot be followed'),
  );
  const server = await listen(
    (hosts, stopping) =>
      createPublicApp({ log, published, requestLog, metrics, limits, proxies, hosts, stopping }),
    where,
  );
  log.start();
  return {
    ...server,
    events: () => log.length,
    close: async () => {
      await server.close();
      await log.stop();
      await store.close();
    },
  };
}
