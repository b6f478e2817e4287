import { decode } from '../../events/decode.ts';
import { ledgerStream } from '../../events/stream.ts';
import { initialLogState, type LogState, logKeys } from '../../projections/log-keys.ts';
import { isHandled } from '../../projections/projection.ts';
import type { EventStore } from '../store/event-store.ts';
import { SharedRead } from './shared-read.ts';

/** What the ledger's own stream says of the log, brought up to the present when asked. */
export class LogRecord {
  readonly #store: EventStore;
  readonly #present = new SharedRead(() => this.#catchUp());
  #state: LogState = initialLogState;
  #revision = -1;

  constructor(store: EventStore) {
    this.#store = store;
  }

  now(): Promise<LogState> {
    return this.#present.now();
  }

  /** As it was before an entry of its own stream. */
  async beforeRevision(revision: number): Promise<LogState> {
    if (revision <= 0) return initialLogState;
    return (await this.#fold(initialLogState, { to: revision - 1 })).state;
  }

  async #catchUp(): Promise<LogState> {
    const { state, revision } = await this.#fold(this.#state, { from: this.#revision + 1 });
    this.#state = state;
    this.#revision = Math.max(this.#revision, revision);
    return state;
  }

  async #fold(
    before: LogState,
    range: { readonly from?: number; readonly to?: number },
  ): Promise<{ readonly state: LogState; readonly revision: number }> {
    let state = before;
    let revision = -1;
    for await (const { body } of this.#store.readStream(ledgerStream, range)) {
      const event = decode(body);
      revision = event.revision;
      if (isHandled(logKeys, event)) state = logKeys.evolve(state, event);
    }
    return { state, revision };
  }
}
