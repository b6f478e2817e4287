import type { LedgerEvent } from '../../../events/catalogue.ts';
import { LedgerError } from '../../../events/errors.ts';
import type { Concern } from '../../../projections/evaluator/concerns.ts';
import { overruling } from '../../../projections/evaluator/overruling.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import type { PanelState, ReviewState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { actInstant } from '../act-instant.ts';
import { type Decided, decided } from '../decided.ts';
import { enterSeat } from '../enter-seat.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { requireInTime, requireOpenSeat } from '../gate.ts';
import { panelFramework, requirePanel } from '../open-review.ts';
import { requireAllowance } from './allowance.ts';
import { openConcern } from './open-concern.ts';

/** A seat says whether a concern should be overruled; the vote that decides carries `ConcernOverruled` with it. */
export function recordConcernVote(
  asked: AskedOf<'record-concern-vote'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting, seat } = enterSeat(asked, state, facts, circumstances);
  const panel = requirePanel(state, circumstances.subject);
  const framework = panelFramework(panel, facts);
  const at = actInstant(circumstances);
  if (at !== null) requireInTime(state, at, rules);
  requireOpenSeat(seat, facts, rules);
  requireAllowance(seat, state, panel, framework, rules);
  const { concern: id, overrule, reason } = asked.data;
  const concern = openConcern('concern', id, state, framework, circumstances, rules);
  rules.require(
    concern === null || concern.owner.seat !== seat.seat,
    () => new LedgerError('own-concern', 'a seat has no vote on its own concern', { concern: id }),
  );
  const vote: LedgerEvent = {
    type: 'ConcernVoteRecorded',
    data: {
      concern: id,
      seat: seat.seat,
      vote: { overrule },
      reasons: reason === undefined ? {} : { summary: reason },
    },
  };
  const cast = { seat: seat.seat, overrule };
  const overruled = concern === null ? null : overruledBy(cast, concern, panel, framework, state);
  return decided(acting, rules.broke(), overruled === null ? [vote] : [vote, overruled], {
    framework: framework.ref,
  });
}

function overruledBy(
  cast: { readonly seat: string; readonly overrule: boolean },
  concern: Concern,
  panel: PanelState,
  framework: FrameworkVersion,
  state: ReviewState,
): LedgerEvent | null {
  const { carried } = overruling(framework, state, panel, concern, cast);
  return carried && concern.ended === null
    ? { type: 'ConcernOverruled', data: { concern: concern.concern } }
    : null;
}
