import { z } from 'zod';
import { inWords, type Shown } from '../../members/names.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { inOneLine } from '../printable.ts';
import { reaching } from '../reach/open.ts';
import { ask } from '../reach/reach.ts';
import { shaped } from '../reach/shaped.ts';
import { listing } from '../table.ts';

interface Me {
  readonly person: string;
  readonly name: Shown;
  readonly roles: readonly string[];
  readonly teams: readonly string[];
}
const Me = shaped<Me>('person', 'name', 'roles', 'teams');
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
    const pairs: [string, string][] = [
      ['person', me.person],
      ['name', inOneLine(inWords(me.name))],
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
