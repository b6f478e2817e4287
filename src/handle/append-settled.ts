import { isLedgerError, LedgerError } from '../../events/errors.ts';
import type { EventStore, Expected, NewEvent, Position } from '../store/event-store.ts';

/** How often an append whose outcome stays unknown is settled anew. */
const maxTries = 20;

/**
 * Appends behind `revision` (-1 for an absent stream), and where the outcome is unknown settles it by reading back ids and
 * bytes, never by blind retry (DESIGN §8). Returns the position of the last event.
 * @throws LedgerError as `append`; `revision-conflict` where other events turn out to stand there
 */
export async function appendSettled(
  store: EventStore,
  stream: string,
  revision: number,
  events: readonly NewEvent[],
): Promise<Position> {
  const [first, ...rest] = events;
  if (first === undefined) throw new TypeError('a decision has at least one event');
  const expected: Expected = revision < 0 ? 'absent' : { at: revision };
  for (let tries = 1; ; tries += 1) {
    try {
      return (await store.append(stream, expected, [first, ...rest])).position;
    } catch (error) {
      if (!isLedgerError(error) || error.code !== 'outcome-unknown' || tries >= maxTries) throw error;
      const position = await readBack(store, stream, revision, events);
      if (position !== null) return position;
    }
  }
}

/** The position of the last event if all of them stand; null if none does. */
async function readBack(
  store: EventStore,
  stream: string,
  revision: number,
  events: readonly NewEvent[],
): Promise<Position | null> {
  let position: Position | null = null;
  let same = 0;
  const range = { from: revision + 1, to: revision + events.length };
  for await (const stored of store.readStream(stream, range)) {
    const event = events[same];
    if (stored.id !== event?.id || stored.body !== event.body) {
      throw new LedgerError('revision-conflict', `${stream} has gone on meanwhile`, {
        stream,
        expected: revision < 0 ? 'absent' : revision,
        actual: stored.revision,
      });
    }
    same += 1;
    position = stored.position;
  }
  return same === events.length ? position : null;
}
