import type { ShownWork } from '../../members/members.ts';
import { inWords } from '../../members/names.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { reaching } from '../reach/open.ts';
import { ask, type Reach } from '../reach/reach.ts';
import { shaped } from '../reach/shaped.ts';
import { shortId } from '../short-id.ts';
import { table } from '../table.ts';

const usualLimit = 100;
const mostLimit = 1_000;

interface Page {
  readonly at: string;
  readonly items: readonly ShownWork[];
  readonly next: string | null;
}
const Page = shaped<Page>('at', 'items', 'next');

/** What waits for whoever asks, by name or by what they are. */
export const showWork: Run = async (context, given) => {
  const limit = given.whole('limit', 1, mostLimit) ?? usualLimit;
  await reaching(context, given, 'reads', async (reach) => {
    const { at, work } = await upTo(reach, limit);
    if (context.json) return writeJson(context, { at, work });
    const { terminal, moment } = context;
    if (work.length === 0) return terminal.write('Nothing waits for you.\n');
    const rows = work.map(({ submission, title, waiting, words }) => [
      shortId(context, submission),
      waiting.who.person === null ? waiting.who.roles.join(', ') : (waiting.who.seat ?? 'you'),
      waiting.due === null ? '-' : moment(waiting.due).slice(0, 10),
      words,
      inWords(title),
    ]);
    await terminal.write(table(['SUBMISSION', 'AS', 'DUE', 'TO', 'TITLE'], rows, terminal.columns));
  });
  return exit.ok;
};

/** A page may hold fewer than were asked for and not be the last. */
async function upTo(
  reach: Reach,
  limit: number,
): Promise<{ readonly at: string; readonly work: readonly ShownWork[] }> {
  const work: ShownWork[] = [];
  let page: Page | null = null;
  do {
    page = await pageBehind(reach, limit, page?.next ?? null);
    work.push(...page.items);
  } while (page.next !== null && work.length < limit);
  return { at: page.at, work: work.slice(0, limit) };
}

async function pageBehind(reach: Reach, limit: number, after: string | null): Promise<Page> {
  const query = { limit, ...(after === null ? {} : { after }) };
  return (await ask(reach, Page, { method: 'GET', path: '/api/me/work', query })).says;
}
