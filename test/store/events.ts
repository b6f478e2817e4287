import { randomUUID } from 'node:crypto';
import { isLedgerError } from '../../events/errors.ts';
import type { CaughtUp, EventStore, NewEvent, StoredEvent } from '../../src/store/event-store.ts';

export const eventOf = (body = '{}', id: string = randomUUID()): NewEvent => ({
  id,
  type: 'CommentAdded',
  body,
});

export function eventsOf(count: number, body?: (index: number) => string): [NewEvent, ...NewEvent[]] {
  const rest = Array.from({ length: count - 1 }, (_, index) => eventOf(body?.(index + 1)));
  return [eventOf(body?.(0)), ...rest];
}

/** A canonical JSON string of exactly so many bytes. */
export const bodyOf = (bytes: number): string => JSON.stringify('x'.repeat(bytes - 2));

export async function listed<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** What a call was refused with; anything but a refusal fails the test. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ code: string; facts: unknown; message: string }> {
  try {
    await call;
  } catch (error) {
    if (isLedgerError(error)) return { code: error.code, facts: error.facts, message: error.message };
    throw error;
  }
  throw new Error('the call was not refused');
}

/** Appends at the stream's end, deciding anew after each conflict, as a handler would. */
export async function appendAtEnd(store: EventStore, stream: string, event: NewEvent): Promise<number> {
  let last = -1;
  for (;;) {
    try {
      const { first } = await store.append(stream, last < 0 ? 'absent' : { at: last }, [event]);
      return first;
    } catch (error) {
      if (!isLedgerError(error) || error.code !== 'revision-conflict') throw error;
      for await (const { revision } of store.readStream(stream, { from: last + 1 })) last = revision;
    }
  }
}

export const isEvent = (item: StoredEvent | CaughtUp): item is StoredEvent => 'id' in item;

/** Follows until `enough` says so of what came, and returns that. */
export async function followed(
  store: EventStore,
  after: string | undefined,
  enough: (items: readonly (StoredEvent | CaughtUp)[]) => boolean,
): Promise<readonly (StoredEvent | CaughtUp)[]> {
  const stop = new AbortController();
  const items: (StoredEvent | CaughtUp)[] = [];
  for await (const item of store.follow({ signal: stop.signal, ...(after === undefined ? {} : { after }) })) {
    items.push(item);
    if (enough(items)) stop.abort();
  }
  return items;
}
