import type { Verb } from '../verb.ts';
import { limit, person, writing } from './shared-options.ts';

export const directoryVerbs: readonly Verb[] = [
  {
    path: ['person', 'register'],
    summary: 'enter a person, an organisation or a program in the directory',
    arguments: [['<name>', 'their name; kept sealed']],
    options: [
      ['--kind <kind>', 'human (usual), organisation or service', ['human', 'organisation', 'service']],
      ['--address <text>', 'how to reach them; kept sealed'],
      ...writing,
    ],
    load: async () => (await import('../verbs/directory-acts.ts')).registerPerson,
  },
  {
    path: ['person', 'correct'],
    summary: 'how a name or an address should read; what stood before stays on record',
    arguments: [person],
    options: [
      ['--name <text>', 'their name; kept sealed'],
      ['--address <text>', 'how to reach them; kept sealed'],
      ['--reason <text>', 'why; kept sealed'],
      ...writing,
    ],
    load: async () => (await import('../verbs/directory-acts.ts')).correctPerson,
  },
  {
    path: ['person', 'list'],
    summary: 'who is in the directory',
    options: [limit, ['--after <person>', 'go on behind this id']],
    load: async () => (await import('../verbs/person.ts')).listPeople,
  },
  {
    path: ['person', 'show'],
    summary: 'one person: roles, teams, and where they take part',
    arguments: [person],
    load: async () => (await import('../verbs/person.ts')).showPerson,
  },
  {
    path: ['person', 'export'],
    summary: 'all that is held about you, and your own acts; for somebody else at the machine',
    arguments: [['[person]', 'whose; one’s own where it is left out']],
    options: [['--out <file>', 'a new file that only you can read; standard output where it is left out']],
    notes:
      'For somebody else it is for the privacy officer and for whoever is at the machine. That it was made is noted.',
    load: async () => (await import('../verbs/exports.ts')).exportPerson,
  },
  {
    path: ['team', 'join'],
    summary: 'a person joins a team',
    arguments: [person, ['<team>', 'the team’s key, like national-security']],
    options: writing,
    load: async () => (await import('../verbs/directory-acts.ts')).joinTeam,
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
    load: async () => (await import('../verbs/directory-acts.ts')).leaveTeam,
  },
  {
    path: ['team', 'list'],
    summary: 'teams and their members',
    load: async () => (await import('../verbs/person.ts')).listTeams,
  },
  ...(['propose', 'grant', 'revoke'] as const).map(
    (verb): Verb => ({
      path: ['role', verb],
      summary: {
        propose: 'ask that somebody else grants or revokes a role (SOD-7)',
        grant: 'give a person a role',
        revoke: 'take a role from a person',
      }[verb],
      arguments: [person, ['<role>', 'like reviewer, secretary, auditor', 'roles']],
      options: [
        ...(verb === 'propose'
          ? [['--change <change>', 'grant (usual) or revoke', ['grant', 'revoke']] as const]
          : [['--proposal <id>', 'the proposal, where a second person is needed'] as const]),
        ...(verb === 'grant' ? [] : [['--reason <text>', 'why'] as const]),
        ...writing,
      ],
      load: async () => (await import('../verbs/directory-acts.ts')).roleActs[verb],
    }),
  ),
  {
    path: ['role', 'list'],
    summary: 'roles, who holds them, and what is proposed',
    load: async () => (await import('../verbs/person.ts')).listRoles,
  },
];
