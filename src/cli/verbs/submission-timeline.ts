import { submissionStream } from '../../../events/stream.ts';
import { occurredNow, type TrailEntry } from '../../../projections/audit-trail.ts';
import { inWords } from '../../members/names.ts';
import { timeline } from '../../replay/timeline.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { reading } from '../opened-ledger.ts';
import { saidInWords } from '../said-in-words.ts';
import { occurredInWords } from '../state-in-words.ts';
import {
  personInWords,
  type ReadEvent,
  type ReadSubmission,
  readSubmission,
  submissionOf,
} from '../submissions.ts';
import { listing } from '../table.ts';

export const showTimeline: Run = async (context, given) => {
  await reading(context, async (ledger) => {
    const submission = submissionOf(ledger, given.argument(0));
    const trail = await timeline(ledger.store, ledger.views, submissionStream(submission));
    const { events, people } = await readSubmission(ledger, submission);
    const read = new Map(events.map((each) => [each.event.id, each]));
    if (context.json) {
      const entries = trail.map((entry) => ({ ...entry, said: read.get(entry.id)?.said ?? [] }));
      return writeJson(context, { submission, people: Object.fromEntries(people), entries });
    }
    await context.terminal.write(`Submission ${submission}\n`);
    for (const entry of trail) {
      await context.terminal.write(`\n${entryInWords(context, entry, read.get(entry.id), people)}`);
      if (context.terminal.gone.aborted) return;
    }
  });
  return exit.ok;
};

function entryInWords(
  { terminal, moment }: Context,
  entry: TrailEntry,
  read: ReadEvent | undefined,
  people: ReadSubmission['people'],
): string {
  const who = entry.by === null ? 'nobody named' : personInWords(people, entry.by);
  const team = entry.team === null ? '' : `, ${entry.team}`;
  const occurred = occurredNow(entry);
  const happened = occurred === null ? '' : `, happened ${occurredInWords(occurred, moment)}`;
  const broke = entry.imported === null ? [] : entry.imported.broke;
  const pairs: [string, string][] = [
    ['by', `${who} (${entry.role}${team}, via ${entry.via})`],
    ...saidInWords(entry.says, (pseudonym) => people.get(pseudonym)?.name),
    ...(read?.said ?? []).map(({ field, value }): [string, string] => [
      field.replace(/^fields\./, ''),
      inWords(value),
    ]),
  ];
  if (broke.length > 0) pairs.push(['broke', broke.join(', ')]);
  for (const { field, at, text } of entry.corrections)
    pairs.push([`corrected ${field}`, `${moment(at)}: ${text ?? '(sealed)'}`]);
  return `${entry.index ?? entry.revision}  ${entry.type}  ${moment(entry.recordedAt)}${happened}\n${listing(pairs, terminal.columns)}`;
}
