import { z } from 'zod';
import { LedgerError } from './errors.ts';
import { time } from './fields.ts';

const DAY_MS = 86_400_000;

const isDate = (year: number, month: number, day: number): boolean => {
  if (month >= 1 && month <= 12 && day >= 1 && day <= 28) return true;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};
const partsOf = (text: string): [number, number, number] => [
  Number(text.slice(0, 4)),
  Number(text.slice(5, 7)),
  text.length < 10 ? 1 : Number(text.slice(8, 10)),
];
const real = (text: string): boolean => isDate(...partsOf(text));

const instantRule = 'an instant in UTC with milliseconds, like 2026-03-03T17:00:00.000Z';
/** RFC 3339 in UTC with exactly three decimals and `Z`: such instants sort as strings. */
export const Instant = time(
  z
    .string()
    .regex(/^[12]\d{3}-[01]\d-[0-3]\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/, instantRule)
    .refine(real, instantRule),
);
export const Day = time(
  z
    .string()
    .regex(/^[12]\d{3}-[01]\d-[0-3]\d$/, 'a day, like 2026-03-03')
    .refine(real, 'a day of the calendar'),
);
export const Month = time(
  z
    .string()
    .regex(/^[12]\d{3}-[01]\d$/, 'a month, like 2026-03')
    .refine(real, 'a month of the calendar'),
);

/** A point of time as precisely as its source knows it: one schema, because every imported entry is read through it. */
const Dated = time(
  z
    .string()
    .regex(
      /^[12]\d{3}-[01]\d(-[0-3]\d(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z)?)?$/,
      'an instant, a day or a month',
    )
    .refine(real, 'a day of the calendar'),
);

/** When something happened, where that differs from its recording: a point, a span, or `unknown` (DESIGN §5.6). */
export const Occurred = z.union([
  Dated,
  z.literal('unknown'),
  z
    .strictObject({ from: Dated, to: Dated })
    .refine(({ from, to }) => startOf(from) <= endOf(to), 'from is not after to'),
]);
export type Occurred = z.infer<typeof Occurred>;

/** The instant of milliseconds since 1970. */
export const instantFromMillis = (millis: number): string => new Date(millis).toISOString();
export const millisOf = (instant: string): number => Date.parse(instant);

/** The instant `days` times 24 hours later. */
export const addDays = (instant: string, days: number): string =>
  instantFromMillis(millisOf(instant) + days * DAY_MS);

/** The first instant of a day or a month; an instant is its own. */
export function startOf(dated: string): string {
  if (dated.length > 10) return dated;
  return `${dated.length === 7 ? `${dated}-01` : dated}T00:00:00.000Z`;
}

/** The last instant of a day or a month, so that a bare date means its end; an instant is its own. */
export function endOf(dated: string): string {
  if (dated.length > 10) return dated;
  const [year, month, day] = partsOf(dated);
  const next = dated.length === 7 ? Date.UTC(year, month, 1) : Date.UTC(year, month - 1, day + 1);
  return instantFromMillis(next - 1);
}

/** The latest instant at which it can have happened; null for `unknown`, which only its neighbours bound. */
export function upperBound(occurred: Occurred): string | null {
  if (occurred === 'unknown') return null;
  return endOf(typeof occurred === 'string' ? occurred : occurred.to);
}

/** The earliest instant at which it can have happened; null for `unknown`. */
export function lowerBound(occurred: Occurred): string | null {
  if (occurred === 'unknown') return null;
  return startOf(typeof occurred === 'string' ? occurred : occurred.from);
}

/**
 * What a person means by a time on a command line or in a query: an instant (seconds or milliseconds, with an offset or
 * `Z`), a day or a month, which mean their end. @throws LedgerError `invalid-time`
 */
export function parseMoment(text: string, field: string): string {
  if (Day.safeParse(text).success || Month.safeParse(text).success) return endOf(text);
  const shaped = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const millis = shaped === null || !real(shaped[1] ?? '') ? Number.NaN : Date.parse(text);
  if (!Number.isNaN(millis)) return instantFromMillis(millis);
  throw new LedgerError(
    'invalid-time',
    `${field} must be an instant (2026-03-03T17:00:00Z), a day (2026-03-03) or a month (2026-03); a day and a month mean their end`,
    { field, rule: 'instant, day or month' },
  );
}
