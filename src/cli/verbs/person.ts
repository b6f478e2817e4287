import { Roles } from '../../../events/ids.ts';
import { inWords } from '../../members/names.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { frameworksSeen, versionNamed } from '../framework-seen.ts';
import type { Given } from '../given.ts';
import { everybody, type PersonSeen, peoplePage, personSeen } from '../people-seen.ts';
import { personNamed } from '../reach/named.ts';
import { reaching } from '../reach/open.ts';
import type { Reach } from '../reach/reach.ts';
import { shortId } from '../short-id.ts';
import { listing, table } from '../table.ts';

const mostLimit = 1_000;

export const listPeople: Run = async (context, given) => {
  const query = { limit: given.whole('limit', 1, mostLimit), after: given.text('after')?.toLowerCase() };
  await reaching(context, given, 'reads', async (reach) => {
    const { items, next, count } = await peoplePage(reach, query);
    if (context.json) return writeJson(context, { count, people: items, next });
    const { terminal } = context;
    const rows = items.map(({ person, name, kind, roles, teams }) => [
      shortId(context, person),
      inWords(name),
      kind,
      roles.join(', '),
      teams.join(', '),
    ]);
    await terminal.write(table(['PERSON', 'NAME', 'KIND', 'ROLES', 'TEAMS'], rows, terminal.columns));
    if (next !== null)
      await terminal.write(`${rows.length} of ${count}; --after ${next} goes on, --limit shows more\n`);
  });
  return exit.ok;
};

export const showPerson: Run = async (context, given) => {
  await reaching(context, given, 'reads', async (reach) => {
    const person = await personNamed(reach, given.argument(0));
    const says = await personSeen(reach, person);
    if (context.json) return writeJson(context, says);
    const { terminal, moment } = context;
    const pairs: [string, string][] = [
      ['name', inWords(says.name)],
      ['kind', says.kind],
      ['roles', says.roles.join(', ') || 'none'],
      ['teams', says.teams.join(', ') || 'none'],
      ['registered', moment(says.registeredAt)],
    ];
    if (says.source !== null) pairs.push(['imported from', says.source]);
    await terminal.write(`Person ${person}\n${listing(pairs, terminal.columns)}`);
  });
  return exit.ok;
};

export const listTeams: Run = (context, given) =>
  grouped(context, given, {
    what: 'teams',
    heading: ['TEAM', 'PERSON', 'NAME', 'FULL NAME OF THE TEAM'],
    keys: teamsOf,
    of: ({ teams }) => teams,
  });

export const listRoles: Run = (context, given) =>
  grouped(context, given, {
    what: 'roles',
    heading: ['ROLE', 'PERSON', 'NAME'],
    keys: async () => new Map(Roles.map((role) => [role, null])),
    of: ({ roles }) => roles,
  });

interface Grouping {
  readonly what: 'teams' | 'roles';
  readonly heading: readonly string[];
  /** Shown even where nobody is in them, with what they are called. */
  readonly keys: (reach: Reach) => Promise<ReadonlyMap<string, string | null>>;
  readonly of: (person: PersonSeen) => readonly string[];
}

/** The teams that the frameworks name. */
async function teamsOf(reach: Reach): Promise<ReadonlyMap<string, string>> {
  const teams = new Map<string, string>();
  for (const { key, versions } of await frameworksSeen(reach)) {
    for (const { version } of versions) {
      const { definition } = await versionNamed(reach, key, String(version));
      for (const { key: team, label } of definition.teams) teams.set(team, label);
    }
  }
  return teams;
}

async function grouped(
  context: Context,
  given: Given,
  { what, heading, keys, of }: Grouping,
): ReturnType<Run> {
  return reaching(context, given, 'reads', async (reach) => {
    const labels = await keys(reach);
    const groups = new Map<string, PersonSeen[]>([...labels.keys()].map((key) => [key, []]));
    for await (const person of everybody(reach))
      for (const key of of(person)) groups.set(key, [...(groups.get(key) ?? []), person]);
    if (context.json) {
      const members = [...groups].map(([key, people]) => ({
        [what.slice(0, -1)]: key,
        people: people.map(({ person, name }) => ({ person, name })),
      }));
      await writeJson(context, { [what]: members });
      return exit.ok;
    }
    const rows = [...groups].flatMap(([key, people]) => {
      const label = labels.get(key);
      const end = label === null || label === undefined ? [] : [label];
      if (people.length === 0) return [[key, '', 'nobody', ...end]];
      return people.map(({ person, name }, i) => [
        i === 0 ? key : '',
        shortId(context, person),
        inWords(name),
        ...(i === 0 ? end : []),
      ]);
    });
    const { terminal } = context;
    await terminal.write(table(heading, rows, terminal.columns));
    return exit.ok;
  });
}
