import { z } from 'zod';
import { parseMoment } from '../../../events/time.ts';
import { populationColumns, populationKinds } from '../../../projections/population/kinds.ts';
import { type Population, runPopulation } from '../../population/population.ts';
import { populationCsv, populationJson } from '../../population/writing.ts';
import type { Context, Run } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { isUuid } from '../given.ts';
import { reading } from '../opened-ledger.ts';
import { counted } from '../progress.ts';
import { isAtTheMachine, reaching } from '../reach/open.ts';
import { shortId } from '../short-id.ts';
import { table } from '../table.ts';
import { UsageError } from '../usage-error.ts';

/** What a person sees of a listing: its beginning. */
const shownRows = 20;
const shownColumns = 6;
const chunkCharacters = 64 * 1024;

export const population: Run = async (context, given) => {
  const kind = populationKinds.find((each) => each === given.argument(0));
  if (kind === undefined) throw new UsageError('kind', `must be one of ${populationKinds.join(', ')}`);
  const csv = given.flag('csv');
  if (csv && context.json) throw new UsageError('--csv', 'does not go with --json');
  const time = given.text('asOf');
  const asOf = time === undefined ? null : parseMoment(time, '--as-of');
  if (!isAtTheMachine(context, given)) {
    const query = { asOf: time, ...(csv ? { form: 'csv' } : {}) };
    await reaching(context, given, 'reads', async (reach) => {
      const text = decoded(reach.bytes({ method: 'GET', path: `/api/population/${kind}`, query }));
      if (csv || context.json) await writeAll(context, text);
      else await show(context, await listedIn(text, { kind, asOf }));
    });
    return exit.ok;
  }
  await reading(context, async ({ store, vault }) => {
    const listed = await runPopulation({ store, vault, kind, asOf });
    if (csv) await writeAll(context, populationCsv(listed));
    else if (context.json) await writeAll(context, populationJson(listed));
    else await show(context, listed);
  });
  return exit.ok;
};

async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

const Listed = z.looseObject({
  head: z.looseObject({ index: z.number(), clock: z.string() }).nullable(),
  rows: z.array(z.record(z.string(), z.unknown())),
  counts: z.looseObject({ rows: z.number() }),
});

async function listedIn(text: AsyncIterable<string>, query: Shown['query']): Promise<Shown> {
  let whole = '';
  for await (const piece of text) whole += piece;
  const { head, rows, counts } = Listed.parse(JSON.parse(whole));
  return { query, head, rows, counts: () => counts };
}

/** What is shown of a population, wherever it comes from. */
interface Shown {
  readonly query: Population['query'];
  readonly head: { readonly index: number; readonly clock: string } | null;
  readonly rows:
    | AsyncIterable<Readonly<Record<string, unknown>>>
    | readonly Readonly<Record<string, unknown>>[];
  readonly counts: () => { readonly rows: number };
}

async function writeAll({ terminal }: Context, texts: AsyncIterable<string>): Promise<void> {
  let chunk = '';
  for await (const text of texts) {
    chunk += text;
    if (chunk.length < chunkCharacters) continue;
    await terminal.write(chunk);
    chunk = '';
    if (terminal.gone.aborted) return;
  }
  await terminal.write(chunk);
}

async function show(context: Context, { query, head, rows, counts }: Shown): Promise<void> {
  const { terminal, moment } = context;
  const cellOf = (value: unknown): string => {
    const text = cell(value);
    return isUuid(text) ? shortId(context, text) : text;
  };
  const columns = populationColumns[query.kind].slice(0, shownColumns).map(([name]) => name);
  const shown: string[][] = [];
  for await (const row of rows) {
    if (shown.length < shownRows) shown.push(columns.map((column) => cellOf(row[column])));
  }
  const { rows: count } = counts();
  if (shown.length > 0)
    await terminal.write(
      table(
        columns.map((name) => name.toUpperCase()),
        shown,
        terminal.columns,
      ),
    );
  const until = head === null ? 'an empty log' : `the log up to index ${head.index} (${moment(head.clock)})`;
  const when = query.asOf === null ? '' : `, as of ${moment(query.asOf)}`;
  const more = count > shown.length ? `; ${shown.length} shown` : '';
  const rowsInWords = count === 1 ? '1 row' : `${counted(count)} rows`;
  await terminal.write(
    `${query.kind}: ${rowsInWords}${more}${when}\nfrom ${until}\n--csv or --json gives all rows and columns\n`,
  );
}

const cell = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
