import { parseStream } from '../../../events/stream.ts';
import type { Ledger } from '../../folder/open-ledger.ts';
import { checkpointStream, type StoredEvent } from '../../store/event-store.ts';
import type { Context, Run } from '../context.ts';
import { exit } from '../exit-codes.ts';
import type { Given } from '../given.ts';
import { reading } from '../opened-ledger.ts';
import { isAtTheMachine, reaching } from '../reach/open.ts';
import type { Reach } from '../reach/reach.ts';
import { UsageError } from '../usage-error.ts';

const most = Number.MAX_SAFE_INTEGER;
/** What a server gives at once to who does not follow. */
const mostAtOnce = 10_000;
/** Lines written at once. */
const chunkCharacters = 64 * 1024;

interface Asked {
  readonly stream: string | null;
  readonly after: number;
  readonly limit: number;
  readonly signal: AbortSignal;
  readonly follow: boolean;
}

export const events: Run = async (context, given) => {
  const asked = askedOf(context, given);
  if (isAtTheMachine(context, given))
    await reading(context, (ledger) => writeLines(context, chosen(ledger, asked), asked));
  else
    await reaching(context, given, 'reads', (reach) =>
      writeLines(context, sent(reach, asked, context.terminal.say), asked),
    );
  return exit.ok;
};

async function writeLines({ terminal }: Context, lines: AsyncIterable<string>, asked: Asked): Promise<void> {
  let text = '';
  for await (const line of limited(lines, asked.limit)) {
    text += `${line}\n`;
    if (text.length < chunkCharacters && !asked.follow) continue;
    await terminal.write(text);
    text = '';
    if (asked.signal.aborted) return;
  }
  await terminal.write(text);
}

/** What whoever shows a token sees of the log. Of one stream, what stands behind a revision is counted here. */
async function* sent(
  reach: Reach,
  { stream, after, limit, follow, signal }: Asked,
  say: (text: string) => void,
): AsyncGenerator<string> {
  const query = {
    ...(stream === null ? {} : { stream }),
    ...(stream === null && after >= 0 ? { after } : {}),
    ...(follow ? { follow: 'true' } : { limit: Math.min(limit, mostAtOnce) }),
  };
  let skip = stream === null ? 0 : after + 1;
  let count = 0;
  for await (const line of reach.lines({ method: 'GET', path: '/api/events', query }, signal)) {
    count += 1;
    skip -= 1;
    if (skip < 0) yield line;
  }
  if (!follow && count === mostAtOnce && limit > mostAtOnce)
    say(
      `govledger: ${count} events came, as many as come at once; there may be more: --after INDEX, or --follow\n`,
    );
}

function askedOf({ terminal }: Context, given: Given): Asked {
  const stream = given.text('stream') ?? null;
  if (stream !== null && stream !== checkpointStream && parseStream(stream) === null) {
    throw new UsageError(
      '--stream',
      'must be ledger, directory, framework-<key>, submission-<uuid>, report-<uuid> or erasure-<uuid>',
    );
  }
  const follow = given.flag('follow');
  return {
    stream,
    after: given.whole('after', 0, most) ?? -1,
    limit: given.whole('limit', 1, most) ?? most,
    follow,
    signal: follow ? AbortSignal.any([terminal.gone, terminal.interrupted()]) : terminal.gone,
  };
}

async function* chosen(ledger: Ledger, asked: Asked): AsyncGenerator<string> {
  const { stream, after, follow, signal } = asked;
  if (stream !== null && !follow) {
    for await (const { body } of ledger.store.readStream(stream, { from: after + 1 })) yield body;
    return;
  }
  // Behind an index the views know the position; without it, or for one stream, the reading counts from the start.
  const position = stream === null ? (ledger.views.entryAt(after)?.position ?? null) : null;
  const range = position === null ? {} : { after: position };
  let index = position === null ? -1 : after;
  const source = follow ? ledger.store.follow({ ...range, signal }) : ledger.store.readAll(range);
  for await (const item of source) {
    if (!isEvent(item)) continue;
    index += 1;
    if (stream === null ? index > after : item.stream === stream && item.revision > after) yield item.body;
  }
}

const isEvent = (item: StoredEvent | object): item is StoredEvent => 'body' in item;

async function* limited(lines: AsyncIterable<string>, limit: number): AsyncGenerator<string> {
  let count = 0;
  for await (const line of lines) {
    yield line;
    count += 1;
    if (count >= limit) return;
  }
}
