import type { RecordedEvent } from '../../events/decode.ts';
import { eventId } from '../../events/derived-ids.ts';
import { LedgerError } from '../../events/errors.ts';
import { type Expected, maxAppendBytes, type NewEvent } from '../store/event-store.ts';

/** An event of a log that is taken over, with the text that it was recorded as. */
export interface Entry {
  readonly index: number;
  readonly body: string;
  readonly event: RecordedEvent;
}

/** The events that one command once appended together. */
export interface AdoptedAppend {
  readonly stream: string;
  readonly expected: Expected;
  readonly entries: readonly [Entry, ...Entry[]];
}

/**
 * Parts a log into the appends that made it: events of one command on one stream whose ids count up from 0 (DESIGN §5.1).
 * @throws LedgerError `integrity-violation` for a log that no append could have made
 */
export async function* appendsOf(entries: AsyncIterable<Entry>): AsyncGenerator<AdoptedAppend> {
  let open: [Entry, ...Entry[]] | null = null;
  for await (const entry of entries) {
    if (open !== null && isNext(open[0], open.length, entry)) {
      open.push(entry);
      continue;
    }
    if (open !== null) yield appendOf(open);
    if (!isNext(entry, 0, entry))
      throw impossible(
        entry,
        'its id is not that of the first event of its command, and it follows no other',
      );
    open = [entry];
  }
  if (open !== null) yield appendOf(open);
}

/** An event's id says by which command, on which stream and at which place in its append it was recorded. */
const isNext = ({ event: { command, stream } }: Entry, at: number, { event }: Entry): boolean =>
  event.id === eventId(command, stream, at);

function appendOf(entries: readonly [Entry, ...Entry[]]): AdoptedAppend {
  const [first] = entries;
  const bytes = entries.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
  if (bytes > maxAppendBytes)
    throw impossible(first, `its append would have ${bytes} bytes, more than 1 MiB`);
  const { stream, revision } = first.event;
  return { stream, expected: revision === 0 ? 'absent' : { at: revision - 1 }, entries };
}

export const newEventOf = ({ body, event: { id, type } }: Entry): NewEvent => ({ id, type, body });

const impossible = ({ index }: Entry, why: string): LedgerError =>
  new LedgerError('integrity-violation', `no append could have made entry ${index}: ${why}`, {
    where: `index ${index}`,
  });
