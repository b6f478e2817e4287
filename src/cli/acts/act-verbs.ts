import type { Described, Verb } from '../verb.ts';
import { submission, writing } from '../verb-table/shared-options.ts';
import type { ActVerb, Take } from './act-verb.ts';
import { decisionActs } from './decision-acts.ts';
import { panelActs } from './panel-acts.ts';
import { reviewActs } from './review-acts.ts';
import { submissionActs } from './submission-acts.ts';

/** Every verb that is one command on a submission. */
export const acts: readonly ActVerb[] = [...submissionActs, ...panelActs, ...reviewActs, ...decisionActs];

const described = ({ form, meaning, choices }: Take): Described =>
  choices === undefined ? [form, meaning] : [form, meaning, choices];

export const actVerbs: readonly Verb[] = acts.map((act) => ({
  path: act.path,
  summary: act.summary,
  arguments: [submission, ...(act.names ?? []).map(described)],
  options: [
    ...act.takes.map(described),
    ...(act.template === true ? [['--template', 'print the data to fill in, and do nothing'] as const] : []),
    ['--with <json>', 'more of the command’s data'],
    ['--data-file <file>', 'the same in a file; - reads standard input'],
    ...writing,
  ],
  ...(act.notes === undefined ? {} : { notes: act.notes }),
  load: async () => (await import('./run-act.ts')).runAct(act),
}));
