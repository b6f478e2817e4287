import type { RecordedEvent } from '../events/decode.ts';
import { type Occurred, upperBound } from '../events/time.ts';

/**
 * The events of one stream that had happened by an instant, in their order: those whose upper bound is not after it
 * (DESIGN §5.6). `events` is what was known, by rising revision.
 *
 * An event's upper bound is the end of `occurred` as its newest known correction has it, else its recording. One that
 * happened at an unknown time is bounded by the next dated entry, and by its own recording. A correction is as old as the
 * entry that it corrects (§5.7).
 */
export function asOf<E extends RecordedEvent>(events: readonly E[], at: string): readonly E[] {
  const bounds = upperBounds(events);
  return events.filter(({ id, recordedAt }) => (bounds.get(id) ?? recordedAt) <= at);
}

/** Upper bound of each event by its id. */
export function upperBounds(events: readonly RecordedEvent[]): ReadonlyMap<string, string> {
  const redated = correctedTimes(events);
  const bounds = new Map<string, string>();
  let nextDated: string | null = null;
  for (const event of [...events].reverse()) {
    if (event.type === 'EntryCorrected') continue;
    const occurred = redated.get(event.id) ?? event.occurred;
    const own: string | null = occurred === undefined ? event.recordedAt : upperBound(occurred);
    if (own !== null) nextDated = own;
    bounds.set(event.id, own ?? earlier(nextDated, event.recordedAt));
  }
  // A correction may correct a correction before it, so they take their bounds in order.
  for (const event of events)
    if (event.type === 'EntryCorrected')
      bounds.set(event.id, bounds.get(event.data.entry) ?? event.recordedAt);
  return bounds;
}

/** When entries happened by their newest correction, for those that have one. */
function correctedTimes(events: readonly RecordedEvent[]): ReadonlyMap<string, Occurred> {
  const times = new Map<string, Occurred>();
  for (const event of events)
    if (event.type === 'EntryCorrected' && event.data.occurred !== undefined)
      times.set(event.data.entry, event.data.occurred);
  return times;
}

const earlier = (a: string | null, b: string): string => (a !== null && a < b ? a : b);
