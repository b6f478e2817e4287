import type { LedgerLog } from '../log/ledger-log.ts';
import type { MissingWitness, Witnesses } from './witnesses.ts';

export interface CosigningOptions {
  readonly signing: Pick<LedgerLog, 'newest' | 'onPublished' | 'addCosignatures' | 'halt'>;
  readonly witnesses: Pick<Witnesses, 'cosign' | 'close'>;
  /** How long a checkpoint waits, so that those that follow it soon are asked about instead. */
  readonly pauseMs?: number;
  /** Told of witnesses that did not sign; they are asked again with the next checkpoint, and after a while. */
  readonly onMissing?: (missing: readonly MissingWitness[]) => void;
  /** Told what the witnesses hold against this ledger, as it is halted. */
  readonly onAlarm?: (alarm: { readonly witness: string; readonly evidence: string | null }) => void;
  readonly onFailure: (error: unknown) => void;
}

const usualPauseMs = 1_000;
const retryMs = 60_000;

/** Has each checkpoint cosigned once it is published, and publishes it again with the cosignatures. */
export class Cosigning {
  readonly #options: CosigningOptions;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer ends. */
  #due = 0;
  #running: Promise<void> | null = null;
  #life: 'asking' | 'stopped' = 'asking';
  #isQuorate: boolean | null = null;

  constructor(options: CosigningOptions) {
    this.#options = options;
  }

  /** Whether the newest checkpoint that was asked about has enough cosignatures; null before the first answer. */
  get isQuorate(): boolean | null {
    return this.#isQuorate;
  }

  start(): void {
    this.#options.signing.onPublished(() => this.#soon());
    // At once: where an older copy was put in place, it is to be noticed before much is recorded on top of it.
    if (this.#options.signing.newest() !== null) this.#soon(0);
  }

  async stop(): Promise<void> {
    this.#life = 'stopped';
    clearTimeout(this.#timer);
    await this.#options.witnesses.close();
    await this.#running;
  }

  #soon(ms = this.#options.pauseMs ?? usualPauseMs): void {
    if (this.#life === 'stopped' || this.#running !== null) return;
    const due = Date.now() + ms;
    // What is asked is what is newest then. Put off with every checkpoint, a busy ledger would never be cosigned.
    if (this.#timer !== undefined && this.#due <= due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#ask().finally(() => {
        this.#running = null;
      });
    }, ms).unref();
  }

  async #ask(): Promise<void> {
    const { signing, witnesses, onMissing, onAlarm, onFailure } = this.#options;
    const asked = signing.newest();
    if (asked === null) return;
    try {
      const { note, isQuorate, missing, alarms } = await witnesses.cosign(asked);
      for (const { witness, evidence, error } of alarms) {
        signing.halt(error);
        onAlarm?.({ witness, evidence });
      }
      if (alarms.length > 0 || this.#life === 'stopped') return;
      this.#isQuorate = isQuorate;
      await signing.addCosignatures(note);
      if (missing.length > 0) onMissing?.(missing);
      if (signing.newest()?.size !== asked.size) this.#again(0);
      else if (missing.length > 0) this.#again(retryMs);
    } catch (error) {
      onFailure(error);
      this.#again(retryMs);
    }
  }

  /** Once this one is over. */
  #again(ms: number): void {
    setImmediate(() => this.#soon(ms));
  }
}
