import { v7 } from 'uuid';
import { isJsonObject } from '../../../events/json.ts';
import { needed } from '../../asking/prepare.ts';
import { specOf } from '../../commands/parse.ts';
import { shownTo } from '../acts/seen.ts';
import type { Run } from '../context.ts';
import { givenData } from '../data-file.ts';
import { frameworkSeen } from '../framework-seen.ts';
import type { Given } from '../given.ts';
import { submissionNamed } from '../reach/named.ts';
import { reaching } from '../reach/open.ts';
import type { Reach } from '../reach/reach.ts';
import { type Sending, send } from '../send.ts';
import { UsageError } from '../usage-error.ts';

/** Any command there is, with its data as they are. */
export const doCommand: Run = async (context, given) => {
  const name = given.argument(0);
  const { stream } = specOf(name);
  const id = given.commandId() ?? v7();
  const data = await givenData(context, given);
  if (name === 'receive-submission' && given.text('submission') !== undefined)
    throw new UsageError('--submission', 'does not go with receive-submission: the id follows from --id');
  return reaching(context, given, 'writes', async (reach) => {
    const about =
      stream === 'framework'
        ? await framework(reach, given, name, data)
        : stream === 'erasure'
          ? erasure(given, name)
          : await submission(reach, given, name);
    return send(context, given, reach, { id, name, data, ...about });
  });
};

type About = Pick<Sending, 'subject' | 'seen' | 'about'>;

async function submission(reach: Reach, given: Given, name: string): Promise<About> {
  const named = given.text('submission');
  if (named === undefined) {
    if (specOf(name).stream !== 'submission' || name === 'receive-submission') return {};
    throw needed(name, 'submission', 'say which one it is about');
  }
  const subject = await submissionNamed(reach, named);
  const { etag, about } = await shownTo(reach, subject);
  return { subject, seen: etag, about };
}

function erasure(given: Given, name: string): About {
  const subject = given.text('erasure');
  if (subject !== undefined) return { subject };
  if (name === 'propose-erasure') return {};
  throw needed(name, 'erasure', 'say which one it is about');
}

async function framework(reach: Reach, given: Given, name: string, data: unknown): Promise<About> {
  const definition = isJsonObject(data) ? data['definition'] : undefined;
  const key =
    isJsonObject(definition) && typeof definition['key'] === 'string' ? definition['key'] : undefined;
  const subject = given.text('framework') ?? key;
  if (subject === undefined) throw needed(name, 'framework', 'say which one it is about, by its key');
  return { subject, seen: (await frameworkSeen(reach, subject))?.etag ?? null };
}
