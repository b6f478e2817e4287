import type { RecordedEvent } from '../../events/decode.ts';
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
import type { Position } from '../store/event-store.ts';

/** Where the log ended when it was read: the index of its last event, that event's position, and the ledger clock. */
export interface LogHead {
  readonly index: number;
  readonly position: Position;
  readonly clock: string;
}

/** The whole log folded, up to one head. Streams and people stand in the order of their first event. */
export interface LogReading {
  readonly head: LogHead | null;
  readonly records: ReadonlyMap<string, SubmissionRecord>;
  readonly people: ReadonlyMap<string, PersonRecord>;
}

/** Times of entries as later entries of the same stream corrected them. */
export type Corrections = ReadonlyMap<string, Occurred>;
const none: Corrections = new Map();

/**
 * Folds every submission and the directory, event by event in ledger order. Memory holds one record per submission and
 * person, whatever the length of the log.
 */
export class LogFold implements LogReading {
  head: LogHead | null = null;
  readonly records = new Map<string, SubmissionRecord>();
  readonly people = new Map<string, PersonRecord>();
  /** By stream. Such a stream has to be folded again, with what is known of it now. */
  readonly corrected = new Map<string, Corrections>();
  readonly #replay: Replay;

  constructor(asOf: string | null) {
    this.#replay = { asOf, corrections: none };
  }

  add(event: RecordedEvent, position: Position): void {
    this.head = headWith(this.head, event, position);
    if (isSubmissionEvent(event)) {
      const record = this.records.get(event.stream) ?? emptyRecord(event.stream);
      this.records.set(event.stream, evolveRecord(record, event, this.#replay));
      this.#note(event);
    } else if (isDirectoryEvent(event)) {
      const person = evolvePerson(this.people, event);
      if (person !== null) this.people.set(person.person, person);
    }
  }

  /** The last correction of an entry's time is the one that holds. */
  #note(event: RecordedSubmissionEvent): void {
    if (event.type !== 'EntryCorrected' || event.data.occurred === undefined) return;
    const known = this.corrected.get(event.stream) ?? none;
    this.corrected.set(event.stream, new Map(known).set(event.data.entry, event.data.occurred));
  }
}

const isDirectoryEvent = (event: RecordedEvent): event is RecordedDirectoryEvent =>
  event.stream === directoryStream;

const headWith = (head: LogHead | null, { recordedAt }: RecordedEvent, position: Position): LogHead => ({
  index: head === null ? 0 : head.index + 1,
  position,
  clock: head === null || head.clock < recordedAt ? recordedAt : head.clock,
});
