import { actVerbs } from './acts/act-verbs.ts';
import type { Verb } from './verb.ts';
import { directoryVerbs } from './verb-table/directory-verbs.ts';
import { erasureVerbs } from './verb-table/erasure-verbs.ts';
import { frameworkVerbs } from './verb-table/framework-verbs.ts';
import { logVerbs } from './verb-table/log-verbs.ts';
import { machineVerbs } from './verb-table/machine-verbs.ts';
import { proofVerbs } from './verb-table/proof-verbs.ts';
import { receiptVerbs } from './verb-table/receipt-verbs.ts';
import { recordVerbs } from './verb-table/record-verbs.ts';
import { submissionVerbs } from './verb-table/submission-verbs.ts';
import { tokenVerbs } from './verb-table/token-verbs.ts';

/** Every verb there is, in the order of the help. */
export const verbs: readonly Verb[] = [
  ...machineVerbs,
  ...submissionVerbs,
  ...actVerbs,
  ...frameworkVerbs,
  ...directoryVerbs,
  ...tokenVerbs,
  ...recordVerbs,
  ...receiptVerbs,
  ...logVerbs,
  ...erasureVerbs,
  ...proofVerbs,
  {
    path: ['completion'],
    summary: 'a script by which bash or zsh completes verbs, options and closed choices',
    arguments: [['<shell>', 'bash or zsh', ['bash', 'zsh']]],
    notes:
      'bash: add `source <(govledger completion bash)` to ~/.bashrc\nzsh: add `source <(govledger completion zsh)` to ~/.zshrc, behind compinit',
    load: async () => (await import('./verbs/completion.ts')).completionOf(verbs),
  },
];
