import type { ReviewState } from '../../projections/review-state/state.ts';
import type { AskedOf } from '../commands/catalogue.ts';
import type { Decided } from './decided.ts';
import type { Circumstances, Facts } from './facts.ts';
import { convene } from './panel/convene.ts';
import { extendDueDate, setDueDate } from './panel/deadline.ts';
import { dissolve } from './panel/dissolve.ts';
import { clearInterest, declareInterest } from './panel/interests.ts';
import { liftRecusal, recuse } from './panel/recusals.ts';
import { declineSeat, seatAlternate, vacateSeat } from './panel/seats.ts';

type Asked = AskedOf<
  | 'convene-panel'
  | 'decline-seat'
  | 'vacate-seat'
  | 'seat-alternate'
  | 'declare-interest'
  | 'clear-interest'
  | 'recuse-reviewer'
  | 'lift-recusal'
  | 'dissolve-panel'
  | 'set-due-date'
  | 'extend-due-date'
>;

/** Who reviews, until when, and who may not: the acts of DESIGN §7 "Panel" and "Deadlines". */
export function decidePanel(
  asked: Asked,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  switch (asked.name) {
    case 'convene-panel':
      return convene(asked, state, facts, circumstances);
    case 'decline-seat':
      return declineSeat(asked, state, facts, circumstances);
    case 'vacate-seat':
      return vacateSeat(asked, state, facts, circumstances);
    case 'seat-alternate':
      return seatAlternate(asked, state, facts, circumstances);
    case 'declare-interest':
      return declareInterest(asked, state, facts, circumstances);
    case 'clear-interest':
      return clearInterest(asked, state, facts, circumstances);
    case 'recuse-reviewer':
      return recuse(asked, state, facts, circumstances);
    case 'lift-recusal':
      return liftRecusal(asked, state, facts, circumstances);
    case 'dissolve-panel':
      return dissolve(asked, state, facts, circumstances);
    case 'set-due-date':
      return setDueDate(asked, state, facts, circumstances);
    case 'extend-due-date':
      return extendDueDate(asked, state, facts, circumstances);
    default:
      return asked satisfies never;
  }
}
