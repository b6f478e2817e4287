import type { Verb } from '../verb.ts';
import { writing } from './shared-options.ts';

export const recordVerbs: readonly Verb[] = [
  {
    path: ['do'],
    summary: 'any command, with the data that its schema asks for',
    arguments: [['<command>', 'like receive-submission; `govledger schema commands` lists them', 'commands']],
    options: [
      ['--submission <id>', 'the submission that it is about'],
      ['--framework <key>', 'the framework that it is about'],
      ['--erasure <id>', 'the erasure that it is about'],
      ['--with <json>', 'its data'],
      ['--data-file <file>', 'its data in a file; - reads standard input'],
      ...writing,
    ],
    notes:
      'Without a token the registered operator acts. Judgments, votes, recusals and decisions are a person’s own\nacts, by their token: --token-file F. Most commands have a verb of their own, which fills in what it can.',
    load: async () => (await import('../verbs/do.ts')).doCommand,
  },
  {
    path: ['events'],
    summary: 'events as NDJSON: the canonical bytes as they are stored',
    options: [
      ['--stream <name>', 'of one stream, like submission-<uuid> or directory'],
      ['--after <index>', 'behind this index in ledger order (with --stream: this revision)'],
      ['--limit <number>', 'at most so many'],
      ['--follow', 'go on as events are recorded, until stopped'],
    ],
    load: async () => (await import('../verbs/events.ts')).events,
  },
  {
    path: ['schema'],
    summary: 'the JSON Schema of a command or of history files; `schema commands` lists the commands',
    arguments: [['<what>', 'history, commands, or a command’s name', 'schemas']],
    load: async () => (await import('../verbs/schema.ts')).schema,
  },
  {
    path: ['population'],
    summary: 'lists for counting: submissions, people, pairs, judgments, decisions or states',
    arguments: [['<kind>', 'submissions, people, pairs, judgments, decisions or states', 'listings']],
    options: [
      ['--as-of <time>', 'leave out what may have happened after this time'],
      ['--csv', 'as CSV (RFC 4180)'],
    ],
    load: async () => (await import('../verbs/population.ts')).population,
  },
  {
    path: ['access'],
    summary: 'which sealed text was read, by whom and what for: one’s own reads, or (auditors) a whole day',
    arguments: [['[day]', 'like 2026-11-25, in UTC; one’s own reads where it is left out']],
    load: async () => (await import('../verbs/access.ts')).listAccess,
  },
];
