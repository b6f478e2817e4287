import express, { type Express } from 'express';
import type { Logger } from 'pino';
import { answerProblem } from './answer-problem.ts';
import { Gate } from './gate.ts';
import type { AllowedHosts } from './host.ts';
import { counting, type Limits } from './limits.ts';
import { calledBy, headers, identified, soundAddress } from './middleware.ts';
import { mount } from './mount.ts';
import { logged } from './request-log.ts';
import { routes } from './routes/routes.ts';
import type { Surface } from './surface.ts';

export interface AppOptions extends Surface {
  readonly hosts: AllowedHosts;
  readonly log: Logger;
  readonly limits: Limits;
  /** Addresses of proxies whose `X-Forwarded-For` is believed. */
  readonly proxies: readonly string[];
}

/** The listener for those who take part. Routes only translate: what may be done and seen is decided behind them. */
export function createApp({ hosts, log, limits, proxies, ...surface }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.set('case sensitive routing', true);
  app.set('trust proxy', proxies.length === 0 ? false : [...proxies]);
  app.use(identified, logged(log, surface.metrics, 'members'), soundAddress, calledBy(hosts), headers);
  const gate = new Gate(surface, counting(limits));
  app.use(gate.first);
  mount(app, routes, surface, gate);
  app.use(answerProblem(log));
  return app;
}
