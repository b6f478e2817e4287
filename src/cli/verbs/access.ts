import { z } from 'zod';
import { Day } from '../../../events/time.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { peopleSeen } from '../people-seen.ts';
import { reaching } from '../reach/open.ts';
import { ask, pathOf } from '../reach/reach.ts';
import { shortId } from '../short-id.ts';
import { table } from '../table.ts';
import { UsageError } from '../usage-error.ts';

const Entries = z.looseObject({
  items: z.array(
    z.looseObject({
      at: z.string(),
      person: z.string(),
      submission: z.string(),
      fields: z.array(z.string()),
      purpose: z.string(),
    }),
  ),
});

export const listAccess: Run = async (context, given) => {
  const day = given.optionalArgument(0);
  if (day !== undefined && !Day.safeParse(day).success)
    throw new UsageError('day', 'must be a day, like 2026-11-25');
  const path = day === undefined ? '/api/me/access' : pathOf('/api/access/{day}', { day });
  await reaching(context, given, 'reads', async (reach) => {
    const { items } = (await ask(reach, Entries, { method: 'GET', path })).says;
    if (context.json) return writeJson(context, { items });
    const { terminal, moment } = context;
    if (items.length === 0) return terminal.write('Nothing sealed was read.\n');
    const names = day === undefined ? new Map<string, string>() : await peopleSeen(reach);
    const rows = items.map(({ at, person, submission, fields, purpose }) => [
      moment(at),
      ...(day === undefined ? [] : [names.get(person) ?? shortId(context, person)]),
      submission === '' ? '-' : shortId(context, submission),
      purpose,
      fewOf(fields),
    ]);
    const who = day === undefined ? [] : ['PERSON'];
    await terminal.write(table(['AT', ...who, 'SUBMISSION', 'FOR', 'FIELDS'], rows, terminal.columns));
  });
  return exit.ok;
};

/** A submission has more fields than a line has room for; `--json` has them all. */
function fewOf(fields: readonly string[]): string {
  const few = fields.slice(0, 2).join(', ');
  return fields.length <= 2 ? few : `${fields.length}: ${few}, …`;
}
