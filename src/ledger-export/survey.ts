import { LedgerError } from '../../events/errors.ts';
import { activeKeys, initialLogState, logKeys } from '../../projections/log-keys.ts';
import { isHandled } from '../../projections/projection.ts';
import { decodeStored } from '../store/decode-stored.ts';
import type { EventStore } from '../store/event-store.ts';

/** What the writer of an export has to know of a log before it reads it entry by entry. */
export interface Survey {
  readonly ledger: string;
  /** The keys that sign the log at this size, in the order in which they were added. */
  readonly vkeys: readonly string[];
  /** Digest → leaf index of the event by which it was erased, among the first `size`. */
  readonly erased: ReadonlyMap<string, number>;
  /** The same, of the events behind them. */
  readonly erasedSince: ReadonlyMap<string, number>;
  /** Days of the access log that the first `size` events seal. */
  readonly sealedDays: readonly string[];
}

/**
 * Reads the log once, and of most events only the type.
 * @throws LedgerError `integrity-violation` for a log of fewer events, `not-found` for one that was never opened
 */
export async function surveyLog(store: Pick<EventStore, 'readAll'>, size: number): Promise<Survey> {
  let log = initialLogState;
  let index = -1;
  const erased = new Map<string, number>();
  const erasedSince = new Map<string, number>();
  for await (const stored of store.readAll()) {
    index += 1;
    if (!telling.includes(stored.type)) continue;
    const event = decodeStored(stored);
    if (event.type === 'DisclosuresErased') {
      const by = index < size ? erased : erasedSince;
      for (const digest of event.data.digests) if (!by.has(digest)) by.set(digest, index);
    } else if (index < size && isHandled(logKeys, event)) log = logKeys.evolve(log, event);
  }
  if (index + 1 < size) throw shorter(index + 1, size);
  if (log.founded === null) {
    throw new LedgerError('not-found', 'there is nothing to export: the log has no entries', {
      what: 'ledger',
      id: '',
    });
  }
  const { ledger } = log.founded;
  const sealedDays = log.sealedDays.map(({ day }) => day);
  return { ledger, vkeys: activeKeys(log), erased, erasedSince, sealedDays };
}

const telling: readonly string[] = [...logKeys.handles, 'DisclosuresErased'];

const shorter = (events: number, size: number): LedgerError =>
  new LedgerError(
    'integrity-violation',
    `the store ends after ${events} events, and its checkpoint covers ${size}: some are lost`,
    { where: `index ${events}` },
  );
