import type { ReviewState, SeatState } from '../../projections/review-state/state.ts';
import type { Asked } from '../commands/catalogue.ts';
import type { Circumstances, Facts } from './facts.ts';
import { type Entered, enter } from './gate.ts';
import { requireOpenReview } from './open-review.ts';

type OfSeat = Extract<Asked, { readonly data: { readonly seat: string } }>;

/**
 * Enters an act on a seat of a panel that reviews: the gate, which refuses seats that the panel does not have, and an open
 * review. @throws LedgerError as `enter`, `wrong-phase`
 */
export function enterSeat(
  asked: OfSeat,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Entered & { readonly seat: SeatState } {
  const entered = enter(asked, state, facts, circumstances);
  requireOpenReview(state, entered.rules);
  const { seat } = entered;
  if (seat !== null) return { ...entered, seat };
  throw new TypeError('the gate refuses a seat that the panel does not have');
}
