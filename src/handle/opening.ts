import { decode, type Recorded } from '../../events/decode.ts';
import { ledgerStream } from '../../events/stream.ts';
import type { EventStore } from '../store/event-store.ts';

/** What the ledger was opened with, at index 0; read once. */
export class Opening {
  readonly #store: EventStore;
  #opened: Recorded<'LedgerOpened'> | null = null;

  constructor(store: EventStore) {
    this.#store = store;
  }

  /** Null while the ledger is not open. */
  async event(): Promise<Recorded<'LedgerOpened'> | null> {
    if (this.#opened !== null) return this.#opened;
    for await (const { body } of this.#store.readStream(ledgerStream, { to: 0 })) {
      const event = decode(body);
      if (event.type === 'LedgerOpened') this.#opened = event;
    }
    return this.#opened;
  }
}
