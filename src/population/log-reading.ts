import { decode } from '../../events/decode.ts';
import {
  emptyRecord,
  evolveRecord,
  type Replay,
  type SubmissionRecord,
} from '../../projections/population/submission-record.ts';
import { isSubmissionEvent } from '../../projections/review-state/evolve.ts';
import type { EventStore } from '../store/event-store.ts';
import { LogFold, type LogReading } from './log-fold.ts';

export type LogReader = Pick<EventStore, 'head' | 'readAll' | 'readStream'>;

/** The log as it stood when the reading began, folded in one pass; streams in which a time was corrected, twice. */
export async function readLog(store: LogReader, asOf: string | null): Promise<LogReading> {
  const fold = new LogFold(asOf);
  const last = await store.head();
  if (last === null) return fold;
  for await (const { body, position } of store.readAll()) {
    fold.add(decode(body), position);
    if (position === last) break;
  }
  for (const [stream, corrections] of fold.corrected) {
    const read = fold.records.get(stream)?.read ?? 0;
    fold.records.set(stream, await foldStream(store, stream, read - 1, { asOf, corrections }));
  }
  return fold;
}

async function foldStream(
  store: LogReader,
  stream: string,
  to: number,
  replay: Replay,
): Promise<SubmissionRecord> {
  let record = emptyRecord(stream);
  for await (const { body } of store.readStream(stream, { to })) {
    const event = decode(body);
    if (isSubmissionEvent(event)) record = evolveRecord(record, event, replay);
  }
  return record;
}
