import { decode, type RecordedEvent } from '../../events/decode.ts';
import { directoryStream } from '../../events/stream.ts';
import type { Occurred } from '../../events/time.ts';
import type { RecordedDirectoryEvent } from '../../projections/directory.ts';
import { evolvePerson, type PersonRecord } from '../../projections/population/person-record.ts';
import {
  emptyRecord,
  evolveRecord,
  type Replay,
  type SubmissionRecord,
} from '../../projections/population/submission-record.ts';
import { isSubmissionEvent, type RecordedSubmissionEvent } from '../../projections/review-state/evolve.ts';
import type { EventStore, Position } from '../store/event-store.ts';

/** Where the log ended when it was read: the index of its last event, that event's position, and the ledger clock. */
export interface LogHead {
  readonly index: number;
  readonly position: Position;
  readonly clock: string;
}

/** The whole log folded once, up to one head. Streams and people stand in the order of their first event. */
export interface LogReading {
  readonly head: LogHead | null;
  readonly records: ReadonlyMap<string, SubmissionRecord>;
  readonly people: ReadonlyMap<string, PersonRecord>;
}

type Corrections = Map<string, Map<string, Occurred>>;
export type LogReader = Pick<EventStore, 'head' | 'readAll' | 'readStream'>;

/**
 * Folds every submission and the directory in one pass; memory holds one record per submission and person, whatever the
 * length of the log. A stream in which a time was corrected is folded again, with what is known of it now.
 */
export async function readLog(store: LogReader, asOf: string | null): Promise<LogReading> {
  const last = await store.head();
  const records = new Map<string, SubmissionRecord>();
  const people = new Map<string, PersonRecord>();
  const corrections: Corrections = new Map();
  let head: LogHead | null = null;
  if (last === null) return { head, records, people };
  for await (const { body, position } of store.readAll()) {
    const event = decode(body);
    head = headWith(head, event, position);
    if (isSubmissionEvent(event)) {
      const record = records.get(event.stream) ?? emptyRecord(event.stream);
      records.set(event.stream, evolveRecord(record, event, { asOf, corrections: none }));
      note(corrections, event);
    } else if (isDirectoryEvent(event)) {
      const person = evolvePerson(people, event);
      if (person !== null) people.set(person.person, person);
    }
    if (position === last) break;
  }
  for (const [stream, corrected] of corrections) {
    const read = records.get(stream)?.read ?? 0;
    records.set(stream, await foldStream(store, stream, read - 1, { asOf, corrections: corrected }));
  }
  return { head, records, people };
}

const none: ReadonlyMap<string, Occurred> = new Map();

const isDirectoryEvent = (event: RecordedEvent): event is RecordedDirectoryEvent =>
  event.stream === directoryStream;

const headWith = (head: LogHead | null, { recordedAt }: RecordedEvent, position: Position): LogHead => ({
  index: head === null ? 0 : head.index + 1,
  position,
  clock: head === null || head.clock < recordedAt ? recordedAt : head.clock,
});

/** The last correction of an entry's time is the one that holds. */
function note(corrections: Corrections, event: RecordedSubmissionEvent): void {
  if (event.type !== 'EntryCorrected' || event.data.occurred === undefined) return;
  const known = corrections.get(event.stream) ?? new Map<string, Occurred>();
  corrections.set(event.stream, known.set(event.data.entry, event.data.occurred));
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
