import { fitted, inOneLine, widthOf, wrapped } from './printable.ts';

const gap = 2;
/** What is left of a column that has to give way. */
const narrowest = 8;

/**
 * Rows under a heading, in columns as wide as their widest cell. Where `columns` is given, the widest columns give way
 * until the lines fit, with the last one giving way first.
 */
export function table(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number | null,
): string {
  const cells = [heading, ...rows.map((row) => row.map(inOneLine))];
  const widths = widthsWithin(
    heading.map((_, i) => Math.max(...cells.map((row) => widthOf(row[i] ?? '')))),
    columns,
  );
  const line = (row: readonly string[]): string =>
    widths
      .map((width, i) => {
        const text = fitted(row[i] ?? '', width);
        return text + ' '.repeat(width - widthOf(text) + gap);
      })
      .join('')
      .trimEnd();
  return `${cells.map(line).join('\n')}\n`;
}

function widthsWithin(wanted: readonly number[], columns: number | null): readonly number[] {
  const widths = [...wanted];
  if (columns === null) return widths;
  const room = columns - gap * (widths.length - 1);
  let over = widths.reduce((sum, width) => sum + width, 0) - room;
  for (let i = widths.length - 1; i >= 0 && over > 0; i -= 1) {
    const width = widths[i] ?? 0;
    const given = Math.min(over, Math.max(0, width - narrowest));
    widths[i] = width - given;
    over -= given;
  }
  return widths;
}

/** Names and what they say, one a line, aligned; long values are wrapped under themselves. */
export function listing(
  pairs: readonly (readonly [name: string, value: string])[],
  columns: number | null,
  indent = 2,
): string {
  const names = Math.max(0, ...pairs.map(([name]) => widthOf(name)));
  return pairs.map(([name, value]) => entry(name, value, names, columns, indent)).join('');
}

function entry(name: string, value: string, names: number, columns: number | null, indent: number): string {
  const margin = indent + names + gap;
  const room = columns === null ? Number.MAX_SAFE_INTEGER : Math.max(20, columns - margin);
  const lines = value.split('\n').flatMap((line) => wrapped(inOneLine(line), room));
  const first = `${' '.repeat(indent)}${name}${' '.repeat(names - widthOf(name) + gap)}${lines[0] ?? ''}`;
  return `${[first, ...lines.slice(1).map((line) => ' '.repeat(margin) + line)].map((line) => line.trimEnd()).join('\n')}\n`;
}
