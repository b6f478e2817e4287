import type { Explanation } from '../../../projections/explain.ts';
import type { ShownCase } from '../../members/members.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { inOneLine, wrapped } from '../printable.ts';
import { submissionNamed } from '../reach/named.ts';
import { reaching } from '../reach/open.ts';
import { ask, pathOf } from '../reach/reach.ts';
import { shaped } from '../reach/shaped.ts';

interface Explained extends Explanation {
  readonly submission: string;
  readonly at: string;
  readonly framework: string | null;
}
const Explained = shaped<Explained>(
  'submission',
  'at',
  'framework',
  'sealed',
  'decided',
  'outcomes',
  'needed',
);
type Waits = Pick<ShownCase, 'waiting' | 'state'>;
const Waits = shaped<Waits>('waiting', 'state');

/** What is still needed, or why it came out so, as far as whoever asks may know it. */
export const explain: Run = async (context, given) => {
  await reaching(context, given, 'reads', async (reach) => {
    const submission = await submissionNamed(reach, given.argument(0));
    const of = (template: string) => ({ method: 'GET', path: pathOf(template, { submission }) }) as const;
    const { says } = await ask(reach, Explained, of('/api/submissions/{submission}/explain'));
    const { waiting, state } = (await ask(reach, Waits, of('/api/submissions/{submission}'))).says;
    const { phase, outcome } = state;
    if (context.json) return writeJson(context, { ...says, phase, outcome, waiting });
    const width = (context.terminal.columns ?? Number.MAX_SAFE_INTEGER) - 4;
    const waits = waiting.map(({ words, mine }) => (mine ? `you: ${words}` : words));
    await context.terminal.write(inWords(says, waits, width));
  });
  return exit.ok;
};

function inWords(
  { submission, decided, needed, outcomes, sealed }: Explained,
  waiting: readonly string[],
  width: number,
): string {
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
