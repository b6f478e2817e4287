import type { RecordedEvent } from '../../events/decode.ts';
import { decodeStored } from '../store/decode-stored.ts';
import type { StoredEvent } from '../store/event-store.ts';
import type { Head } from './views-file.ts';

/** A decoded event with its place in the ledger. */
export interface LedgerEntry {
  readonly event: RecordedEvent;
  readonly leaf: number;
  /** The largest `recordedAt` up to here. */
  readonly clock: string;
  readonly position: string;
}

export interface Batch {
  readonly entries: readonly LedgerEntry[];
  readonly head: Head;
  /** What the event behind the last entry could not be read for; the entries before it are good. */
  readonly error: unknown;
}

/** Decodes stored events that follow `head`, up to the first that cannot be read. */
export function batchOf(stored: readonly StoredEvent[], head: Head): Batch {
  const entries: LedgerEntry[] = [];
  let { leaf, clock, position } = head;
  for (const each of stored) {
    let event: RecordedEvent;
    try {
      event = decodeStored(each);
    } catch (error) {
      return { entries, head: { ...head, leaf, clock, position }, error };
    }
    leaf += 1;
    clock = clock === null || event.recordedAt > clock ? event.recordedAt : clock;
    position = each.position;
    entries.push({ event, leaf, clock, position });
  }
  return { entries, head: { ...head, leaf, clock, position }, error: null };
}
