import { systemCommandId } from '../events/derived-ids.ts';
import { isLedgerError, type LedgerError } from '../events/errors.ts';
import { instantFromMillis } from '../events/time.ts';
import type { DueAct } from '../projections/due.ts';
import type { Asked } from './commands/catalogue.ts';
import type { Accepted, Command } from './handle/command.ts';
import type { DueOn } from './projector/answers.ts';

export interface TickerOptions {
  readonly handle: (command: Command) => Promise<Accepted>;
  /** All acts that are due at an instant, the earliest first. */
  readonly due: (at: string) => Promise<Iterable<DueOn>>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly everyMs?: number;
  /** Told of what failed; the act is tried again at the next tick. */
  readonly onFailure?: (error: unknown) => void;
}

/** Appends what time alone causes, with nobody present: lapses, overdue conditions (DESIGN §5.6). */
export class Ticker {
  readonly #options: TickerOptions;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<number> | undefined;
  #lastTick: number | null = null;

  constructor(options: TickerOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Ticks now and from then on; the timer alone does not keep the process alive. */
  start(): void {
    if (this.#timer !== undefined) return;
    const tick = (): void => {
      this.tick().catch((error: unknown) => this.#options.onFailure?.(error));
    };
    this.#timer = setInterval(tick, this.#options.everyMs ?? 1_000);
    this.#timer.unref();
    tick();
  }

  /** When it last looked through all that was due; null before. */
  get lastTick(): number | null {
    return this.#lastTick;
  }

  /** Appends what is due now, and says how many acts it appended. A tick that is under way is waited for. */
  tick(): Promise<number> {
    this.#ticking ??= this.#tick().finally(() => {
      this.#ticking = undefined;
    });
    return this.#ticking;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#ticking?.catch(() => undefined);
  }

  async #tick(): Promise<number> {
    const at = instantFromMillis(this.#now());
    let appended = 0;
    for (const due of await this.#options.due(at)) if (await this.#append(due, at)) appended += 1;
    this.#lastTick = this.#now();
    return appended;
  }

  async #append(due: DueOn, at: string): Promise<boolean> {
    try {
      const { replayed } = await this.#options.handle({
        id: systemCommandId(due.subject, due.what, due.due),
        asked: askedOf(due),
        subject: due.submission,
        actor: null,
        via: 'system',
        at,
        causation: due.subject,
      });
      return !replayed;
    } catch (error) {
      // Another node, or a person who acted in the meantime, was first: there is nothing left to record.
      if (!isLedgerError(error) || !settledElsewhere(error)) this.#options.onFailure?.(error);
      return false;
    }
  }
}

const settledElsewhere = ({ code }: LedgerError): boolean =>
  code === 'already-done' || code === 'not-due' || code === 'wrong-phase' || code === 'idempotency-mismatch';

function askedOf(act: DueAct): Asked {
  return act.command === 'expire-decision'
    ? { name: act.command, data: act.data }
    : { name: act.command, data: act.data };
}
