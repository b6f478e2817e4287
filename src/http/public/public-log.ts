import { isLedgerError } from '../../../events/errors.ts';
import {
  evolveFramework,
  type FrameworkState,
  initialFrameworkState,
  isFrameworkEvent,
} from '../../../projections/framework-versions.ts';
import { decodeStored } from '../../store/decode-stored.ts';
import type { EventStore, Position, StoredEvent } from '../../store/event-store.ts';

/** Between two kept positions a reader counts on: few enough to be quick, and a ledger of a million keeps 4,000. */
const apart = 256;
const retryMs = 1_000;

/** An event with its place in ledger order. */
export interface LogLine {
  readonly index: number;
  readonly body: string;
}

/**
 * The log as anybody may read it, with nothing but a store behind it: no views and no vault. It follows the store to know
 * which index stands where, and what frameworks there are.
 */
export class PublicLog {
  readonly #store: EventStore;
  /** Position of index `apart · i`. */
  readonly #kept: Position[] = [];
  readonly #frameworks = new Map<string, FrameworkState>();
  readonly #stopping = new AbortController();
  readonly #onFailure: (error: unknown) => void;
  #length = 0;
  #last: Position | null = null;
  #following: Promise<void> = Promise.resolve();
  #behind = true;

  constructor(store: EventStore, onFailure: (error: unknown) => void) {
    this.#store = store;
    this.#onFailure = onFailure;
  }

  /** Begins to follow. What comes while the store is away is caught up with. */
  start(): void {
    this.#following = this.#follow();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#following;
  }

  /** Events known so far: the next index. */
  get length(): number {
    return this.#length;
  }

  /** False until it has once read to the end of the store. */
  get isWhole(): boolean {
    return !this.#behind;
  }

  get frameworks(): ReadonlyMap<string, FrameworkState> {
    return this.#frameworks;
  }

  /** Events from an index on, as many as there are up to `limit`. Requires 0 <= from <= length. */
  async *read(from: number, limit: number): AsyncGenerator<LogLine> {
    const end = Math.min(this.#length, from + limit);
    if (from >= end) return;
    const { index: begin, after } = this.#before(from);
    const range = { ...(after === null ? {} : { after }), limit: end - begin };
    let index = begin;
    for await (const { body } of this.#store.readAll(range)) {
      if (index >= from) yield { index, body };
      index += 1;
    }
  }

  /** Events from an index on, and then as they come. Ends when the signal aborts. */
  async *follow(from: number, signal: AbortSignal): AsyncGenerator<LogLine> {
    const { index: begin, after } = this.#before(from);
    let index = begin;
    for await (const item of this.#store.follow({ ...(after === null ? {} : { after }), signal })) {
      if (!('body' in item)) continue;
      if (index >= from) yield { index, body: item.body };
      index += 1;
    }
  }

  /** The nearest kept place at or before an index: where it is read from, and the index that is read first. */
  #before(index: number): { readonly index: number; readonly after: Position | null } {
    if (index >= this.#length) return { index: this.#length, after: this.#last };
    const slot = Math.ceil(index / apart) - 1;
    const after = this.#kept[slot];
    return after === undefined ? { index: 0, after: null } : { index: slot * apart + 1, after };
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        const after = this.#last === null ? {} : { after: this.#last };
        for await (const item of this.#store.follow({ ...after, signal })) {
          if ('body' in item) this.#take(item);
          else this.#behind = false;
        }
      } catch (error) {
        this.#onFailure(error);
        await new Promise((resolve) => setTimeout(resolve, retryMs).unref());
      }
    }
  }

  #take(stored: StoredEvent): void {
    if (this.#length % apart === 0) this.#kept.push(stored.position);
    this.#learn(stored);
    this.#length += 1;
    this.#last = stored.position;
  }

  /** An event that this software is too old for is passed on as bytes all the same. */
  #learn(stored: StoredEvent): void {
    if (!stored.stream.startsWith('framework-')) return;
    try {
      const event = decodeStored(stored);
      if (!isFrameworkEvent(event)) return;
      const key = stored.stream.slice('framework-'.length);
      this.#frameworks.set(key, evolveFramework(this.#frameworks.get(key) ?? initialFrameworkState, event));
    } catch (error) {
      if (!isLedgerError(error)) throw error;
      this.#onFailure(error);
    }
  }
}
