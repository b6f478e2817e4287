import { once } from 'node:events';
import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { StoredEvent } from '../../store/event-store.ts';
import { nextLink } from '../next-link.ts';
import { whole } from '../parameters.ts';
import { HttpRefusal } from '../problem.ts';
import { invalid, queryOf } from '../query.ts';
import type { Surface } from '../surface.ts';

const usual = 1_000;
const most = 10_000;
/** More readers that stay would keep others out. */
const mostFollowers = 50;

const EventsQuery = z.strictObject({
  after: whole(0, Number.MAX_SAFE_INTEGER).exactOptional(),
  limit: whole(1, most).exactOptional(),
  follow: z.enum(['true', 'false']).exactOptional(),
});

/** Events behind an index, a line each: the canonical bytes as they are stored. */
export const eventsPage = (surface: Surface): RequestHandler => {
  let followers = 0;
  return async (request, response) => {
    const { after, limit = usual, follow } = queryOf(request, EventsQuery);
    const head = surface.views.head().leaf;
    const range = after === undefined ? {} : { after: positionOf(surface, after, head) };
    response.type('application/x-ndjson');
    if (follow === 'true') {
      if (followers >= mostFollowers)
        throw new HttpRefusal('too-many-followers', `at most ${mostFollowers} may follow at a time`);
      followers += 1;
      try {
        await followEvents(surface, range, response);
      } finally {
        followers -= 1;
      }
      return;
    }
    const last = (after ?? -1) + limit;
    if (last < head) response.set('Link', nextLink(request, { after: String(last), limit: String(limit) }));
    await writeAll(surface.store.readAll({ ...range, limit }), response);
  };
};

function positionOf({ views }: Surface, after: number, head: number): string {
  const place = views.entryAt(after);
  if (place !== null) return place.position;
  throw invalid('after', `the log ends with index ${head}`, { head });
}

async function followEvents(
  { store, stopping }: Surface,
  range: { readonly after?: string },
  response: Response,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  response.req.socket.setTimeout(0);
  response.flushHeaders();
  const signal = AbortSignal.any([gone.signal, stopping]);
  await writeAll(onlyEvents(store.follow({ ...range, signal })), response);
}

async function* onlyEvents(followed: AsyncIterable<StoredEvent | object>): AsyncIterable<StoredEvent> {
  for await (const item of followed) if ('body' in item) yield item;
}

async function writeAll(events: AsyncIterable<StoredEvent>, response: Response): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  for await (const { body } of events) {
    if (gone.signal.aborted) return;
    if (response.write(`${body}\n`)) continue;
    await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
  }
  response.end();
}
