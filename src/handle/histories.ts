import type { EventStore, StoredEvent } from '../store/event-store.ts';
import type { Vault } from '../vault/vault.ts';
import { History, openRules } from './history.ts';

/** Entries of all histories kept in memory together; beyond it those not used for longest are let go. */
const keptEntries = 20_000;
const pageEvents = 1_000;

/** The histories of the streams in use, each brought up to the store's present before it is given out. */
export class Histories {
  readonly #store: EventStore;
  readonly #vault: Vault;
  readonly #kept = new Map<string, History>();
  #entries = 0;
  #forgotten = 0;

  constructor(store: EventStore, vault: Vault) {
    this.#store = store;
    this.#vault = vault;
  }

  /** The history as it was when it was last in use, if it is kept: others may have appended since. */
  kept(stream: string): History | undefined {
    const history = this.#kept.get(stream);
    if (history === undefined) return undefined;
    this.#kept.delete(stream);
    this.#kept.set(stream, history);
    this.#evict(stream);
    return history;
  }

  /** @throws LedgerError as `decode`, and as the vault for a damaged disclosure */
  async load(stream: string): Promise<History> {
    const history = this.#kept.get(stream) ?? new History();
    const forgotten = this.#forgotten;
    await this.#catchUp(stream, history);
    // What was opened before an erasure is used once more, and not kept.
    if (forgotten !== this.#forgotten) return history;
    this.#kept.delete(stream);
    this.#kept.set(stream, history);
    this.#evict(stream);
    return history;
  }

  /** Lets go of all of them: what is asked for next is read and opened anew. */
  forget(): void {
    this.#kept.clear();
    this.#entries = 0;
    this.#forgotten += 1;
  }

  /** Counts what a holder of the history has added to it by itself, after an append of its own. */
  added(stream: string, history: History, count: number): void {
    if (this.#kept.get(stream) === history) this.#entries += count;
  }

  async #catchUp(stream: string, history: History): Promise<void> {
    let page: StoredEvent[] = [];
    const add = async (): Promise<void> => {
      for (const opened of await openRules(page, this.#vault)) history.add(opened);
      this.#entries += page.length;
      page = [];
    };
    for await (const event of this.#store.readStream(stream, { from: history.revision + 1 })) {
      page.push(event);
      if (page.length === pageEvents) await add();
    }
    if (page.length > 0) await add();
  }

  #evict(inUse: string): void {
    for (const [stream, history] of this.#kept) {
      if (this.#entries <= keptEntries) return;
      if (stream === inUse) continue;
      this.#entries -= history.revision + 1;
      this.#kept.delete(stream);
    }
  }
}
