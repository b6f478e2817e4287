import type { Verb } from '../verb.ts';
import { writing } from './shared-options.ts';

const vkey = ['--vkey <key>', 'the verifier key, name+keyid+base64'] as const;

export const logVerbs: readonly Verb[] = [
  {
    path: ['log', 'keys'],
    summary: 'the keys by which the log is checked: since when, until when, and which files here sign',
    load: async () => (await import('../verbs/log-keys.ts')).listLogKeys,
  },
  {
    path: ['log', 'make-key'],
    machine: 'it makes a key in the data folder',
    summary: 'make a further signing key in the data folder, mode 0600; nothing is signed by it yet',
    notes:
      'Rotation: make a key, add it, give its verifier key to those who check, retire the old one later.',
    load: async () => (await import('../verbs/log-make-key.ts')).makeKey,
  },
  {
    path: ['log', 'add-key'],
    summary: 'from here on checkpoints are signed by this key too; for the administrator',
    options: [vkey, ...writing],
    load: async () => (await import('../verbs/log-keys.ts')).addLogKey,
  },
  {
    path: ['log', 'retire-key'],
    summary: 'from here on no checkpoint is signed by this key; for the administrator',
    options: [vkey, ...writing],
    notes: 'What it signed before stays valid. The last key cannot be retired: add another first.',
    load: async () => (await import('../verbs/log-keys.ts')).retireLogKey,
  },
  {
    path: ['log', 'seal-access'],
    machine: 'it reads the log of reads in the data folder',
    summary: 'record now the digests of past days of reads; a server does it every day',
    load: async () => (await import('../verbs/seal-access.ts')).sealAccess,
  },
];
