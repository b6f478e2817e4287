import { isJsonObject } from '../../../events/json.ts';
import { act } from '../act.ts';
import type { Run } from '../context.ts';
import { requiredData } from '../data-file.ts';
import { UsageError } from '../usage-error.ts';

export const proposeFramework: Run = async (context, given) => {
  const definition = await requiredData(context, given);
  const summary = given.required('summary');
  return act(context, given, () => ({ name: 'propose-framework', data: { definition, summary } }));
};

/** Exactly what was proposed is published: the newest proposal of that version, unless another is named. */
export const publishFramework: Run = async (context, given) => {
  const definition = await requiredData(context, given);
  if (!isJsonObject(definition)) throw new UsageError('--data-file', 'must hold a framework definition');
  const proposal = given.uuid('proposal');
  return act(context, given, ({ views }) => {
    const { key, version } = definition;
    const proposals = typeof key === 'string' ? (views.framework(key)?.proposals ?? []) : [];
    const found = proposal ?? proposals.findLast((each) => each.version === version)?.event;
    return {
      name: 'publish-framework',
      data: { definition, ...(found === undefined ? {} : { proposal: found }) },
    };
  });
};
