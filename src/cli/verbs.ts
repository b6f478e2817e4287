import type { Described, Verb } from './verb.ts';

const submission: Described = ['<submission>', 'its id, or an unambiguous beginning of it'];
const as: Described = [
  '--as <who>',
  'operator (usual), registrar or administrator: the people that init made',
];
const writing: readonly Described[] = [
  as,
  ['--id <uuid>', 'the id of this command; sent again with the same id it acts once'],
  ['--yes', 'do not ask before it is recorded'],
];
const known: readonly Described[] = [
  ['--as-of <time>', 'leave out what may have happened after this time'],
  ['--known-at <time|index>', 'only what the ledger held then; an index includes that event'],
];
const person: Described = ['<person>', 'directory id of the person, or an unambiguous beginning of it'];
const limit: Described = ['--limit <number>', 'at most so many (100)'];

/** Every verb there is, in the order of the help. */
export const verbs: readonly Verb[] = [
  {
    path: ['init'],
    summary: 'make a new ledger in the data folder, with development keys and the sample framework',
    options: [
      ['--origin <name>', 'the name of the log in what it will sign, like example.org/reviews'],
      ['--administrator <name>', 'name of the first administrator'],
      ['--registrar <name>', 'name of the first registrar, another person'],
    ],
    load: async () => (await import('./verbs/init.ts')).init,
  },
  {
    path: ['serve'],
    summary: 'serve the ledger on loopback until it is stopped (read only in this release)',
    options: [
      ['--init', 'make the ledger first where there is none'],
      ['--port <number>', 'port (8017); 0 takes any free one'],
      ['--host <address>', 'address to listen on (127.0.0.1)'],
      ['--allow-host <name...>', 'further names by which callers may address it'],
      ['--behind-tls', 'TLS ends in front of it: needed for an address that others can reach'],
    ],
    load: async () => (await import('./verbs/serve.ts')).serve,
  },
  {
    path: ['doctor'],
    summary: 'check the data folder and what is in it, and say what to do',
    load: async () => (await import('./verbs/doctor.ts')).doctor,
  },
  {
    path: ['do'],
    summary: 'any command, with the data that its schema asks for',
    arguments: [['<command>', 'like receive-submission; `govledger schema commands` lists them']],
    options: [
      ['--submission <id>', 'the submission that it is about'],
      ['--framework <key>', 'the framework that it is about'],
      ['--with <json>', 'its data'],
      ['--data-file <file>', 'its data in a file; - reads standard input'],
      ...writing,
    ],
    notes:
      'Without a token the registered operator acts. Judgments, votes, recusals and decisions are a person’s own\nacts and are refused; tokens come with the next release. Until then --as names one of the people of init.',
    load: async () => (await import('./verbs/do.ts')).doCommand,
  },
  {
    path: ['framework', 'propose'],
    summary: 'propose a version of a framework',
    options: [
      ['--data-file <file>', 'the definition as JSON; - reads standard input'],
      ['--summary <text>', 'what is new in it'],
      ...writing,
    ],
    load: async () => (await import('./verbs/framework-acts.ts')).proposeFramework,
  },
  {
    path: ['framework', 'publish'],
    summary: 'publish a proposed version: the same definition, by somebody else',
    options: [
      ['--data-file <file>', 'the definition as JSON; - reads standard input'],
      ['--proposal <id>', 'the event of its proposal; found by the version where it is left out'],
      ...writing,
    ],
    load: async () => (await import('./verbs/framework-acts.ts')).publishFramework,
  },
  {
    path: ['framework', 'list'],
    summary: 'every framework and its versions',
    load: async () => (await import('./verbs/framework.ts')).listFrameworks,
  },
  {
    path: ['framework', 'show'],
    summary: 'one version: teams, criteria, rules',
    arguments: [
      ['<key>', 'its key, like sample-national-security'],
      ['[version]', 'its number; the newest one where it is left out'],
    ],
    load: async () => (await import('./verbs/framework.ts')).showFramework,
  },
  {
    path: ['framework', 'diff'],
    summary: 'what changed between two versions',
    arguments: [
      ['<key>', 'its key'],
      ['<from>', 'the earlier version'],
      ['<to>', 'the later version'],
    ],
    load: async () => (await import('./verbs/framework-diff.ts')).diffFramework,
  },
  {
    path: ['person', 'register'],
    summary: 'enter a person, an organisation or a program in the directory',
    arguments: [['<name>', 'their name; kept sealed']],
    options: [
      ['--kind <kind>', 'human (usual), organisation or service'],
      ['--address <text>', 'how to reach them; kept sealed'],
      ...writing,
    ],
    load: async () => (await import('./verbs/directory-acts.ts')).registerPerson,
  },
  {
    path: ['person', 'list'],
    summary: 'who is in the directory',
    options: [limit, ['--after <person>', 'go on behind this id']],
    load: async () => (await import('./verbs/person.ts')).listPeople,
  },
  {
    path: ['person', 'show'],
    summary: 'one person: roles, teams, and where they take part',
    arguments: [person],
    load: async () => (await import('./verbs/person.ts')).showPerson,
  },
  {
    path: ['team', 'join'],
    summary: 'a person joins a team',
    arguments: [person, ['<team>', 'the team’s key, like national-security']],
    options: writing,
    load: async () => (await import('./verbs/directory-acts.ts')).joinTeam,
  },
  {
    path: ['team', 'leave'],
    summary: 'a person leaves a team',
    arguments: [person, ['<team>', 'the team’s key']],
    options: [
      ['--proposal <id>', 'the proposal, where they sit on an open panel'],
      ['--reason <text>', 'why'],
      ...writing,
    ],
    load: async () => (await import('./verbs/directory-acts.ts')).leaveTeam,
  },
  {
    path: ['team', 'list'],
    summary: 'teams and their members',
    load: async () => (await import('./verbs/person.ts')).listTeams,
  },
  ...(['propose', 'grant', 'revoke'] as const).map(
    (verb): Verb => ({
      path: ['role', verb],
      summary: {
        propose: 'ask that somebody else grants or revokes a role (SOD-7)',
        grant: 'give a person a role',
        revoke: 'take a role from a person',
      }[verb],
      arguments: [person, ['<role>', 'like reviewer, secretary, auditor']],
      options: [
        ...(verb === 'propose'
          ? [['--change <change>', 'grant (usual) or revoke'] as const]
          : [['--proposal <id>', 'the proposal, where a second person is needed'] as const]),
        ...(verb === 'grant' ? [] : [['--reason <text>', 'why'] as const]),
        ...writing,
      ],
      load: async () => (await import('./verbs/directory-acts.ts')).roleActs[verb],
    }),
  ),
  {
    path: ['role', 'list'],
    summary: 'roles, who holds them, and what is proposed',
    load: async () => (await import('./verbs/person.ts')).listRoles,
  },
  {
    path: ['token', 'enrol'],
    summary: 'issue an enrolment code for somebody: with it they make their first token',
    arguments: [person],
    options: [['--days <number>', 'good for so many days (7, at most 30)']],
    notes:
      'Without a token it is issued by whoever is at the machine. A person with a live token makes further ones\nthemselves; for one that was lost, a code is issued at the machine.',
    load: async () => (await import('./verbs/token.ts')).enrolPerson,
  },
  {
    path: ['token', 'redeem'],
    summary: 'make a token for an enrolment code, which is typed or read from standard input',
    options: [
      ['--label <text>', 'what it is for ("command line")'],
      ['--days <number>', 'good for so many days (90, at most 365)'],
    ],
    notes:
      'The token is written to a new file that only you can read (--token-file), or piped. It is not shown again.',
    load: async () => (await import('./verbs/token.ts')).redeemCode,
  },
  {
    path: ['token', 'list'],
    summary: 'tokens: one’s own, a person’s, or (at the machine) everybody’s; never the secret',
    arguments: [['[person]', person[1]]],
    load: async () => (await import('./verbs/token.ts')).listTokens,
  },
  {
    path: ['token', 'revoke'],
    summary: 'end a token, and the sessions that it began',
    arguments: [['[token]', 'its id, or an unambiguous beginning of it']],
    options: [['--all <person>', 'end every token, session, code and feed address of a person']],
    notes: 'Further tokens that were made by a token live on: where one was stolen, --all ends them too.',
    load: async () => (await import('./verbs/token.ts')).revokeTokens,
  },
  {
    path: ['token', 'sign-in'],
    summary: 'a code to sign in with on the web, once, within 10 minutes: by one’s token',
    load: async () => (await import('./verbs/token.ts')).signInCode,
  },
  {
    path: ['submission', 'receive'],
    summary: 'put up a submission for review',
    options: [
      ['--framework <key>', 'the framework that it is reviewed against'],
      ['--data-file <file>', 'the command’s data as JSON; - reads standard input'],
      ['--field <name=value...>', 'a field of the submission; may be repeated'],
      ['--use-category <key>', 'one of the framework’s use categories'],
      ['--submission <uuid>', 'the id that it gets; a new one where it is left out'],
      ...writing,
    ],
    load: async () => (await import('./verbs/submission-receive.ts')).receiveSubmission,
  },
  {
    path: ['submission', 'list'],
    summary: 'submissions, the newest first',
    options: [
      ['--phase <phase>', 'submitted, screening, review, decision, aftercare or closed'],
      ['--outcome <outcome>', 'like approved or declined'],
      ['--framework <key>', 'reviewed against this framework'],
      ['--source <name>', 'imported from this source'],
      limit,
      ['--before <number>', 'go on from there: the number that the page before ended with'],
    ],
    load: async () => (await import('./verbs/submission-list.ts')).listSubmissions,
  },
  {
    path: ['submission', 'show'],
    summary: 'one submission: content, state, people',
    arguments: [submission],
    load: async () => (await import('./verbs/submission-show.ts')).showSubmission,
  },
  {
    path: ['submission', 'timeline'],
    summary: 'every entry of its record in order, with what was said',
    arguments: [submission],
    load: async () => (await import('./verbs/submission-timeline.ts')).showTimeline,
  },
  {
    path: ['work'],
    summary: 'what waits, the most urgent first, and for whom',
    options: [['--role <role>', 'for holders of this role'], ['--person <id>', 'for this person'], limit],
    load: async () => (await import('./verbs/work.ts')).showWork,
  },
  {
    path: ['explain'],
    summary: 'what a submission still needs, or why it came out as it did',
    arguments: [submission],
    load: async () => (await import('./verbs/explain.ts')).explain,
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
    load: async () => (await import('./verbs/events.ts')).events,
  },
  {
    path: ['replay'],
    summary: 'a submission as it was, or as it was known, at another time: pure replay',
    arguments: [submission],
    options: [...known, ['--step', 'entry by entry, with what each changed']],
    load: async () => (await import('./verbs/replay.ts')).replay,
  },
  {
    path: ['rebuild'],
    summary: 'make the views anew from the ledger',
    arguments: [['[view]', 'submissions, entries, people or frameworks; all where it is left out']],
    load: async () => (await import('./verbs/rebuild.ts')).rebuild,
  },
  {
    path: ['import'],
    summary: 'take over a history (see `govledger schema history` and docs/import.md)',
    arguments: [['<files...>', 'NDJSON, one act a line, in this order']],
    options: [
      ['--source <name>', 'where it comes from, like joss'],
      ['--dry-run', 'check all of it and append nothing'],
    ],
    load: async () => (await import('./verbs/import.ts')).importHistory,
  },
  {
    path: ['schema'],
    summary: 'the JSON Schema of a command or of history files; `schema commands` lists the commands',
    arguments: [['<what>', 'history, commands, or a command’s name']],
    load: async () => (await import('./verbs/schema.ts')).schema,
  },
  {
    path: ['population'],
    summary: 'lists for counting: submissions, people, pairs, judgments, decisions or states',
    arguments: [['<kind>', 'submissions, people, pairs, judgments, decisions or states']],
    options: [
      ['--as-of <time>', 'leave out what may have happened after this time'],
      ['--csv', 'as CSV (RFC 4180)'],
    ],
    load: async () => (await import('./verbs/population.ts')).population,
  },
];
