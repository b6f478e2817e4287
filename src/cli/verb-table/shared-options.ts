import type { Described } from '../verb.ts';

export const submission: Described = ['<submission>', 'its id, or an unambiguous beginning of it'];
export const as: Described = [
  '--as <who>',
  'operator (usual), registrar or administrator: the people that init made',
];
export const writing: readonly Described[] = [
  as,
  ['--id <uuid>', 'the id of this command; sent again with the same id it acts once'],
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
