import { Outcome } from '../../../events/decision.ts';
import { inWords } from '../../members/names.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { reading } from '../opened-ledger.ts';
import { phases } from '../phases.ts';
import { shortId } from '../short-id.ts';
import { titleOf } from '../submissions.ts';
import { table } from '../table.ts';

const usualLimit = 100;
const mostLimit = 1_000;

export const listSubmissions: Run = async (context, given) => {
  const limit = given.whole('limit', 1, mostLimit) ?? usualLimit;
  const before = given.whole('before', 0, Number.MAX_SAFE_INTEGER);
  const phase = given.oneOf('phase', phases);
  const outcome = given.oneOf('outcome', Outcome.options);
  const framework = given.text('framework');
  const source = given.text('source');
  const filter = {
    ...(phase === undefined ? {} : { phase }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(framework === undefined ? {} : { framework }),
    ...(source === undefined ? {} : { source }),
  };
  await reading(context, async (ledger) => {
    const { views } = ledger;
    const at = new Date().toISOString();
    const page = views.submissions(filter, at, { limit, ...(before === undefined ? {} : { before }) });
    const count = views.countSubmissions(filter);
    const titled = await Promise.all(
      page.items.map(async (line) => {
        const state = views.state(line.submission);
        return {
          line,
          title: state === null ? ({ state: 'sealed' } as const) : await titleOf(ledger, state),
        };
      }),
    );
    if (context.json) {
      const submissions = titled.map(({ line, title }) => ({ ...line, title }));
      return writeJson(context, { at, count, submissions, next: page.next });
    }
    const { terminal } = context;
    if (titled.length === 0) return terminal.write('No submission is listed.\n');
    const rows = titled.map(({ line, title }) => [
      shortId(context, line.submission),
      line.phase,
      line.outcome ?? '-',
      line.standing === 'none' ? '-' : line.standing,
      inWords(title),
    ]);
    await terminal.write(table(['ID', 'PHASE', 'OUTCOME', 'STANDING', 'TITLE'], rows, terminal.columns));
    if (page.next === null || rows.length >= count) return;
    await terminal.write(`${rows.length} of ${count}; --before ${page.next} goes on, --limit shows more\n`);
  });
  return exit.ok;
};
