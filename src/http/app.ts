import { randomUUID } from 'node:crypto';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { answerProblem } from './answer-problem.ts';
import { type AllowedHosts, requireAllowedHost } from './host.ts';
import { HttpRefusal } from './problem.ts';
import { logged } from './request-log.ts';
import { eventsPage } from './routes/events.ts';
import { frameworksPage, frameworkVersionPage } from './routes/frameworks.ts';
import { healthPage, readyPage } from './routes/health-pages.ts';
import { indexPage } from './routes/index-page.ts';
import { submissionPage, submissionsPage, timelinePage } from './routes/submissions.ts';
import type { Surface } from './surface.ts';

export interface AppOptions extends Surface {
  readonly hosts: AllowedHosts;
  readonly log: Logger;
}

const longestUrl = 2_048;

/** Routes only translate: what may be asked and what is answered comes from the views, the log and the rules. */
export function createApp({ hosts, log, ...surface }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.set('case sensitive routing', true);
  app.use(identified, logged(log), boundedUrl);
  app.use((request, _response, next) => {
    requireAllowedHost(request.headers.host, hosts);
    next();
  });
  app.use(headers);
  app.use(readOnly);
  app.get('/', indexPage);
  app.get('/health', healthPage);
  app.get('/ready', readyPage(surface));
  app.get('/submissions', submissionsPage(surface));
  app.get('/submissions/:id', submissionPage(surface));
  app.get('/submissions/:id/timeline', timelinePage(surface));
  app.get('/frameworks', frameworksPage(surface));
  app.get('/frameworks/:key/versions/:version', frameworkVersionPage(surface));
  app.get('/events', eventsPage(surface));
  app.use(() => {
    throw new HttpRefusal('no-such-page', 'there is nothing at this address; / lists what there is');
  });
  app.use(answerProblem(log));
  return app;
}

/** Every request has an id of ours, never a caller's, by which the log can be searched. */
const identified: RequestHandler = (_request, response, next) => {
  response.locals['requestId'] = randomUUID();
  response.set('X-Request-Id', String(response.locals['requestId']));
  response.set('Cache-Control', 'no-cache');
  next();
};

const boundedUrl: RequestHandler = (request, _response, next) => {
  if (request.url.length > longestUrl)
    throw new HttpRefusal('uri-too-long', `an address has at most ${longestUrl} characters`, {
      limit: longestUrl,
    });
  next();
};

/** Nothing that is served here is a page that may load anything. */
const headers = helmet({
  contentSecurityPolicy: {
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    useDefaults: false,
  },
  // Who ends TLS in front of this server says whether it stays.
  strictTransportSecurity: false,
});

const readOnly: RequestHandler = ({ method }, response, next) => {
  if (method === 'GET' || method === 'HEAD') {
    next();
    return;
  }
  response.set('Allow', 'GET, HEAD');
  throw new HttpRefusal(
    'method-not-allowed',
    'this release is read only over HTTP; the command line writes',
    {
      accepted: ['GET', 'HEAD'],
    },
  );
};
