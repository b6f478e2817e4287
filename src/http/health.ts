import type { ProjectorStatus } from '../projector/projector.ts';
import type { EventStore } from '../store/event-store.ts';

export interface HealthOptions {
  readonly store: Pick<EventStore, 'head'>;
  readonly projector: { status(): ProjectorStatus };
  /** When the ticker last looked through what is due, in milliseconds since 1970; null before its first look. */
  readonly lastTick: () => number | null;
  readonly now: () => number;
  /** What else has to work. */
  readonly probes?: readonly Probe[];
}

/** Something else that has to work: says so in words, or throws. */
export interface Probe {
  readonly what: Check['what'];
  readonly says: string;
  readonly fails: string;
  readonly works: () => Promise<boolean>;
}

export interface Check {
  readonly what:
    | 'store'
    | 'views'
    | 'ticker'
    | 'vault'
    | 'identity'
    | 'disk'
    | 'log'
    | 'record'
    | 'witnesses';
  readonly ok: boolean;
  readonly says: string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly Check[];
}

/** A store that does not answer for so long is not readable. */
const storeMs = 2_000;
/** The ticker looks every second; what takes so long hangs. */
const tickMs = 60_000;

/** Whether the server can do its work now, and if not, why, in words. */
export class Health {
  readonly #options: HealthOptions;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  async ready(): Promise<Readiness> {
    const probed = await Promise.all((this.#options.probes ?? []).map(probedBy));
    const checks = [await this.#store(), this.#views(), this.#ticker(), ...probed];
    return { ready: checks.every(({ ok }) => ok), checks };
  }

  async #store(): Promise<Check> {
    const late = new Promise<'late'>((resolve) => setTimeout(resolve, storeMs, 'late').unref());
    try {
      const head = await Promise.race([this.#options.store.head(), late]);
      if (head === 'late') return check('store', false, `the store has not answered for ${storeMs / 1000} s`);
      return check('store', true, head === null ? 'the store holds no event yet' : 'the store can be read');
    } catch {
      return check('store', false, 'the store cannot be read; the log says why');
    }
  }

  #views(): Check {
    const { state, head } = this.#options.projector.status();
    switch (state) {
      case 'live':
        return check('views', true, `the views hold ${head.leaf + 1} events`);
      case 'catching-up':
        return check(
          'views',
          false,
          `the views are being brought up to date: ${head.leaf + 1} events so far`,
        );
      case 'stopped':
        return check('views', false, `the views stopped after ${head.leaf + 1} events; the log says why`);
      case 'closed':
        return check('views', false, 'the server is stopping');
      default:
        return state satisfies never;
    }
  }

  #ticker(): Check {
    const last = this.#options.lastTick();
    if (last === null) return check('ticker', false, 'what is due has not been looked through yet');
    const agoMs = this.#options.now() - last;
    return agoMs > tickMs
      ? check('ticker', false, `what is due was last looked through ${Math.round(agoMs / 1000)} s ago`)
      : check('ticker', true, 'what is due is looked through');
  }
}

const check = (what: Check['what'], ok: boolean, says: string): Check => ({ what, ok, says });

async function probedBy({ what, says, fails, works }: Probe): Promise<Check> {
  const ok = await works().catch(() => false);
  return check(what, ok, ok ? says : fails);
}
