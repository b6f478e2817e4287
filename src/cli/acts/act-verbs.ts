import type { Described, Verb } from '../verb.ts';
import { submission, writing } from '../verb-table/shared-options.ts';
import type { Take } from './act-verb.ts';
import { acts } from './acts.ts';

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
