import { type AuditTrail, type Indexed, trailOf } from '../../projections/audit-trail.ts';
import type { Views } from '../projector/views.ts';
import { decodeStored } from '../store/decode-stored.ts';
import type { EventStore } from '../store/event-store.ts';

/**
 * A stream's timeline as far as the views have come: the places of its entries from the views, what they say from the
 * store. An event that the views have not reached, or could not read, does not show yet.
 */
export async function timeline(store: EventStore, views: Views, stream: string): Promise<AuditTrail> {
  const indexes = views.indexesOf(stream);
  if (indexes.length === 0) return [];
  const events: Indexed[] = [];
  for await (const stored of store.readStream(stream, { to: indexes.length - 1 }))
    events.push({ index: indexes[stored.revision] ?? null, event: decodeStored(stored) });
  return trailOf(events);
}
