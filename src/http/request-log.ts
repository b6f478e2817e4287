import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

/** One line a request: which route, which answer, how long. Never the query or a header: they may hold a name. */
export const logged =
  (log: Logger): RequestHandler =>
  (request, response, next) => {
    const started = performance.now();
    response.on('close', () => {
      const route: unknown = request.route;
      const path = typeof route === 'object' && route !== null && 'path' in route ? route.path : null;
      log.info({
        request: response.locals['requestId'],
        method: request.method,
        route: path,
        status: response.statusCode,
        ms: Math.round(performance.now() - started),
        ...(response.writableFinished ? {} : { cut: true }),
      });
    });
    next();
  };
