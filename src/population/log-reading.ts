import { recordOf, type SubmissionRecord } from '../../projections/population/submission-record.ts';
import { isSubmissionEvent, type RecordedSubmissionEvent } from '../../projections/review-state/evolve.ts';
import { decodeStored } from '../store/decode-stored.ts';
import type { EventStore } from '../store/event-store.ts';
import { LogFold, type LogReading } from './log-fold.ts';

export type LogReader = Pick<EventStore, 'head' | 'readAll' | 'readStream'>;

/** The log as it stood when the reading began, folded in one pass; streams with a correction are read once more. */
export async function readLog(store: LogReader, asOf: string | null): Promise<LogReading> {
  const fold = new LogFold(asOf);
  const last = await store.head();
  if (last === null) return fold;
  for await (const stored of store.readAll()) {
    fold.add(decodeStored(stored), stored.position);
    if (stored.position === last) break;
  }
  for (const stream of fold.corrected) {
    const read = fold.records.get(stream)?.read ?? 0;
    fold.records.set(stream, await foldStream(store, stream, read - 1, asOf));
  }
  return fold;
}

async function foldStream(
  store: LogReader,
  stream: string,
  to: number,
  asOf: string | null,
): Promise<SubmissionRecord> {
  const events: RecordedSubmissionEvent[] = [];
  for await (const stored of store.readStream(stream, { to })) {
    const event = decodeStored(stored);
    if (isSubmissionEvent(event)) events.push(event);
  }
  return recordOf(stream, events, asOf);
}
