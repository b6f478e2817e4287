import type { ReviewState } from '../../projections/review-state/state.ts';
import type { OpenSeats } from './directory-acts.ts';
import { OVERLAP_SECONDS } from './framework-book.ts';
import { addSeconds } from './moments.ts';

interface Sitting {
  readonly holders: readonly string[];
  readonly since: string;
}

/** Who sits on panels that review now: SOD-7 asks for it, and no basis names it. */
export class OpenPanels {
  readonly #open = new Map<string, Sitting>();
  #lastMove = '';

  set(stream: string, { phase, panel }: ReviewState, at: string): void {
    const seats = phase === 'review' || phase === 'decision' ? (panel?.seats ?? []) : [];
    const holders = seats.flatMap(({ status, holder }) =>
      status === 'sitting' && holder !== null ? [holder] : [],
    );
    const before = this.#open.get(stream)?.holders ?? [];
    if (before.join() === holders.join()) return;
    if (at > this.#lastMove) this.#lastMove = at;
    if (holders.length === 0) this.#open.delete(stream);
    else this.#open.set(stream, { holders, since: at });
  }

  seatsOf(
    person: string,
    at: string,
    personOf: (stream: string, pseudonym: string) => string | undefined,
  ): OpenSeats {
    let seats = 0;
    let unlinked = false;
    for (const [stream, { holders }] of this.#open) {
      const people = holders.map((pseudonym) => personOf(stream, pseudonym));
      if (people.includes(person)) seats += 1;
      unlinked ||= people.includes(undefined);
    }
    return {
      seats,
      unlinked,
      moved: this.#lastMove !== '' && this.#lastMove >= addSeconds(at, -OVERLAP_SECONDS),
    };
  }
}
