import type { Json } from '../../events/canonical.ts';
import { populationColumns } from '../../projections/population/kinds.ts';
import type { Population } from './population.ts';

/**
 * The listing as one JSON object, a row a line: what was asked, the log's head, the rows, and at the end how many there
 * were, so that a text cut short is seen to be.
 */
export async function* populationJson(population: Population): AsyncGenerator<string> {
  const { query, head, rows } = population;
  yield `{"query":${JSON.stringify(query)},"head":${JSON.stringify(head)},"rows":[\n`;
  let separator = '';
  for await (const row of rows) {
    yield `${separator}${JSON.stringify(row)}`;
    separator = ',\n';
  }
  yield `\n],"counts":${JSON.stringify(population.counts())}}\n`;
}

/** The rows as CSV (RFC 4180) under a header of column names; lists and objects are cells of JSON, null is empty. */
export async function* populationCsv({ query, rows }: Population): AsyncGenerator<string> {
  const columns = populationColumns[query.kind].map(([name]) => name);
  yield `${columns.map(quoted).join(',')}\r\n`;
  for await (const row of rows) {
    yield `${columns.map((column) => quoted(cell(row[column] ?? null))).join(',')}\r\n`;
  }
}

const cell = (value: Json): string =>
  value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
