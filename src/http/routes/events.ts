import { z } from 'zod';
import { StreamName } from '../../../events/stream.ts';
import { viewerIn } from '../asked-of.ts';
import { formOf } from '../events-out.ts';
import { whole } from '../parameters.ts';
import { HttpRefusal } from '../problem.ts';
import { invalid } from '../query.ts';
import { type Route, route } from '../route.ts';

const usual = 1_000;
const most = 10_000;
const mostIndex = Number.MAX_SAFE_INTEGER;

export const eventRoutes: readonly Route[] = [
  route({
    id: 'readEvents',
    method: 'GET',
    path: '/api/events',
    area: 'record',
    summary: 'events that you see, the canonical bytes as they are stored; once, or as they come',
    may: 'read-events',
    headers: ['accept', 'last-event-id'],
    query: z.strictObject({
      stream: StreamName.exactOptional(),
      after: whole(0, mostIndex).exactOptional().meta({ description: 'the index behind which it begins' }),
      limit: whole(1, most).exactOptional(),
      follow: z.enum(['true', 'false']).exactOptional(),
    }),
    answers: [
      {
        status: 200,
        says: 'A line each, or server-sent events whose ids are indexes.',
        schema: null,
        types: ['application/x-ndjson', 'text/event-stream'],
      },
    ],
    refuses: ['unknown-position', 'too-many-followers'],
    answer: async ({ members, followers }, asked) => {
      const { stream, limit = usual, follow } = asked.query;
      const after = resumedAt(asked.header('last-event-id')) ?? asked.query.after;
      const range = {
        ...(stream === undefined ? {} : { stream }),
        ...(after === undefined ? {} : { after }),
      };
      const form = formOf(asked.header('accept'));
      const feed = members.events(viewerIn(asked));
      feed.requireStart(range);
      if (follow !== 'true' && form === 'ndjson')
        return { content: { events: feed.some(range, limit), form, staying: false } };
      if (!followers.enter(viewerIn(asked).person, asked.signal))
        throw new HttpRefusal(
          'too-many-followers',
          `at most ${followers.most} may follow at a time, ${followers.mostOfOne} times each`,
          {
            retryAfterS: 30,
          },
        );
      return { content: { events: feed.follow(range, asked.signal), form, staying: true } };
    },
  }),
];

/** Where a reader of server-sent events was cut off. @throws HttpRefusal `invalid-request` */
function resumedAt(last: string | undefined): number | undefined {
  if (last === undefined) return undefined;
  if (/^\d{1,15}$/.test(last)) return Number(last);
  throw invalid('Last-Event-ID', 'the index of an event, as a number');
}
