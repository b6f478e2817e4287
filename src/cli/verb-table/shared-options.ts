import type { Described } from '../verb.ts';

export const submission: Described = ['<submission>', 'its id, or an unambiguous beginning of it'];
export const writing: readonly Described[] = [
  ['--id <uuid>', 'the id of this command; sent again with the same id it acts once'],
  ['--if-match <tag>', 'only if it is still as it was when --json showed this etag'],
  ['--yes', 'do not ask before it is recorded'],
];
export const known: readonly Described[] = [
  ['--as-of <time>', 'leave out what may have happened after this time'],
  ['--known-at <time|index>', 'only what the ledger held then; an index includes that event'],
];
export const person: Described = [
  '<person>',
  'directory id of the person, or an unambiguous beginning of it',
];
export const limit: Described = ['--limit <number>', 'at most so many (100)'];

/** Options of every verb that checks what a log signed. */
export const trusting: readonly Described[] = [
  [
    '--vkey <key>',
    'the log’s verifier key, from elsewhere than what is checked; or a file of keys, one a line',
  ],
  ['--policy <file>', 'keys and witnesses that have to have signed (C2SP tlog-policy)'],
];
