import { addressOf, type Feed, type FeedItem, updatedOf } from './feed-item.ts';

/** What waits, as an Atom feed (RFC 4287). The same items give the same bytes. */
export function atomOf(feed: Feed): string {
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `  <id>urn:uuid:${feed.id}</id>`,
    '  <title>What waits for you</title>',
    `  <updated>${updatedOf(feed)}</updated>`,
    `  <author><name>${xml(new URL(feed.base).host)}</name></author>`,
    ...feed.items.flatMap((item) => entry(feed.base, item)),
    '</feed>',
  ];
  return `${lines.join('\n')}\n`;
}

function entry(base: string, { id, submission, what, since, due }: FeedItem): readonly string[] {
  const until = due === null ? '' : `, due ${due}`;
  return [
    '  <entry>',
    `    <id>urn:uuid:${id}</id>`,
    `    <title>${xml(what)}</title>`,
    `    <updated>${since}</updated>`,
    `    <link rel="alternate" href="${xml(addressOf(base, submission))}"/>`,
    `    <summary>${xml(`Submission ${submission}: since ${since}${until}.`)}</summary>`,
    '  </entry>',
  ];
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const xml = (text: string): string => text.replaceAll(/[&<>"]/g, (each) => escapes[each] ?? each);
