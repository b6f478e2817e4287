const DAY_MS = 86_400_000;

/** Whole days between two days of the calendar. @throws Error for a moment that is not a day */
export function daysBetween(from: string, to: string): number {
  for (const day of [from, to]) if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new Error(`${day} is not a day`);
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/** The middle of the values, halfway between the two middle ones of an even number; null for none. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** To four decimals, as published; null for none. */
export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Number((sum(values) / values.length).toFixed(4));

export function countsBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

export const distinct = (values: readonly string[]): number => new Set(values).size;
