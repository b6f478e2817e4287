import { UsageError } from './usage-error.ts';

/** How instants are shown to people: `2026-03-03 17:00:00 UTC`, or in the zone that `--tz` names, with its offset. */
export type ShowMoment = (instant: string) => string;

/** @throws UsageError for a zone that there is not */
export function momentsIn(zone: string | null): ShowMoment {
  if (zone === null) return (instant) => `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
  const format = formatFor(zone);
  return (instant) => {
    const parts = new Map(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
    const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
    const offset = part('timeZoneName').replace('GMT', '') || '+00:00';
    return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')} ${offset}`;
  };
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const two = '2-digit';
  try {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
      timeZoneName: 'longOffset',
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(
      '--tz',
      `${JSON.stringify(timeZone.slice(0, 60))} is no time zone; like Europe/Zurich or UTC`,
    );
  }
}
