import { type Explanation, explain as explained } from '../../../projections/explain.ts';
import { pinnedFramework } from '../../../projections/submission-row.ts';
import { waitingInWords } from '../../../projections/work-queue/in-words.ts';
import { waitingOn } from '../../../projections/work-queue.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { frameworkVersion } from '../framework-versions.ts';
import { reading } from '../opened-ledger.ts';
import { inOneLine, wrapped } from '../printable.ts';
import { submissionOf } from '../submissions.ts';

/** What the public log tells: while a review is open, what was judged is sealed to everyone here. */
export const explain: Run = async (context, given) => {
  await reading(context, async (ledger) => {
    const { views } = ledger;
    const submission = submissionOf(ledger, given.argument(0));
    const state = views.state(submission);
    if (state === null) return;
    const at = new Date().toISOString();
    const ref = pinnedFramework(state);
    const framework =
      (ref === null ? null : views.frameworkVersion(ref)) ?? frameworkVersion(ledger, state.framework ?? '');
    const explanation = explained(framework, state, at);
    const waiting = waitingOn(state, framework, at).map((each) => ({
      ...each,
      words: waitingInWords(each, framework),
    }));
    const { phase, outcome } = state;
    if (context.json) {
      return writeJson(context, {
        submission,
        at,
        phase,
        outcome,
        framework: framework.ref,
        ...explanation,
        waiting,
      });
    }
    const width = (context.terminal.columns ?? Number.MAX_SAFE_INTEGER) - 4;
    await context.terminal.write(
      inWords(
        submission,
        explanation,
        waiting.map(({ words }) => words),
        width,
      ),
    );
  });
  return exit.ok;
};

function inWords(
  submission: string,
  explanation: Explanation,
  waiting: readonly string[],
  width: number,
): string {
  const { decided, needed, outcomes, sealed } = explanation;
  const bullets = (lines: readonly string[]): string =>
    lines
      .flatMap((line) =>
        wrapped(inOneLine(line), width).map((text, i) => `  ${i === 0 ? '-' : ' '} ${text}\n`),
      )
      .join('');
  const question = decided === null ? 'What an approval still needs' : `Why it came out as ${decided}`;
  const closed = sealed ? ' (what was judged is sealed until the decision)' : '';
  const answer = needed.length === 0 ? '  nothing: it may be issued\n' : bullets(needed);
  const others = outcomes.map(({ outcome, allowed, failing }) =>
    allowed
      ? `${outcome}: allowed`
      : `${outcome}: not allowed: ${failing.join('; ') || 'not by these rules'}`,
  );
  return (
    `Submission ${submission}\n\n${question}${closed}\n${answer}` +
    (others.length === 0 ? '' : `\nEach outcome\n${bullets(others)}`) +
    (waiting.length === 0 ? '' : `\nWhat waits now\n${bullets(waiting)}`)
  );
}
