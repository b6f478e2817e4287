import type { Verb } from '../verb.ts';
import { writing } from './shared-options.ts';

const grounds = [
  'data-subject-request',
  'court-order',
  'unlawful-content',
  'retention-ended',
  'other',
] as const;

const selected = [
  ['--submission <id...>', 'all text of these submissions'],
  ['--person <id...>', 'all text by and about these people, wherever it stands'],
] as const;
const reason = ['--reason <text>', 'why; sealed for auditors'] as const;

export const erasureVerbs: readonly Verb[] = [
  {
    path: ['hold', 'place'],
    summary: 'nothing of the selection is erased until the hold ends; for a privacy officer or auditor',
    options: [
      ...selected,
      ['--until <time>', 'the last instant at which it holds by itself'],
      reason,
      ...writing,
    ],
    load: async () => (await import('../verbs/erasures.ts')).placeHold,
  },
  {
    path: ['hold', 'release'],
    summary: 'a hold ends; for another person than who placed it',
    arguments: [['<hold>', 'its id, as `hold list` shows it']],
    options: [reason, ...writing],
    load: async () => (await import('../verbs/erasures.ts')).releaseHold,
  },
  {
    path: ['hold', 'list'],
    summary: 'holds, those that have ended too',
    load: async () => (await import('../verbs/erasures.ts')).listHolds,
  },
  {
    path: ['erase', 'propose'],
    summary: 'ask that text be erased for good; a privacy officer has to agree',
    options: [
      ...selected,
      ['--digest <digest...>', 'these sealed fields alone'],
      ['--ground <ground>', 'why it may be erased', grounds],
      reason,
      ...writing,
    ],
    load: async () => (await import('../verbs/erasures.ts')).proposeErasure,
  },
  {
    path: ['erase', 'approve'],
    summary: 'agree to an erasure: its keys are destroyed next; for another privacy officer',
    arguments: [['<erasure>', 'its id, as `erase propose` showed it']],
    options: [...writing],
    notes:
      'It cannot be taken back. What is sealed stays in the log as digests; copies of vault-keys.db in backups can\nstill open it until they are deleted, 30 days on.',
    load: async () => (await import('../verbs/erasures.ts')).approveErasure,
  },
];
