import type { Role } from '../../../events/ids.ts';
import { Roles } from '../../../events/ids.ts';
import type { PersonState } from '../../../projections/directory.ts';
import type { Ledger } from '../../folder/open-ledger.ts';
import { inWords, Names } from '../../members/names.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { reading } from '../opened-ledger.ts';
import { everyone, founders, personOf } from '../people.ts';
import { shortId } from '../short-id.ts';
import { listing, table } from '../table.ts';

const usualLimit = 100;
const mostLimit = 1_000;

export const listPeople: Run = async (context, given) => {
  const limit = given.whole('limit', 1, mostLimit) ?? usualLimit;
  await reading(context, async (ledger) => {
    const after = given.text('after');
    const page = ledger.views.people({
      limit,
      ...(after === undefined ? {} : { after: after.toLowerCase() }),
    });
    const names = new Names(ledger);
    const count = ledger.views.countPeople();
    if (context.json) {
      const people = await Promise.all(
        page.items.map(async (each) => ({ ...each, name: await names.of(each.person) })),
      );
      await writeJson(context, { count, people, next: page.next });
      return;
    }
    const { terminal } = context;
    const rows = await Promise.all(
      page.items.map(async ({ person, kind, roles, teams }) => [
        shortId(context, person),
        inWords(await names.of(person)),
        kind,
        roles.join(', '),
        teams.join(', '),
      ]),
    );
    await terminal.write(table(['PERSON', 'NAME', 'KIND', 'ROLES', 'TEAMS'], rows, terminal.columns));
    if (page.next !== null)
      await terminal.write(`${rows.length} of ${count}; --after ${page.next} goes on, --limit shows more\n`);
  });
  return exit.ok;
};

export const showPerson: Run = async (context, given) => {
  await reading(context, async (ledger) => {
    const person = personOf(ledger, given.argument(0));
    const name = await new Names(ledger).of(person.person);
    const taking = await takesPartIn(ledger, person.person);
    if (context.json) {
      await writeJson(context, { ...person, name, submissions: taking });
      return;
    }
    const founder = founders.find((each) => ledger[each] === person.person);
    const { terminal, moment } = context;
    const pairs: [string, string][] = [
      ['name', inWords(name)],
      ['kind', person.kind],
      ['roles', person.roles.join(', ') || 'none'],
      ['teams', person.teams.join(', ') || 'none'],
      ['registered', moment(person.registeredAt)],
    ];
    if (founder !== undefined) pairs.push(['--as', founder]);
    if (person.source !== null) pairs.push(['imported from', person.source]);
    pairs.push(['takes part in', taking.length === 0 ? 'no submission' : taking.slice(0, 50).join('\n')]);
    if (taking.length > 50) pairs.push(['', `and ${taking.length - 50} more`]);
    await terminal.write(`Person ${person.person}\n${listing(pairs, terminal.columns)}`);
  });
  return exit.ok;
};

/** The submissions in which the person has a part: found by their pseudonym in each, which only their secret gives. */
async function takesPartIn({ handler, views }: Ledger, person: string): Promise<readonly string[]> {
  await handler.directory.now();
  const pseudonyms: string[] = [];
  for (const submission of views.submissionIds()) {
    const pseudonym = await handler.directory.pseudonymIfKept(person, submission);
    if (pseudonym === null) return [];
    pseudonyms.push(pseudonym);
  }
  const found: string[] = [];
  let before: number | undefined;
  do {
    const at = new Date().toISOString();
    const page = views.submissions({ participants: pseudonyms }, at, before === undefined ? {} : { before });
    found.push(...page.items.map(({ submission }) => submission));
    before = page.next ?? undefined;
  } while (before !== undefined);
  return found;
}

export const listTeams: Run = (context) =>
  grouped(context, 'teams', (ledger) => {
    const labels = new Map(
      [...ledger.views.frameworks().values()].flatMap(({ versions }) =>
        versions.flatMap(({ terms }) => terms.teams.map(({ key, label }) => [key, label] as const)),
      ),
    );
    return { keys: [...labels.keys()], label: (key) => labels.get(key) ?? '', of: ({ teams }) => teams };
  });

export const listRoles: Run = async (context) => {
  const code = await grouped(context, 'roles', () => ({
    keys: [...Roles],
    label: () => '',
    of: ({ roles }) => roles,
  }));
  return code;
};

interface Grouping {
  /** Shown even where nobody is in them. */
  readonly keys: readonly string[];
  readonly label: (key: string) => string;
  readonly of: (person: PersonState) => readonly (Role | string)[];
}

async function grouped(
  context: Context,
  what: 'teams' | 'roles',
  groupingOf: (ledger: Ledger) => Grouping,
): ReturnType<Run> {
  return reading(context, async (ledger) => {
    const { keys, label, of } = groupingOf(ledger);
    const groups = new Map<string, string[]>(keys.map((key) => [key, []]));
    for (const person of everyone(ledger))
      for (const key of of(person)) groups.set(key, [...(groups.get(key) ?? []), person.person]);
    const names = new Names(ledger);
    if (context.json) {
      const members = await Promise.all(
        [...groups].map(async ([key, people]) => ({
          [what.slice(0, -1)]: key,
          people: await Promise.all(people.map(async (person) => ({ person, name: await names.of(person) }))),
        })),
      );
      await writeJson(context, { [what]: members });
      return exit.ok;
    }
    const rows: string[][] = [];
    for (const [key, people] of groups) {
      if (people.length === 0) rows.push([key, '', 'nobody']);
      for (const [i, person] of people.entries())
        rows.push([i === 0 ? key : '', shortId(context, person), inWords(await names.of(person))]);
    }
    const { terminal } = context;
    const named = rows.map(([key = '', ...rest]) =>
      what === 'teams' ? [key, ...rest, label(key)] : [key, ...rest],
    );
    const heading =
      what === 'teams' ? ['TEAM', 'PERSON', 'NAME', 'FULL NAME OF THE TEAM'] : ['ROLE', 'PERSON', 'NAME'];
    await terminal.write(table(heading, named, terminal.columns));
    return exit.ok;
  });
}
