import type { RecordedEvent } from '../../events/decode.ts';
import { isDirectoryEvent } from '../../projections/directory.ts';
import { evolvePerson, type PersonRecord } from '../../projections/population/person-record.ts';
import {
  emptyRecord,
  evolveRecord,
  type SubmissionRecord,
} from '../../projections/population/submission-record.ts';
import { isSubmissionEvent } from '../../projections/review-state/evolve.ts';
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

/**
 * Folds every submission and the directory, event by event in ledger order. Memory holds one record per submission and
 * person, whatever the length of the log.
 */
export class LogFold implements LogReading {
  head: LogHead | null = null;
  readonly records = new Map<string, SubmissionRecord>();
  readonly people = new Map<string, PersonRecord>();
  /** Streams in which an entry was corrected: they have to be folded whole (`recordOf`). */
  readonly corrected = new Set<string>();
  readonly #asOf: string | null;

  constructor(asOf: string | null) {
    this.#asOf = asOf;
  }

  add(event: RecordedEvent, position: Position): void {
    this.head = headWith(this.head, event, position);
    if (isSubmissionEvent(event)) {
      const record = this.records.get(event.stream) ?? emptyRecord(event.stream);
      this.records.set(event.stream, evolveRecord(record, event, this.#asOf));
      if (event.type === 'EntryCorrected') this.corrected.add(event.stream);
    } else if (isDirectoryEvent(event)) {
      const person = evolvePerson(this.people, event);
      if (person !== null) this.people.set(person.person, person);
    }
  }
}

const headWith = (head: LogHead | null, { recordedAt }: RecordedEvent, position: Position): LogHead => ({
  index: head === null ? 0 : head.index + 1,
  position,
  clock: head === null || head.clock < recordedAt ? recordedAt : head.clock,
});
