import { flagsOf } from '../../../projections/standing.ts';
import { pinnedFramework } from '../../../projections/submission-row.ts';
import { inWords } from '../../members/names.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { reading } from '../opened-ledger.ts';
import { stateInWords } from '../state-in-words.ts';
import { contentOf, personInWords, readSubmission, submissionOf } from '../submissions.ts';
import { listing } from '../table.ts';

export const showSubmission: Run = async (context, given) => {
  await reading(context, async (ledger) => {
    const { views } = ledger;
    const submission = submissionOf(ledger, given.argument(0));
    const at = new Date().toISOString();
    const line = views.line(submission, at);
    const state = views.state(submission);
    if (state === null || line === null) return;
    const content = await contentOf(ledger, state);
    const { people } = await readSubmission(ledger, submission);
    if (context.json) {
      const flags = flagsOf(state, at);
      return writeJson(context, { at, ...line, flags, content, people: Object.fromEntries(people), state });
    }
    const { terminal, moment } = context;
    const { columns } = terminal;
    const ref = pinnedFramework(state);
    const framework = ref === null ? null : views.frameworkVersion(ref);
    const person = (pseudonym: string | null): string => personInWords(people, pseudonym);
    const fields = content.map(({ field, value }): [string, string] => [field, inWords(value)]);
    await terminal.write(
      `Submission ${submission}\n${stateInWords(state, framework, at, { columns, moment, person })}` +
        `\nContent, version ${state.version}\n${listing(fields, columns)}`,
    );
  });
  return exit.ok;
};
