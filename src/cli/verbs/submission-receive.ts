import { v7 } from 'uuid';
import { isJsonObject } from '../../../events/json.ts';
import { attached } from '../attached.ts';
import type { Run } from '../context.ts';
import { givenData } from '../data-file.ts';
import { reaching } from '../reach/open.ts';
import { send } from '../send.ts';
import { UsageError } from '../usage-error.ts';

/** `receive-submission`, with its fields on the command line or in a file. */
export const receiveSubmission: Run = async (context, given) => {
  const data = await givenData(context, given);
  if (!isJsonObject(data)) throw new UsageError('--data-file', 'must hold a JSON object');
  const framework = given.text('framework');
  const useCategory = given.text('useCategory');
  const fields = {
    ...(isJsonObject(data['fields']) ? data['fields'] : {}),
    ...fieldsOf(given.texts('field')),
  };
  const id = given.commandId() ?? v7();
  const whole = {
    ...data,
    ...(framework === undefined ? {} : { framework }),
    ...(useCategory === undefined ? {} : { useCategory }),
    fields,
  };
  const files = given.texts('attach');
  return reaching(context, given, 'writes', async (reach) => {
    const attachments = files.length === 0 ? {} : { attachments: await attached(reach, files) };
    const name = 'receive-submission';
    return send(context, given, reach, { id, name, data: { ...whole, ...attachments } });
  });
};

function fieldsOf(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new UsageError('--field', 'must be name=value');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
