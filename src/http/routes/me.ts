import { z } from 'zod';
import { Roles } from '../../../events/ids.ts';
import { viewerIn } from '../asked-of.ts';
import { type Route, route } from '../route.ts';

const Me = z
  .strictObject({
    person: z.uuid(),
    via: z.enum(['token', 'session', 'operator']),
    roles: z.array(z.enum(Roles)),
    teams: z.array(z.string()),
  })
  .meta({ id: 'Me' });

export const meRoutes: readonly Route[] = [
  route({
    id: 'readMe',
    method: 'GET',
    path: '/api/me',
    area: 'me',
    summary: 'who one is here',
    may: 'read-me',
    answers: [{ status: 200, says: 'Who you are.', schema: Me }],
    answer: async (_surface, asked) => {
      const { person, via, roles, teams } = viewerIn(asked);
      return { content: { json: { person, via, roles, teams } } };
    },
  }),
];
