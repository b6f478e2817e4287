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
    const retryAfterS = retryAfter(problem.facts);
    if (retryAfterS !== null) response.set('Retry-After', String(retryAfterS));
    response
      .status(problem.status)
      .set('Cache-Control', 'no-store')
      .type('application/problem+json')
      .send(JSON.stringify({ ...problem, ...(request === '' ? {} : { instance: `urn:uuid:${request}` }) }));
  };

/** Seconds, where the refusal says when it ends. */
const retryAfter = (facts: object = {}): number | null =>
  'retryAfterS' in facts && typeof facts.retryAfterS === 'number' ? facts.retryAfterS : null;

/** Express refuses an address that it cannot decode by an error that carries a status. */
const isMalformed = (error: unknown): boolean => error instanceof URIError;
const malformed = new HttpRefusal('invalid-request', 'the address holds an escape that cannot be read');

/** A refusal's message may name paths; the stack of anything thrown is for the operator alone. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { stack = error.message } = error;
  // The engine quotes the text that it could not read.
  return error instanceof SyntaxError ? stack.slice(stack.indexOf('\n') + 1) : stack;
}
