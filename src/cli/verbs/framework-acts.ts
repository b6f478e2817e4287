import { v7 } from 'uuid';
import { isJsonObject } from '../../../events/json.ts';
import type { Context, Run } from '../context.ts';
import { requiredData } from '../data-file.ts';
import { frameworkSeen } from '../framework-seen.ts';
import { type Given, wholeOf } from '../given.ts';
import { reaching } from '../reach/open.ts';
import { send } from '../send.ts';
import { UsageError } from '../usage-error.ts';

export const proposeFramework: Run = async (context, given) => {
  const { definition, key } = await definitionGiven(context, given);
  const summary = given.required('summary');
  const id = given.commandId() ?? v7();
  return reaching(context, given, 'writes', async (reach) => {
    const seen = (await frameworkSeen(reach, key))?.etag ?? null;
    const data = { definition, summary };
    return send(context, given, reach, { id, name: 'propose-framework', data, subject: key, seen });
  });
};

/** Exactly what was proposed is published: the newest proposal of that version, unless another is named. */
export const publishFramework: Run = async (context, given) => {
  const { definition, key, version } = await definitionGiven(context, given);
  const proposal = given.uuid('proposal');
  const id = given.commandId() ?? v7();
  return reaching(context, given, 'writes', async (reach) => {
    const seen = await frameworkSeen(reach, key);
    const found = proposal ?? seen?.says.proposals.findLast((each) => each.version === version)?.event;
    const data = { definition, ...(found === undefined ? {} : { proposal: found }) };
    const name = 'publish-framework';
    return send(context, given, reach, { id, name, data, subject: key, seen: seen?.etag ?? null });
  });
};

export const retireFramework: Run = async (context, given) => {
  const key = given.argument(0);
  const version = wholeOf('version', given.argument(1), 1, 999_999);
  const data = { version, reason: given.required('reason') };
  const id = given.commandId() ?? v7();
  return reaching(context, given, 'writes', async (reach) => {
    const seen = (await frameworkSeen(reach, key))?.etag ?? null;
    return send(context, given, reach, { id, name: 'retire-framework', data, subject: key, seen });
  });
};

async function definitionGiven(
  context: Context,
  given: Given,
): Promise<{ readonly definition: object; readonly key: string; readonly version: unknown }> {
  const definition = await requiredData(context, given);
  if (!isJsonObject(definition)) throw new UsageError('--data-file', 'must hold a framework definition');
  const { key, version } = definition;
  if (typeof key !== 'string')
    throw new UsageError('--data-file', 'must hold a framework definition with its key');
  return { definition, key, version };
}
