import { Outcome } from '../../../events/decision.ts';
import type { ShownLine } from '../../members/members.ts';
import { inWords } from '../../members/names.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { phases } from '../phases.ts';
import { reaching } from '../reach/open.ts';
import { ask } from '../reach/reach.ts';
import { shaped } from '../reach/shaped.ts';
import { shortId } from '../short-id.ts';
import { table } from '../table.ts';

const mostLimit = 1_000;

interface Listed {
  readonly at: string;
  readonly count: number;
  readonly items: readonly ShownLine[];
  readonly next: number | null;
}
const Listed = shaped<Listed>('at', 'count', 'items', 'next');

export const listSubmissions: Run = async (context, given) => {
  const query = {
    phase: given.oneOf('phase', phases),
    outcome: given.oneOf('outcome', Outcome.options),
    framework: given.text('framework'),
    source: given.text('source'),
    limit: given.whole('limit', 1, mostLimit),
    after: given.whole('before', 0, Number.MAX_SAFE_INTEGER),
  };
  await reaching(context, given, 'reads', async (reach) => {
    const { says } = await ask(reach, Listed, { method: 'GET', path: '/api/submissions', query });
    const { at, count, items, next } = says;
    if (context.json) return writeJson(context, { at, count, submissions: items, next });
    const { terminal } = context;
    if (items.length === 0) return terminal.write('No submission is listed.\n');
    const rows = items.map(({ submission, phase, outcome, standing, title, waitsForMe }) => [
      shortId(context, submission),
      phase,
      outcome ?? '-',
      standing === 'none' ? '-' : standing,
      waitsForMe.length === 0 ? '' : 'you',
      inWords(title),
    ]);
    const heading = ['ID', 'PHASE', 'OUTCOME', 'STANDING', 'WAITS FOR', 'TITLE'];
    await terminal.write(table(heading, rows, terminal.columns));
    if (next === null || items.length >= count) return;
    await terminal.write(`${items.length} of ${count}; --before ${next} goes on, --limit shows more\n`);
  });
  return exit.ok;
};
