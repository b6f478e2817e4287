import { Roles } from '../../../events/ids.ts';
import type { SubmissionLine } from '../../../projections/submission-row.ts';
import { waitingInWords } from '../../../projections/work-queue/in-words.ts';
import type { Ledger } from '../../folder/open-ledger.ts';
import { inWords } from '../../members/names.ts';
import type { Work } from '../../projector/answers.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { reading } from '../opened-ledger.ts';
import { personOf } from '../people.ts';
import { shortId } from '../short-id.ts';
import { titleOf } from '../submissions.ts';
import { table } from '../table.ts';
import { UsageError } from '../usage-error.ts';

const usualLimit = 100;
const mostLimit = 1_000;

export const showWork: Run = async (context, given) => {
  const role = given.oneOf('role', Roles);
  const person = given.text('person');
  const limit = given.whole('limit', 1, mostLimit) ?? usualLimit;
  if (role !== undefined && person !== undefined) throw new UsageError('--role', 'does not go with --person');
  await reading(context, async (ledger) => {
    const at = new Date().toISOString();
    const work =
      person !== undefined
        ? await ofPerson(ledger, person, at, limit)
        : role !== undefined
          ? ledger.views.work({ roles: [role], at, limit }).items
          : everything(ledger, at).slice(0, limit);
    if (context.json) return writeJson(context, { at, work });
    await tell(context, ledger, work);
  });
  return exit.ok;
};

async function ofPerson(ledger: Ledger, text: string, at: string, limit: number): Promise<readonly Work[]> {
  const { views, handler } = ledger;
  const { person, roles } = personOf(ledger, text, '--person');
  await handler.directory.now();
  const people: string[] = [];
  for (const submission of views.submissionIds()) {
    const pseudonym = await handler.directory.pseudonymIfKept(person, submission);
    if (pseudonym !== null) people.push(pseudonym);
  }
  return views.work({ roles, people, hiddenFrom: people, at, limit }).items;
}

/** Whatever waits for anybody, as one list: what is due soonest first, then what has waited longest. */
function everything({ views }: Ledger, at: string): readonly Work[] {
  const found: Work[] = [];
  let before: number | undefined;
  do {
    const page = views.submissions({}, at, { limit: mostLimit, ...(before === undefined ? {} : { before }) });
    found.push(...page.items.flatMap(workOf));
    before = page.next ?? undefined;
  } while (before !== undefined);
  const urgency = ({ waiting }: Work): string => `${waiting.due ?? '~'} ${waiting.since}`;
  return found.sort((a, b) => (urgency(a) < urgency(b) ? -1 : 1));
}

const workOf = ({ submission, waitingOn }: SubmissionLine): Work[] =>
  waitingOn.map((waiting) => ({ submission, waiting }));

async function tell(context: Context, ledger: Ledger, work: readonly Work[]): Promise<void> {
  const { terminal, moment } = context;
  if (work.length === 0) return terminal.write('Nothing waits.\n');
  const rows: string[][] = [];
  for (const { submission, waiting } of work) {
    const state = ledger.views.state(submission);
    const ref = state?.panel?.framework ?? state?.screening?.framework;
    const framework = ref === undefined ? null : ledger.views.frameworkVersion(ref);
    rows.push([
      shortId(context, submission),
      waiting.who.person === null ? waiting.who.roles.join(', ') : (waiting.who.seat ?? 'a person'),
      waiting.due === null ? '-' : moment(waiting.due).slice(0, 10),
      waitingInWords(waiting, framework),
      state === null ? '' : inWords(await titleOf(ledger, state)),
    ]);
  }
  await terminal.write(table(['SUBMISSION', 'FOR', 'DUE', 'TO', 'TITLE'], rows, terminal.columns));
}
