import type { Verb } from '../verb.ts';

/** What anybody can do with what the ledger gave them, without the ledger. */
export const proofVerbs: readonly Verb[] = [
  {
    path: ['verify'],
    machine: 'it reads an export, or the files of a data folder',
    summary: 'check an export, or the ledger itself, whole, trusting the log’s key and nobody else',
    arguments: [['[folder]', 'the folder of an export; the ledger in --data where it is left out']],
    options: [
      [
        '--vkey <key...>',
        'the log’s verifier key, from elsewhere than the folder; or a file of keys, one a line',
      ],
      ['--policy <file>', 'whose word suffices (C2SP tlog-policy): the log’s key, and the witnesses'],
      ['--since <file>', 'a checkpoint that you kept: the log has to begin with what it covered'],
    ],
    notes:
      'It says what is proved, what is not and what no export can prove. Exit codes: 0 nothing is wrong, 1 no key, or\nentries of a later release, 3 the export does not verify.',
    load: async () => (await import('../verbs/verify.ts')).verify,
  },
  {
    path: ['redecide'],
    machine: 'it reads an export, or the files of a data folder',
    summary: 'decide every act and decision of the log again, by the rules that were in force',
    arguments: [['[folder]', 'the folder of an export; the ledger in --data where it is left out']],
    notes:
      'It looks at no hash and no signature: verify does. Exit codes: 0 all agrees, 1 something differs, 3 an entry\ncannot be read.',
    load: async () => (await import('../verbs/redecide.ts')).redecide,
  },
];
