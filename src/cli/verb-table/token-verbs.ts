import type { Verb } from '../verb.ts';
import { person } from './shared-options.ts';

export const tokenVerbs: readonly Verb[] = [
  {
    path: ['whoami'],
    summary: 'who acts here, with which roles, and through what the ledger is reached',
    load: async () => (await import('../verbs/whoami.ts')).whoAmI,
  },
  {
    path: ['token', 'enrol'],
    summary: 'issue an enrolment code for somebody: with it they make their first token',
    arguments: [person],
    options: [['--days <number>', 'good for so many days (7, at most 30)']],
    notes:
      'Without a token it is issued by whoever is at the machine. A person with a live token makes further ones\nthemselves; for one that was lost, a code is issued at the machine.',
    load: async () => (await import('../verbs/token.ts')).enrolPerson,
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
    load: async () => (await import('../verbs/token.ts')).redeemCode,
  },
  {
    path: ['token', 'list'],
    summary: 'tokens: one’s own, a person’s, or (at the machine) everybody’s; never the secret',
    arguments: [['[person]', person[1]]],
    load: async () => (await import('../verbs/token.ts')).listTokens,
  },
  {
    path: ['token', 'revoke'],
    summary: 'end a token, and the sessions that it began',
    arguments: [['[token]', 'its id, or an unambiguous beginning of it']],
    options: [['--all <person>', 'end every token, session, code and feed address of a person']],
    notes: 'Further tokens that were made by a token live on: where one was stolen, --all ends them too.',
    load: async () => (await import('../verbs/token.ts')).revokeTokens,
  },
  {
    path: ['token', 'sign-in'],
    summary: 'a code to sign in with on the web, once, within 10 minutes: by one’s token',
    load: async () => (await import('../verbs/token.ts')).signInCode,
  },
  {
    path: ['token', 'feed'],
    summary: 'make or replace your personal feed address of what waits for you: by your token',
    options: [['--end', 'end it']],
    load: async () => (await import('../verbs/token-feed.ts')).personalFeed,
  },
];
