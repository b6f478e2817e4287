import type { RecordedSubmissionEvent } from '../../projections/review-state/evolve.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import { parseAsked } from '../commands/parse.ts';
import { enterSeat } from '../decider/enter-seat.ts';
import type { Circumstances, Facts } from '../decider/facts.ts';
import { enter, requireHeldSeat, requireInTime, requireOpenSeat } from '../decider/gate.ts';
import { requireOpenReview } from '../decider/open-review.ts';
import { refusals, type Telling } from './enact.ts';
import type { Fault } from './report.ts';

/**
 * An act on a concern in a review that never opened: which concern it is about may be inside a sealed judgment, so only
 * what does not depend on it is asked, of native acts: the review, the actor, the seat and the time.
 */
export function gateFaults(
  { name, data }: Telling,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
  { actor }: RecordedSubmissionEvent,
): readonly Fault[] {
  if (circumstances.imported !== null) return [];
  return refusals(() => {
    const asked = parseAsked(name, data);
    const late = asked.name === 'adopt-concern' || asked.name === 'record-concern-vote';
    if (late || asked.name === 'withdraw-concern') {
      const { rules, acting, seat } = enterSeat(asked, state, facts, circumstances);
      if (late) {
        requireInTime(state, circumstances.at, rules);
        requireOpenSeat(seat, facts, rules);
      } else requireHeldSeat(seat, facts, rules);
      return roleFaults(acting.role, actor.role);
    }
    const { rules, acting } = enter(asked, state, facts, circumstances);
    requireOpenReview(state, rules);
    return roleFaults(acting.role, actor.role);
  });
}

const roleFaults = (role: string, recorded: string): readonly Fault[] =>
  role === recorded
    ? []
    : [{ what: 'role-differs', says: `the act is done as ${role}, and was recorded as ${recorded}` }];
