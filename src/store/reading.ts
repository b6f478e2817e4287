import { setImmediate as otherWork } from 'node:timers/promises';
import { checkRevision, checkStreamName } from './append-checks.ts';
import type { Bell } from './bell.ts';
import {
  type CaughtUp,
  checkpointStream,
  type FollowOptions,
  type LedgerRange,
  type Position,
  type StoredEvent,
  type StreamRange,
} from './event-store.ts';
import { sequenceOf } from './positions.ts';

const pageSize = 1000;

/**
 * What an embedded store can look up at once, in the same tick. Sequence numbers count all events, those of
 * `checkpointStream` too, from 1.
 */
export interface Pages {
  /** The events `sequence + 1`, `sequence + 2`, … in order, at most `limit`. */
  after(sequence: number, limit: number): readonly StoredEvent[];
  /** The revisions `from` … `to` of a stream in order, at most `limit`. */
  ofStream(stream: string, from: number, to: number, limit: number): readonly StoredEvent[];
  /** The last event that is no checkpoint among the first `sequence`. */
  lastBefore(sequence: number): Position | null;
  /** The sequence number of the last event; 0 while there is none. */
  end(): number;
}

export async function* readStream(
  pages: Pages,
  stream: string,
  range: StreamRange,
): AsyncGenerator<StoredEvent> {
  const { from = 0, to = Number.MAX_SAFE_INTEGER } = range;
  checkStreamName(stream);
  checkRevision('from', from);
  checkRevision('to', to);
  let next = from;
  while (next <= to) {
    const page = pages.ofStream(stream, next, to, pageSize);
    yield* page;
    if (page.length < pageSize) return;
    next += page.length;
    await otherWork();
  }
}

export async function* readAll(pages: Pages, range: LedgerRange): AsyncGenerator<StoredEvent> {
  const { after, limit = Number.MAX_SAFE_INTEGER } = range;
  checkRevision('limit', limit);
  let sequence = sequenceOf(after, pages.end());
  let left = limit;
  while (left > 0) {
    const asked = Math.min(pageSize, left);
    const page = pages.after(sequence, asked);
    for (const event of page) {
      if (event.stream === checkpointStream) continue;
      left -= 1;
      yield event;
    }
    if (page.length < asked) return;
    sequence += page.length;
    await otherWork();
  }
}

export interface FollowSource {
  readonly pages: Pages;
  /** Rung after every append of this process, and when the store closes. */
  readonly bell: Bell;
  /** How often to look where another process writes. */
  readonly pollMs?: number;
  isClosed(): boolean;
}

export async function* follow(
  source: FollowSource,
  { after, signal }: FollowOptions,
): AsyncGenerator<StoredEvent | CaughtUp> {
  const { pages, bell, pollMs } = source;
  const ended = (): boolean => signal.aborted || source.isClosed();
  if (ended()) return;
  let sequence = sequenceOf(after, pages.end());
  let seen = pages.lastBefore(sequence);
  let announced = false;
  while (!ended()) {
    const page = pages.after(sequence, pageSize);
    for (const event of page) {
      if (ended()) return;
      sequence += 1;
      if (event.stream === checkpointStream) continue;
      seen = event.position;
      announced = false;
      yield event;
    }
    if (page.length === pageSize) await otherWork();
    if (page.length > 0) continue;
    if (announced) await bell.next(signal, pollMs);
    else {
      announced = true;
      yield { caughtUp: seen };
    }
  }
}
