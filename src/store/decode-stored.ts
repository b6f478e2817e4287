import { decode, type RecordedEvent } from '../../events/decode.ts';
import { LedgerError } from '../../events/errors.ts';
import type { StoredEvent } from './event-store.ts';

/**
 * An event read from a store, which must stand where it says.
 * @throws LedgerError `not-canonical`, `ledger-newer-than-software`, `invalid-event`, `integrity-violation`
 */
export function decodeStored(stored: StoredEvent): RecordedEvent {
  const event = decode(stored.body);
  const { id, stream, revision, type } = stored;
  if (event.id === id && event.stream === stream && event.revision === revision && event.type === type)
    return event;
  const where = `${stream}@${revision}`;
  throw new LedgerError('integrity-violation', `the event at ${where} says that it stands elsewhere`, {
    where,
  });
}
