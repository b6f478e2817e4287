import type { ShownCase } from '../../members/members.ts';
import { inWords } from '../../members/names.ts';
import { acts } from '../acts/acts.ts';
import { closedInWords } from '../closed-in-words.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { PeopleInWords } from '../people-in-words.ts';
import { inOneLine } from '../printable.ts';
import { submissionNamed } from '../reach/named.ts';
import { reaching } from '../reach/open.ts';
import { ask, pathOf } from '../reach/reach.ts';
import { stateInWords } from '../state-in-words.ts';
import { ShownSubmission } from '../submission-shown.ts';
import { listing } from '../table.ts';
import { toldInWords } from '../told-in-words.ts';

export const showSubmission: Run = async (context, given) => {
  await reaching(context, given, 'reads', async (reach) => {
    const submission = await submissionNamed(reach, given.argument(0));
    const path = pathOf('/api/submissions/{submission}', { submission });
    const { says, etag } = await ask(reach, ShownSubmission, { method: 'GET', path });
    if (context.json) return writeJson(context, { ...says, etag });
    await context.terminal.write(inLines(context, says));
  });
  return exit.ok;
};

/** Content is served to who has declared what interests they have, and had a declared one cleared. */
const closedUntilDeclared = 'nothing yet: declare your interests first (govledger review declare)';

function inLines({ terminal, moment }: Context, shown: ShownCase): string {
  const { columns } = terminal;
  const { submission, title, state, at, audience, as, seats, fields, told, may } = shown;
  const wording = { columns, moment, person: new PeopleInWords(shown.people).of };
  const waiting = onceEach(
    shown.waiting.map(
      ({ words, mine, due }) => `${mine ? 'you: ' : ''}${words}${due === null ? '' : `, due ${moment(due)}`}`,
    ),
  );
  const parts = [...as.filter((each) => each !== 'seat'), ...seats.map((seat) => `seat ${seat}`)];
  const verbs = acts.filter(({ command }) => may.includes(command)).map(({ path }) => path.join(' '));
  const you = listing(
    [
      ['are', parts.join(', ') || 'here by your office'],
      ['read', seats.length > 0 && audience === 'public' ? closedUntilDeclared : `what is for ${audience}`],
      ['may', verbs.join(', ') || 'read'],
    ],
    columns,
  );
  const content = fields.map(({ field, value, ...shown }): [string, string] => [
    field,
    shown.state === 'opened' ? String(value) : closedInWords(shown),
  ]);
  return (
    `Submission ${submission}\n${inOneLine(inWords(title))}\n\n${stateInWords({ state, at, waiting, audience }, wording)}\nYou\n${you}` +
    `${toldInWords(told, wording)}\nContent, version ${state.version}\n${listing(content, columns)}`
  );
}

/** Two seats of a team that are asked the same are told of in one line. */
function onceEach(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)].map((line) => {
    const times = lines.filter((each) => each === line).length;
    return times === 1 ? line : `${line} (${times} times)`;
  });
}
