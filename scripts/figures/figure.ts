/** One number that somebody published, and the same number as the ledger gives it. */
export interface Figure {
  readonly figure: string;
  readonly published: string;
  readonly ours: string;
}

type Value = string | number | null | undefined;

/** `null` and `undefined` stand for a figure that one side does not have. */
export const figure = (name: string, published: Value, ours: Value): Figure => ({
  figure: name,
  published: written(published),
  ours: written(ours),
});

const written = (value: Value): string => (value === null || value === undefined ? 'none' : String(value));

export const differs = ({ published, ours }: Figure): boolean => published !== ours;

/** Both sides, a figure a line, in columns; a difference is marked. */
export function figureTable(figures: readonly Figure[]): string {
  const heads: Figure = { figure: 'figure', published: 'published', ours: 'ledger' };
  const width = (of: (each: Figure) => string): number =>
    Math.max(...[heads, ...figures].map((each) => of(each).length));
  const widths = [width((f) => f.figure), width((f) => f.published), width((f) => f.ours)] as const;
  const line = ({ figure: name, published, ours }: Figure, mark: string): string =>
    `${name.padEnd(widths[0])}  ${published.padStart(widths[1])}  ${ours.padStart(widths[2])}${mark}`;
  return [line(heads, ''), ...figures.map((each) => line(each, differs(each) ? '  DIFFERS' : ''))].join('\n');
}
