import { isIPv4, isIPv6 } from 'node:net';
import { isLedgerError, LedgerError } from '../../events/errors.ts';

export interface AttemptLimits {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Wrong codes from one address within the window. */
  readonly perAddress?: number;
  /** Wrong codes from everywhere within the window; it also bounds what is remembered. */
  readonly overall?: number;
  readonly windowMs?: number;
}

interface Try {
  readonly source: string;
  readonly at: number;
}

/**
 * How often wrong codes may be tried. A try counts from its start, so that a burst of them is stopped as well as a row,
 * and only a refused code goes on counting. A right one forgives no wrong ones: whoever may make codes could otherwise
 * guess between them for ever.
 */
export class Attempts {
  readonly #limits: Required<AttemptLimits>;
  /** In order of time. */
  #tries: readonly Try[] = [];

  constructor(limits: AttemptLimits) {
    this.#limits = { perAddress: 10, overall: 300, windowMs: 15 * 60_000, ...limits };
  }

  /**
   * Does `work`, which redeems a code sent from `address`, and counts it where the code is refused.
   * @throws LedgerError `too-many-attempts`, without doing it, and whatever `work` throws
   */
  async counting<T>(address: string, work: () => Promise<T>): Promise<T> {
    const source = sourceOf(address);
    this.#admit(source);
    const attempt = { source, at: this.#limits.now() };
    this.#tries = [...this.#tries, attempt];
    let refused = false;
    try {
      return await work();
    } catch (error) {
      refused = isLedgerError(error) && error.code === 'code-refused';
      throw error;
    } finally {
      if (!refused) this.#tries = this.#tries.filter((each) => each !== attempt);
    }
  }

  #admit(source: string): void {
    const { now, perAddress, overall, windowMs } = this.#limits;
    const at = now();
    this.#tries = this.#tries.filter((each) => each.at > at - windowMs);
    const own = this.#tries.filter((each) => each.source === source);
    const [limit, counted] = own.length >= perAddress ? [perAddress, own] : [overall, this.#tries];
    const oldest = counted.at(-limit);
    if (oldest === undefined) return;
    const retryAfterS = Math.max(1, Math.ceil((oldest.at + windowMs - at) / 1000));
    throw new LedgerError('too-many-attempts', `too many wrong codes; try again in ${retryAfterS} seconds`, {
      retryAfterS,
    });
  }
}

const mapped = /^::ffff:/i;

/** Whoever has one IPv6 address has the 2^64 of its network too. */
function sourceOf(address: string): string {
  const plain = address.replace(mapped, '');
  if (isIPv4(plain)) return plain;
  const [given = ''] = address.split('%');
  return isIPv6(given) ? networkOf(given) : address.slice(0, 64);
}

function networkOf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  // A tail in dotted form is two groups; it is never part of the first four unless it follows `::`.
  const dotted = back.at(-1)?.includes('.') === true ? 1 : 0;
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length - dotted);
  const groups = [...front, ...Array.from({ length: zeros }, () => '0'), ...back];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
