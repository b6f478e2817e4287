import { setTimeout as pause } from 'node:timers/promises';
import { decode } from '../../events/decode.ts';
import { systemCommandId } from '../../events/derived-ids.ts';
import { isLedgerError } from '../../events/errors.ts';
import { erasureStream } from '../../events/stream.ts';
import { instantFromMillis } from '../../events/time.ts';
import { type ErasureState, isFinished } from '../../projections/erasures.ts';
import { isInForce } from '../../projections/holds.ts';
import { erasureOf, holdsOf } from '../handle/erasing.ts';
import type { Handler } from '../handle/handle.ts';
import type { EventStore } from '../store/event-store.ts';
import type { Vault } from '../vault/vault.ts';
import { coveredBy, holdOn, type Selection } from './covered.ts';
import { partsBehind } from './parts.ts';
import type { Plan, Plans } from './plans.ts';
import { erasedUnrecorded } from './unrecorded.ts';

export interface ErasuresOptions {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly handler: Pick<Handler, 'handle' | 'forgetOpenings'>;
  readonly plans: Plans;
  /** Ids of erasures that are approved and not carried out, in the order of their approval. */
  readonly due: () => Promise<readonly string[]>;
  /** Erases what is kept of a person outside the ledger: their credentials. */
  readonly forget?: (person: string) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Told of an erasure that could not be carried out; it is tried again. */
  readonly onFailure?: (erasure: string, error: unknown) => void;
}

/** While somebody else reads, erased bytes stay in a log of the vault: a backup takes its time. */
const againMs = 30_000;

/**
 * Carries out what is approved: destroys the keys, and records it. One after the other; each begins with a plan, and goes
 * on from it after it was killed at whatever step.
 */
export class Erasures {
  readonly #options: ErasuresOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> | null = null;
  /** How often it was asked to run, and up to which of them it has begun. */
  #asked = 0;
  #begun = 0;
  #again: NodeJS.Timeout | null = null;
  /** Those that an earlier process left, whose plan may be lost; null before the first run. */
  #inherited: ReadonlySet<string> | null = null;

  constructor(options: ErasuresOptions) {
    this.#options = options;
  }

  /** Carries out all that is approved now, and resolves when that is done or has failed. */
  run(): Promise<void> {
    this.#asked += 1;
    this.#running ??= this.#runAll();
    return this.#running;
  }

  /** As `run`, but waits no longer than so many milliseconds: it goes on behind. */
  async runFor(ms: number): Promise<void> {
    const waiting = new AbortController();
    const patience = pause(ms, undefined, { signal: waiting.signal }).catch(() => undefined);
    await Promise.race([this.run(), patience]);
    waiting.abort();
  }

  /** Begins no more of them; the one under way is finished. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#again !== null) clearTimeout(this.#again);
    await this.#running;
  }

  async #runAll(): Promise<void> {
    const { onFailure } = this.#options;
    // Begins behind what called it, so that the end below is never before the beginning.
    await Promise.resolve();
    while (this.#begun < this.#asked && !this.#stopping.signal.aborted) {
      this.#begun = this.#asked;
      const due = await this.#due();
      if (this.#inherited === null) await this.#tidy(due);
      this.#inherited ??= new Set(due);
      for (const erasure of due) {
        if (this.#stopping.signal.aborted) break;
        try {
          await this.#carryOut(erasure);
        } catch (error) {
          onFailure?.(erasure, error);
          this.#later();
        }
      }
    }
    this.#running = null;
  }

  /** A plan whose erasure is on record whole is what a process left that was killed right then. */
  async #tidy(due: readonly string[]): Promise<void> {
    const { plans } = this.#options;
    for (const erasure of plans.all())
      if (!due.includes(erasure) && isFinished(await erasureOf(this.#options, erasure)))
        plans.remove(erasure);
  }

  async #due(): Promise<readonly string[]> {
    try {
      return await this.#options.due();
    } catch (error) {
      this.#options.onFailure?.('', error);
      this.#later();
      return [];
    }
  }

  #later(): void {
    if (this.#stopping.signal.aborted) return;
    this.#again ??= setTimeout(() => {
      this.#again = null;
      void this.run();
    }, againMs).unref();
  }

  async #carryOut(erasure: string): Promise<void> {
    const { vault, handler, plans, forget } = this.#options;
    const state = await erasureOf(this.#options, erasure);
    if (state.approved === null || isFinished(state)) return plans.remove(erasure);
    const plan = plans.read(erasure) ?? (await this.#planned(erasure, state));
    if (plan === null) return;
    await vault.erase(plan.digests);
    handler.forgetOpenings();
    for (const person of plan.people) await forget?.(person);
    await this.#record(erasure, state, plan);
    plans.remove(erasure);
  }

  /** Null while a hold, placed since the approval, stands on it. Nothing is destroyed before the plan is on disk. */
  async #planned(erasure: string, { proposed, parts }: ErasureState): Promise<Plan | null> {
    const { vault, plans, now = Date.now } = this.#options;
    const selection: Selection = {
      submissions: proposed?.submissions ?? [],
      people: proposed?.people ?? [],
      digests: proposed?.digests ?? [],
    };
    const covered = await coveredBy(this.#options, selection);
    const at = instantFromMillis(now());
    const { holds } = await holdsOf(this.#options);
    const inForce = holds.filter((hold) => isInForce(hold, at));
    if ((await holdOn(vault, inForce, selection, covered)) !== null) return null;
    const digests = new Set(
      covered.streams.flatMap((each) => each.digests.filter((digest) => !each.needed.includes(digest))),
    );
    if (this.#inherited?.has(erasure) === true || parts.length > 0)
      for (const digest of await erasedUnrecorded(this.#options)) digests.add(digest);
    const plan = { digests: [...digests], people: [...selection.people] };
    plans.write(erasure, plan);
    return plan;
  }

  async #record(erasure: string, { proposed, parts }: ErasureState, plan: Plan): Promise<void> {
    const recorded = await this.#recorded(erasure);
    const left = plan.digests.filter((digest) => !recorded.has(digest));
    for (const each of partsBehind(left, parts.at(-1) ?? null)) {
      const id = systemCommandId(erasure, 'DisclosuresErased', String(each.part));
      const data = { ...each, proposal: proposed?.event ?? '', digests: [...each.digests] };
      try {
        await this.#options.handler.handle({
          id,
          asked: { name: 'record-erased', data },
          subject: erasure,
          actor: null,
          via: 'system',
        });
      } catch (error) {
        // Another process was first; what it recorded is what it destroyed.
        if (!isLedgerError(error) || error.code !== 'already-done') throw error;
      }
    }
  }

  async #recorded(erasure: string): Promise<ReadonlySet<string>> {
    const digests = new Set<string>();
    for await (const { body } of this.#options.store.readStream(erasureStream(erasure))) {
      const event = decode(body);
      if (event.type === 'DisclosuresErased') for (const digest of event.data.digests) digests.add(digest);
    }
    return digests;
  }
}
