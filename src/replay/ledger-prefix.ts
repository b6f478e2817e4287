import { z } from 'zod';
import type { RecordedEvent } from '../../events/decode.ts';
import { LedgerError } from '../../events/errors.ts';
import { Instant } from '../../events/time.ts';
import type { Indexed } from '../../projections/audit-trail.ts';
import { decodeStored } from '../store/decode-stored.ts';
import type { EventStore, StoredEvent } from '../store/event-store.ts';
import { type Cut, checkIndex } from './cut.ts';

export interface Prefix {
  /** The stream's events in the prefix, with their leaf indexes. */
  readonly events: readonly Indexed[];
  /** Leaf index and ledger clock of the prefix's last event; null for an empty one. */
  readonly end: { readonly index: number; readonly clock: string } | null;
}

/**
 * The longest prefix of the ledger that was known at the cut, and a stream's events in it. Reads the whole prefix, for an
 * index and a ledger clock are counted, not stored; only the stream's own events are decoded.
 * @throws LedgerError `invalid-time`, and what an event of the stream cannot be read for
 */
export async function ledgerPrefix(
  store: EventStore,
  stream: string,
  { knownAt }: Cut = {},
): Promise<Prefix> {
  const last = typeof knownAt === 'number' ? checkIndex(knownAt) : null;
  const until = typeof knownAt === 'string' ? knownAt : null;
  const events: Indexed<RecordedEvent>[] = [];
  let end: Prefix['end'] = null;
  for await (const stored of store.readAll()) {
    const index: number = end === null ? 0 : end.index + 1;
    if (last !== null && index > last) break;
    const recordedAt = recordedAtOf(stored);
    const clock: string = end === null || recordedAt > end.clock ? recordedAt : end.clock;
    if (until !== null && clock > until) break;
    if (stored.stream === stream) events.push({ index, event: decodeStored(stored) });
    end = { index, clock };
  }
  return { events, end };
}

/** The stream's events alone, without counting the ledger. */
export async function wholeStream(store: EventStore, stream: string): Promise<readonly Indexed[]> {
  const events: Indexed[] = [];
  for await (const stored of store.readStream(stream))
    events.push({ index: null, event: decodeStored(stored) });
  return events;
}

const When = z.object({ recordedAt: Instant });

/** Of an event of another stream nothing else matters, so one that this version does not know does not stop a replay. */
function recordedAtOf({ body, stream, revision }: StoredEvent): string {
  const json: unknown = JSON.parse(body);
  const found = When.safeParse(json);
  if (found.success) return found.data.recordedAt;
  const where = `${stream}@${revision}`;
  throw new LedgerError('integrity-violation', `the event at ${where} has no recording time`, { where });
}
