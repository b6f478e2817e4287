import { occurredNow, type TrailEntry } from '../../../projections/audit-trail.ts';
import type { ShownTimeline } from '../../members/members.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { PeopleInWords } from '../people-in-words.ts';
import { submissionNamed } from '../reach/named.ts';
import { reaching } from '../reach/open.ts';
import { ask, pathOf } from '../reach/reach.ts';
import { shaped } from '../reach/shaped.ts';
import { saidInWords } from '../said-in-words.ts';
import { occurredInWords } from '../state-in-words.ts';
import { listing } from '../table.ts';

const Timeline = shaped<ShownTimeline>('submission', 'entries', 'people');

export const showTimeline: Run = async (context, given) => {
  await reaching(context, given, 'reads', async (reach) => {
    const submission = await submissionNamed(reach, given.argument(0));
    const path = pathOf('/api/submissions/{submission}/timeline', { submission });
    const { says } = await ask(reach, Timeline, { method: 'GET', path });
    if (context.json) return writeJson(context, says);
    const people = new PeopleInWords(says.people);
    await context.terminal.write(`Submission ${submission}\n`);
    for (const entry of says.entries) {
      await context.terminal.write(`\n${entryInWords(context, entry, people)}`);
      if (context.terminal.gone.aborted) return;
    }
  });
  return exit.ok;
};

function entryInWords({ terminal, moment }: Context, entry: TrailEntry, people: PeopleInWords): string {
  const who = entry.by === null ? 'nobody named' : people.of(entry.by);
  const team = entry.team === null ? '' : `, ${entry.team}`;
  const occurred = occurredNow(entry);
  const happened = occurred === null ? '' : `, happened ${occurredInWords(occurred, moment)}`;
  const broke = entry.imported === null ? [] : entry.imported.broke;
  const sealed = Object.entries(entry.sealed).map(([audience, count]) => `${count} for ${audience}`);
  const pairs: [string, string][] = [
    ['by', `${who} (${entry.role}${team}, via ${entry.via})`],
    ...saidInWords(entry.says, people.shown),
  ];
  if (sealed.length > 0) pairs.push(['sealed', sealed.join(', ')]);
  if (broke.length > 0) pairs.push(['broke', broke.join(', ')]);
  for (const { field, at, text } of entry.corrections)
    pairs.push([`corrected ${field}`, `${moment(at)}: ${text ?? '(sealed)'}`]);
  return `${entry.index ?? entry.revision}  ${entry.type}  ${moment(entry.recordedAt)}${happened}\n${listing(pairs, terminal.columns)}`;
}
