import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { HttpRefusal, problemOf } from './problem.ts';

/** The last handler: every error is answered as a problem, and a fault of ours is logged under the request's id. */
export const answerProblem =
  (log: Logger): ErrorRequestHandler =>
  (error: unknown, _request, response, _next) => {
    const problem = problemOf(isMalformed(error) ? malformed : error);
    const request = String(response.locals['requestId'] ?? '');
    if (problem.status >= 500)
      log.error({ request, code: problem.title, stack: stackOf(error) }, 'request failed');
    if (response.headersSent) {
      // Half an answer must not look like a whole one.
      response.destroy();
      return;
    }
    response
      .status(problem.status)
      .set('Cache-Control', 'no-store')
      .type('application/problem+json')
      .send(JSON.stringify({ ...problem, ...(request === '' ? {} : { instance: `urn:uuid:${request}` }) }));
  };

/** Express refuses an address that it cannot decode by an error that carries a status. */
const isMalformed = (error: unknown): boolean => error instanceof URIError;
const malformed = new HttpRefusal('invalid-request', 'the address holds an escape that cannot be read');

/** A refusal's message may name paths; the stack of anything thrown is for the operator alone. */
const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
