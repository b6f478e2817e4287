import { addressOf, type Feed, type FeedItem } from './feed-item.ts';

/**
 * What waits, as a calendar (RFC 5545). What is due is an event at its due instant, because that is what calendar programs
 * show of a calendar that they subscribe to: the large ones pass over tasks. An event has no `DUE`, so its `DTSTART` says
 * when. What has no due instant has no place in a calendar; it is a task, for the programs that list tasks.
 * Dates come from the data and not from the clock, so the same items give the same bytes.
 */
export function icsOf({ base, items }: Feed): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//govledger//what waits//EN',
    'CALSCALE:GREGORIAN',
    'X-WR-CALNAME:What waits for you',
    ...items.flatMap((item) => component(base, item)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function component(base: string, { id, submission, what, since, due }: FeedItem): readonly string[] {
  const kind = due === null ? 'VTODO' : 'VEVENT';
  return [
    `BEGIN:${kind}`,
    `UID:${id}`,
    // Without a METHOD this is when the item was last changed (RFC 5545 §3.8.7.2).
    `DTSTAMP:${utc(since)}`,
    // It takes no time of anybody's day.
    ...(due === null ? [`CREATED:${utc(since)}`] : [`DTSTART:${utc(due)}`, 'TRANSP:TRANSPARENT']),
    `SUMMARY:${text(what)}`,
    `DESCRIPTION:${text(`Submission ${submission}: since ${since}.`)}`,
    `URL:${addressOf(base, submission)}`,
    `END:${kind}`,
  ];
}

/** An instant as a DATE-TIME in UTC; the format has whole seconds. */
const utc = (instant: string): string => `${instant.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

/** RFC 5545 §3.3.11. */
export const text = (value: string): string =>
  value.replaceAll(/[\\;,]/g, (each) => `\\${each}`).replaceAll(/\r\n|\r|\n/g, '\\n');

const lineOctets = 75;

/** A content line in pieces of at most 75 octets, no character torn apart (RFC 5545 §3.1). */
export function folded(line: string): string {
  let out = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > lineOctets) {
      out += '\r\n ';
      octets = 1;
    }
    out += character;
    octets += size;
  }
  return out;
}
