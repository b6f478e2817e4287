import { decode } from '../../../events/decode.ts';
import { submissionStream } from '../../../events/stream.ts';
import type { TrailEntry } from '../../../projections/audit-trail.ts';
import { evolve, isSubmissionEvent } from '../../../projections/review-state/evolve.ts';
import { initialReviewState, type ReviewState } from '../../../projections/review-state/state.ts';
import type { ShownTimeline } from '../../members/members.ts';
import { type Cut, parseCut } from '../../replay/cut.ts';
import type { Step } from '../../replay/replay.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { PeopleInWords } from '../people-in-words.ts';
import { submissionNamed } from '../reach/named.ts';
import { reaching } from '../reach/open.ts';
import { ask, pathOf, type Reach } from '../reach/reach.ts';
import { shaped } from '../reach/shaped.ts';
import { stateInWords } from '../state-in-words.ts';
import { stepsInWords } from '../steps-in-words.ts';
import { listing } from '../table.ts';

const Timeline = shaped<ShownTimeline>('submission', 'entries', 'people');
const mostEvents = 10_000;

/** Folds the stored events up to a cut, here: what is sealed in the log shows as sealed, whoever asks. */
export const replay: Run = async (context, given) => {
  const asOf = given.text('asOf');
  const knownAt = given.text('knownAt');
  const cut = parseCut({
    ...(asOf === undefined ? {} : { asOf }),
    ...(knownAt === undefined ? {} : { knownAt }),
  });
  await reaching(context, given, 'reads', async (reach) => {
    const submission = await submissionNamed(reach, given.argument(0));
    const path = pathOf('/api/submissions/{submission}/timeline', { submission });
    const { says } = await ask(reach, Timeline, { method: 'GET', path, query: { asOf, knownAt } });
    const { entries, people, audience } = says;
    const steps = await folded(reach, submission, entries);
    const state = steps.at(-1)?.state ?? initialReviewState;
    if (context.json) {
      const stepped = given.flag('step') ? { steps } : { trail: entries };
      return writeJson(context, { submission, cut, state, ...stepped });
    }
    const { terminal, moment } = context;
    const wording = { columns: terminal.columns, moment, person: new PeopleInWords(people).of };
    const heading = listing(cutInWords(context, cut, entries), terminal.columns);
    await terminal.write(`Submission ${submission}\n${heading}\n`);
    if (given.flag('step')) await terminal.write(stepsInWords(steps, wording));
    await terminal.write(
      state.received === null
        ? '  It had not been received then.\n'
        : stateInWords({ state, at: instantOf(cut, entries), audience }, wording),
    );
  });
  return exit.ok;
};

/** The state right after each of the entries. */
async function folded(
  reach: Reach,
  submission: string,
  entries: readonly TrailEntry[],
): Promise<readonly Step[]> {
  const kept = new Map(entries.map((entry) => [entry.id, entry]));
  const steps: Step[] = [];
  if (kept.size === 0) return steps;
  let state: ReviewState = initialReviewState;
  const query = { stream: submissionStream(submission), limit: mostEvents };
  const request = { method: 'GET', path: '/api/events', query } as const;
  for await (const line of reach.lines(request, new AbortController().signal)) {
    const event = decode(line);
    const entry = kept.get(event.id);
    if (entry === undefined || !isSubmissionEvent(event)) continue;
    state = evolve(state, event);
    steps.push({ entry, state });
  }
  return steps;
}

/** When a reader of the cut stands: it decides what is overdue, and what has lapsed. */
const instantOf = ({ asOf, knownAt }: Cut, entries: readonly TrailEntry[]): string =>
  asOf ??
  (typeof knownAt === 'string' ? knownAt : undefined) ??
  (knownAt === undefined ? undefined : entries.at(-1)?.recordedAt) ??
  new Date().toISOString();

function cutInWords(
  { moment }: Context,
  { asOf, knownAt }: Cut,
  entries: readonly TrailEntry[],
): readonly [string, string][] {
  const happened: [string, string][] = asOf === undefined ? [] : [['as of', moment(asOf)]];
  const last = entries.at(-1);
  const end =
    last === undefined
      ? 'nothing of it'
      : `its entries up to index ${last.index ?? '?'} (${moment(last.recordedAt)})`;
  const until =
    knownAt === undefined
      ? ''
      : typeof knownAt === 'number'
        ? `, of the log up to index ${knownAt}`
        : `, at ${moment(knownAt)}`;
  return [
    ...happened,
    [knownAt === undefined ? 'known now' : 'known then', `${end}${until}`],
    ['entries', String(entries.length)],
  ];
}
