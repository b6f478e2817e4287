import { setImmediate as otherWork } from 'node:timers/promises';
import type { EventStore } from './store/event-store.ts';
import { DigestSet } from './vault/digest-set.ts';
import type { Vault } from './vault/vault.ts';

export interface Job {
  readonly name: string;
  /** Throws the signal's reason when it aborts, and goes on from there the next time. Answers what it did. */
  readonly run: (signal: AbortSignal) => Promise<object>;
}

export interface HousekeepingOptions {
  readonly jobs: readonly Job[];
  readonly firstAfterMs?: number;
  readonly everyMs?: number;
  readonly onDone?: (job: string, did: object) => void;
  /** Told of what failed; the other jobs are done all the same, and it is tried again the next day. */
  readonly onFailure?: (job: string, error: unknown) => void;
}

const dayMs = 86_400_000;
/** Not while everybody else begins. */
const usualFirstMs = 60_000;
/** A disclosure is put right before its event is appended; what has waited a day waits for nothing (DESIGN §5.3). */
const orphanMs = dayMs;

/** What a serving process does once a day, beside its work. */
export class Housekeeping {
  readonly #options: HousekeepingOptions;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(options: HousekeepingOptions) {
    this.#options = options;
  }

  start(): void {
    const { firstAfterMs = usualFirstMs, everyMs = dayMs } = this.#options;
    const next = (ms: number): void => {
      if (this.#stopping.signal.aborted) return;
      this.#timer = setTimeout(() => this.run().then(() => next(everyMs)), ms).unref();
    };
    if (this.#timer === undefined) next(firstAfterMs);
  }

  /** Does every job now; one that is under way is waited for. */
  run(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    for (const { name, run } of this.#options.jobs) {
      if (signal.aborted) return;
      try {
        const did = await run(signal);
        this.#options.onDone?.(name, did);
      } catch (error) {
        if (!signal.aborted) this.#options.onFailure?.(name, error);
      }
    }
  }
}

export interface SweepOptions {
  readonly vault: Pick<Vault, 'deleteOrphans'>;
  readonly store: Pick<EventStore, 'readAll'>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Deletes sealed text whose event was never appended. The log is read only on days with something to ask it about. */
export const sweepOrphans = ({ vault, store, now = Date.now }: SweepOptions): Job => ({
  name: 'orphans',
  run: (signal) => {
    let known: Promise<DigestSet> | undefined;
    return vault.deleteOrphans(now() - orphanMs, async (digest) => {
      known ??= mentionedIn(store, signal);
      return (await known).has(digest);
    });
  },
});

const eventsPerTurn = 200;
/** Whatever could be a digest counts as one, so that an event which this version cannot read keeps its text as well. */
const perhapsDigest = /"([A-Za-z0-9_-]{43})"/g;

/** All that the log may mention. @throws the signal's reason when it aborts */
export async function mentionedIn(store: SweepOptions['store'], signal: AbortSignal): Promise<DigestSet> {
  const mentioned = new DigestSet();
  let read = 0;
  for await (const { body } of store.readAll()) {
    for (const [, digest = ''] of body.matchAll(perhapsDigest)) mentioned.add(digest);
    read += 1;
    if (read % eventsPerTurn > 0) continue;
    signal.throwIfAborted();
    await otherWork();
  }
  return mentioned;
}
