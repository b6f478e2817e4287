import type { Verb } from './verb.ts';
import { directoryVerbs } from './verb-table/directory-verbs.ts';
import { frameworkVerbs } from './verb-table/framework-verbs.ts';
import { machineVerbs } from './verb-table/machine-verbs.ts';
import { recordVerbs } from './verb-table/record-verbs.ts';
import { submissionVerbs } from './verb-table/submission-verbs.ts';
import { tokenVerbs } from './verb-table/token-verbs.ts';

/** Every verb there is, in the order of the help. */
export const verbs: readonly Verb[] = [
  ...machineVerbs,
  ...submissionVerbs,
  ...frameworkVerbs,
  ...directoryVerbs,
  ...tokenVerbs,
  ...recordVerbs,
];
