import express, { type Express } from 'express';
import type { Logger } from 'pino';
import { answerProblem } from '../answer-problem.ts';
import type { AllowedHosts } from '../host.ts';
import { counting, type Limits } from '../limits.ts';
import type { Metrics } from '../metrics.ts';
import { calledBy, headers, identified, nothingHere, onlyReading, soundAddress } from '../middleware.ts';
import { logged } from '../request-log.ts';
import { publicEvents } from './events-page.ts';
import { publicFrameworks, publicFrameworkVersion } from './frameworks-pages.ts';
import { publicIndex } from './index-page.ts';
import { logCheckpoint, logConsistency, logInclusion, logTile } from './log-pages.ts';
import type { PublicSurface } from './public-surface.ts';

export interface PublicAppOptions extends PublicSurface {
  readonly hosts: AllowedHosts;
  readonly requestLog: Logger;
  readonly metrics: Metrics;
  readonly limits: Limits;
  /** Addresses of proxies whose `X-Forwarded-For` is believed. */
  readonly proxies: readonly string[];
}

/** The listener for everybody: it shows the public log, and knows nothing else. */
export function createPublicApp({
  hosts,
  requestLog,
  metrics,
  limits,
  proxies,
  ...surface
}: PublicAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.set('case sensitive routing', true);
  app.set('strict routing', true);
  app.set('trust proxy', proxies.length === 0 ? false : [...proxies]);
  app.use(identified, logged(requestLog, metrics, 'public'), soundAddress, calledBy(hosts), headers);
  const { overall, address } = counting(limits);
  app.use(async (request, response, next) => {
    await overall(request, response);
    await address(request, response);
    next();
  });
  app.use(onlyReading('what is public is only read'));
  app.get('/', publicIndex);
  app.get('/health', (_request, response) => {
    response.json({ status: 'ok', events: surface.log.length, whole: surface.log.isWhole });
  });
  app.get('/events', publicEvents(surface));
  app.get('/log/checkpoint', logCheckpoint(surface));
  app.get('/log/tile/*path', logTile(surface));
  app.get('/log/proofs/inclusion', logInclusion(surface));
  app.get('/log/proofs/consistency', logConsistency(surface));
  app.get('/frameworks', publicFrameworks(surface));
  app.get('/frameworks/:key/versions/:version', publicFrameworkVersion(surface));
  app.use(nothingHere);
  app.use(answerProblem(requestLog));
  return app;
}
