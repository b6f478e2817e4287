import { z } from 'zod';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { peopleSeen } from '../people-seen.ts';
import { reaching } from '../reach/open.ts';
import { ask } from '../reach/reach.ts';
import { listing } from '../table.ts';

const Me = z.looseObject({
  person: z.string(),
  via: z.string(),
  roles: z.array(z.string()),
  teams: z.array(z.string()),
});
const Tokens = z.looseObject({ items: z.array(z.looseObject({ live: z.boolean(), expires: z.string() })) });

/** Who acts when nothing else is said, and through what. */
export const whoAmI: Run = async (context, given) => {
  await reaching(context, given, 'reads', async (reach) => {
    const { says: me } = await ask(reach, Me, { method: 'GET', path: '/api/me' });
    const reached = { by: reach.by, where: reach.where };
    if (context.json) return writeJson(context, { ...me, reached });
    const { terminal, moment } = context;
    const tokens = reach.asPerson
      ? (await ask(reach, Tokens, { method: 'GET', path: '/api/me/tokens' })).says.items
      : [];
    const live = tokens
      .filter(({ live: isLive }) => isLive)
      .map(({ expires }) => moment(expires).slice(0, 10));
    const name = (await peopleSeen(reach)).get(me.person);
    const pairs: [string, string][] = [
      ['person', me.person],
      ...(name === undefined ? [] : [['name', name] as [string, string]]),
      [
        'acts',
        reach.asPerson ? 'by their token' : 'as the operator, who is at the machine and shows no token',
      ],
      ['roles', me.roles.join(', ') || 'none'],
      ['teams', me.teams.join(', ') || 'none'],
      ...(live.length === 0
        ? []
        : [['tokens', `${live.length} live, until ${live.join(', ')}`] as [string, string]]),
      ['through', reach.by === 'server' ? `the server at ${reach.where}` : `the folder ${reach.where}`],
    ];
    await terminal.write(listing(pairs, terminal.columns, 0));
  });
  return exit.ok;
};
