import { createHash } from 'node:crypto';
import { z } from 'zod';
import { atomOf } from '../../feeds/atom.ts';
import { type Feed, updatedOf } from '../../feeds/feed-item.ts';
import { icsOf } from '../../feeds/ics.ts';
import { workFeed } from '../../members/work-feed.ts';
import { askerOf, viewerIn } from '../asked-of.ts';
import { HttpRefusal } from '../problem.ts';
import { type Answer, type Asked, type Route, route } from '../route.ts';
import type { Surface } from '../surface.ts';
import { Stamp } from './shapes.ts';

/** The only secret that ever stands in a path: calendar programs can send no header. */
const FeedParams = z.object({ feed: z.string().max(200) });

const IssuedFeed = z
  .strictObject({
    created: Stamp,
    ics: z.string().meta({ description: 'the address of the calendar; said once, here' }),
    atom: z.string().meta({ description: 'the address of the Atom feed; said once, here' }),
  })
  .meta({ id: 'IssuedFeed' });
const FeedState = z
  .strictObject({ created: Stamp.nullable().meta({ description: 'null where there is no address' }) })
  .meta({ id: 'FeedState' });

/** One answer for an address that was never made, was replaced, or was ended. */
const noFeed = (): HttpRefusal => new HttpRefusal('no-such-page', 'there is no feed at this address');

async function fed(
  { members, identity }: Surface,
  asked: Asked<z.infer<typeof FeedParams>, unknown, unknown>,
  { type, render }: { readonly type: string; readonly render: (feed: Feed) => string },
): Promise<Answer> {
  const feed = await workFeed(members, identity, { secret: asked.params.feed, base: asked.base });
  if (feed === null) throw noFeed();
  const text = render(feed);
  const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  const headers = {
    ETag: tag,
    'Last-Modified': new Date(updatedOf(feed)).toUTCString(),
    // A program may keep it for its person, and asks again by the tag: what was done makes the date no newer.
    'Cache-Control': 'private, no-cache',
    'Referrer-Policy': 'no-referrer',
  };
  const known = (asked.header('if-none-match') ?? '')
    .split(',')
    .map((each) => each.trim().replace(/^W\//, ''));
  if (known.includes(tag) || known.includes('*')) return { status: 304, headers, content: { nothing: true } };
  return { headers, content: { text, type } };
}

const reading = {
  method: 'GET',
  area: 'me',
  may: 'read-feed',
  headers: ['if-none-match'],
  params: FeedParams,
  refuses: ['no-such-page'],
} as const;

export const feedRoutes: readonly Route[] = [
  route({
    id: 'makeFeedAddress',
    method: 'POST',
    path: '/api/me/feed',
    area: 'me',
    summary:
      'a personal address of what waits for you, for a calendar or a feed reader; it replaces the one before',
    may: 'make-feed-address',
    answers: [{ status: 201, says: 'The addresses. They are not said again.', schema: IssuedFeed }],
    refuses: ['not-permitted', 'not-signed-in'],
    answer: async ({ identity }, asked) => {
      const { feed, created } = await identity.issueFeed(askerOf(asked).caller);
      const address = `${asked.base}/feeds/${feed}`;
      return {
        status: 201,
        content: { json: { created, ics: `${address}.ics`, atom: `${address}.atom` } },
      };
    },
  }),
  route({
    id: 'readFeedAddress',
    method: 'GET',
    path: '/api/me/feed',
    area: 'me',
    summary: 'since when you have a personal feed address; never the address',
    may: 'make-feed-address',
    answers: [{ status: 200, says: 'Since when, or null.', schema: FeedState }],
    answer: async ({ identity }, asked) => {
      const held = await identity.feedOf(viewerIn(asked).person);
      return { content: { json: { created: held?.created ?? null } } };
    },
  }),
  route({
    id: 'endFeedAddress',
    method: 'DELETE',
    path: '/api/me/feed',
    area: 'me',
    summary: 'the end of your personal feed address',
    may: 'make-feed-address',
    answers: [{ status: 204, says: 'There is none any more.', schema: null }],
    answer: async ({ identity }, asked) => {
      const { caller, viewer } = askerOf(asked);
      await identity.revokeFeed({ person: viewer.person, by: caller });
      return { status: 204, content: { nothing: true } };
    },
  }),
  route({
    ...reading,
    id: 'readCalendarFeed',
    path: '/feeds/{feed}.ics',
    summary: 'what waits for the person whose address it is, as a calendar (RFC 5545): no titles, no names',
    answers: [
      { status: 200, says: 'The calendar.', schema: null, types: ['text/calendar'] },
      { status: 304, says: 'It is as it was.', schema: null },
    ],
    answer: (surface, asked) => fed(surface, asked, { type: 'text/calendar; charset=utf-8', render: icsOf }),
  }),
  route({
    ...reading,
    id: 'readAtomFeed',
    path: '/feeds/{feed}.atom',
    summary: 'what waits for the person whose address it is, as an Atom feed (RFC 4287): no titles, no names',
    answers: [
      { status: 200, says: 'The feed.', schema: null, types: ['application/atom+xml'] },
      { status: 304, says: 'It is as it was.', schema: null },
    ],
    answer: (surface, asked) =>
      fed(surface, asked, { type: 'application/atom+xml; charset=utf-8', render: atomOf }),
  }),
];
