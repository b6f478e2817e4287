import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Metrics } from './metrics.ts';

/** One line a request: which route, which answer, how long. Never the address, the query or a header: they may hold a name. */
export const logged =
  (log: Logger, metrics: Metrics, listener: 'members' | 'public'): RequestHandler =>
  (request, response, next) => {
    const started = performance.now();
    response.on('close', () => {
      const route: unknown = request.route;
      const path = typeof route === 'object' && route !== null && 'path' in route ? String(route.path) : null;
      const ms = Math.round(performance.now() - started);
      metrics.request(listener, path ?? 'none', request.method, response.statusCode, ms);
      log.info({
        request: response.locals['requestId'],
        method: request.method,
        route: path,
        status: response.statusCode,
        ms,
        ...(response.writableFinished ? {} : { cut: true }),
      });
    });
    next();
  };
