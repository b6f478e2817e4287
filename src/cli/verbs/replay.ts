import { submissionStream } from '../../../events/stream.ts';
import { pinnedFramework } from '../../../projections/submission-row.ts';
import { type Cut, parseCut } from '../../replay/cut.ts';
import { type Replayed, replay as run } from '../../replay/replay.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { reading } from '../opened-ledger.ts';
import { stateInWords } from '../state-in-words.ts';
import { stepsInWords } from '../steps-in-words.ts';
import { personInWords, readSubmission, submissionOf } from '../submissions.ts';
import { listing } from '../table.ts';

/** Replays what the log says; what is sealed in it shows as sealed. */
export const replay: Run = async (context, given) => {
  const asOf = given.text('asOf');
  const knownAt = given.text('knownAt');
  const cut = parseCut({
    ...(asOf === undefined ? {} : { asOf }),
    ...(knownAt === undefined ? {} : { knownAt }),
  });
  await reading(context, async (ledger) => {
    const submission = submissionOf(ledger, given.argument(0));
    const replayed = await run(ledger.store, submissionStream(submission), cut);
    const { state, trail, steps, known } = replayed;
    if (context.json) {
      const stepped = given.flag('step') ? { steps } : { trail };
      return writeJson(context, { submission, cut, known, state, ...stepped });
    }
    const { terminal, moment } = context;
    const { columns } = terminal;
    const { people } = await readSubmission(ledger, submission);
    const person = (pseudonym: string | null): string => personInWords(people, pseudonym);
    const ref = pinnedFramework(state);
    const framework = ref === null ? null : ledger.views.frameworkVersion(ref);
    const at = cut.asOf ?? known?.clock ?? new Date().toISOString();
    await terminal.write(
      `Submission ${submission}\n${listing(cutInWords(context, cut, replayed), columns)}\n`,
    );
    if (given.flag('step')) await terminal.write(stepsInWords(steps, { columns, moment, person }));
    await terminal.write(
      state.received === null
        ? '  It had not been received then.\n'
        : stateInWords(state, framework, at, { columns, moment, person }),
    );
  });
  return exit.ok;
};

function cutInWords(
  { moment }: Context,
  { asOf, knownAt }: Cut,
  { known, trail }: Replayed,
): readonly [string, string][] {
  const end = known === null ? 'nothing' : `up to index ${known.index} (${moment(known.clock)})`;
  const happened: [string, string][] = asOf === undefined ? [] : [['as of', moment(asOf)]];
  return [
    ...happened,
    [knownAt === undefined ? 'known now' : 'known then', `the log ${end}`],
    ['entries', String(trail.length)],
  ];
}
