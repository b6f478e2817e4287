import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { formOf, untilGone, writeEvents } from '../events-out.ts';
import { nextLink } from '../next-link.ts';
import { whole } from '../parameters.ts';
import { HttpRefusal } from '../problem.ts';
import { invalid, queryOf } from '../query.ts';
import type { PublicSurface } from './public-surface.ts';

const usual = 1_000;
const most = 10_000;
/** More readers that stay would keep others out. */
const mostFollowers = 50;

const EventsQuery = z.strictObject({
  after: whole(0, Number.MAX_SAFE_INTEGER).exactOptional(),
  limit: whole(1, most).exactOptional(),
  follow: z.enum(['true', 'false']).exactOptional(),
});

/** Events behind an index, the canonical bytes as they are stored: some of them, or for as long as the reader stays. */
export const publicEvents = ({ log, stopping }: PublicSurface): RequestHandler => {
  let followers = 0;
  return async (request, response) => {
    const { after: asked, limit = usual, follow } = queryOf(request, EventsQuery);
    const after = resumedAt(request) ?? asked;
    const from = after === undefined ? 0 : after + 1;
    if (from > log.length)
      throw invalid('after', `the log ends with index ${log.length - 1}`, { head: log.length - 1 });
    const form = formOf(request.headers.accept);
    if (follow !== 'true' && form === 'ndjson') {
      const last = from + limit - 1;
      if (last < log.length - 1)
        response.set('Link', nextLink(request, { after: String(last), limit: String(limit) }));
      await writeEvents(response, log.read(from, limit), form, false);
      return;
    }
    if (followers >= mostFollowers)
      throw new HttpRefusal('too-many-followers', `at most ${mostFollowers} may follow at a time`, {
        retryAfterS: 30,
      });
    followers += 1;
    try {
      const signal = untilGone(response, stopping);
      await writeEvents(response, log.follow(from, signal), form, true);
    } finally {
      followers -= 1;
    }
  };
};

/** Where a reader of server-sent events was cut off. */
function resumedAt(request: Request): number | undefined {
  const last = request.headers['last-event-id'];
  if (last === undefined) return undefined;
  if (typeof last === 'string' && /^\d{1,15}$/.test(last)) return Number(last);
  throw invalid('Last-Event-ID', 'the index of an event, as a number');
}
