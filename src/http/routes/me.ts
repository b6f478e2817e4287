import { z } from 'zod';
import { Roles } from '../../../events/ids.ts';
import type { WorkCursor } from '../../projector/answers.ts';
import { viewerIn } from '../asked-of.ts';
import { invalid } from '../query.ts';
import { type Route, route } from '../route.ts';
import { DirectoryPerson, Shown, ShownWork } from './reading-shapes.ts';
import { Limit, Stamp, usualItems } from './shapes.ts';

const Me = z
  .strictObject({
    person: z.uuid(),
    name: Shown,
    via: z.enum(['token', 'session', 'operator']),
    roles: z.array(z.enum(Roles)),
    teams: z.array(z.string()),
  })
  .meta({ id: 'Me' });

const Cursor = z.strictObject({ urgency: z.string(), first: z.int(), item: z.int() });
const opaque = (cursor: WorkCursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** @throws HttpRefusal `invalid-request` */
function cursorIn(text: string): WorkCursor {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw invalid('after', 'the `next` of the page before');
  }
}

export const meRoutes: readonly Route[] = [
  route({
    id: 'readMe',
    method: 'GET',
    path: '/api/me',
    area: 'me',
    summary: 'who you are here',
    may: 'read-me',
    answers: [{ status: 200, says: 'Who you are.', schema: Me }],
    answer: async ({ members }, asked) => ({ content: { json: await members.me(viewerIn(asked)) } }),
  }),
  route({
    id: 'readWork',
    method: 'GET',
    path: '/api/me/work',
    area: 'me',
    summary: 'what waits for you, the most urgent first',
    may: 'read-work',
    query: z.strictObject({ after: z.string().max(500).exactOptional(), limit: Limit }),
    answers: [
      {
        status: 200,
        says: 'A page of it.',
        schema: z.strictObject({ at: Stamp, items: z.array(ShownWork), next: z.string().nullable() }),
        paged: true,
      },
    ],
    answer: async ({ members }, asked) => {
      const { after, limit = usualItems } = asked.query;
      const page = await members.work(viewerIn(asked), {
        limit,
        ...(after === undefined ? {} : { after: cursorIn(after) }),
      });
      const next = page.next === null ? null : opaque(page.next);
      return { content: { json: { ...page, next } }, next: next === null ? null : { after: next } };
    },
  }),
];

export const peopleRoutes: readonly Route[] = [
  route({
    id: 'listPeople',
    method: 'GET',
    path: '/api/people',
    area: 'people',
    summary: 'who is in the directory',
    may: 'list-people',
    query: z.strictObject({ after: z.string().max(40).exactOptional(), limit: Limit }),
    answers: [
      {
        status: 200,
        says: 'A page of them.',
        schema: z.strictObject({
          items: z.array(DirectoryPerson),
          next: z.string().nullable(),
          count: z.int(),
        }),
        paged: true,
      },
    ],
    answer: async ({ members }, asked) => {
      const { after, limit = usualItems } = asked.query;
      const page = await members.people(viewerIn(asked), {
        limit,
        ...(after === undefined ? {} : { after }),
      });
      return { content: { json: page }, next: page.next === null ? null : { after: page.next } };
    },
  }),
];
