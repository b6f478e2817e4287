import type { ConditionState, DecisionState, ReviewState } from '../review-state/state.ts';
import { governingDecision, standingSchedule } from '../standing.ts';
import { heldBy, personally, type Wait, wait } from './waiting.ts';

/** What a decided case waits for: its publication, its conditions, and its end. */
export function aftercareWaits(state: ReviewState): readonly Wait[] {
  const decision = governingDecision(state);
  if (decision === null) return [];
  return [
    ...publicationWaits(state, decision),
    ...(runs(decision) ? [...conditionWaits(decision), ...suspensionWaits(decision)] : []),
    ...endWaits(state, decision),
  ];
}

function publicationWaits(state: ReviewState, decision: DecisionState): readonly Wait[] {
  if (isPublished(state, decision)) return [];
  const details = { since: decision.when.recordedAt, about: decision.event };
  return [wait(heldBy('secretary', 'chair'), 'publish-decision', details)];
}

const isPublished = (state: ReviewState, decision: DecisionState): boolean =>
  state.published !== null && state.published.when.recordedAt >= decision.when.recordedAt;

/** Nothing but the clock can end such a decision any more, and its window says when. */
const runs = (decision: DecisionState): boolean =>
  (decision.outcome === 'approved' || decision.outcome === 'approved-with-conditions') &&
  decision.expired === null &&
  decision.revoked === null &&
  decision.superseded === null;

function conditionWaits(decision: DecisionState): readonly Wait[] {
  return decision.conditions.flatMap((condition) => {
    if (condition.verified !== null) return [];
    // What has to hold for as long as the approval does is nobody's task before it is broken, or by a day.
    if (condition.kind === 'continuing' && condition.due === undefined && condition.breached === null)
      return [];
    return [conditionWait(decision, condition)];
  });
}

function conditionWait(decision: DecisionState, condition: ConditionState): Wait {
  const claim = condition.evidence.findLast(({ rejected }) => !rejected);
  const details = { about: condition.condition, due: condition.due ?? null, until: decision.expires };
  return claim === undefined
    ? wait(personally(condition.owner), 'submit-evidence', { ...details, since: decision.when.recordedAt })
    : wait(personally(condition.verifier), 'verify-condition', { ...details, since: claim.at });
}

/** A suspension waits to be lifted or to become a revocation; one that is only due shows from its instant on. */
function suspensionWaits(decision: DecisionState): readonly Wait[] {
  const roles = heldBy('secretary', 'chair');
  const details = { about: decision.event, until: decision.expires };
  if (decision.suspended !== null) {
    return [wait(roles, 'resolve-suspension', { ...details, since: decision.suspended.at })];
  }
  const dues = decision.conditions.flatMap(({ due, verified }) =>
    due === undefined || verified !== null ? [] : [due],
  );
  const first = dues.sort()[0];
  if (first === undefined) return [];
  return [wait(roles, 'resolve-suspension', { ...details, since: first, after: first })];
}

function endWaits(state: ReviewState, decision: DecisionState): readonly Wait[] {
  const about = decision.event;
  const ended = standingSchedule(state).find(
    ({ standing }) => standing === 'lapsed' || standing === 'revoked' || standing === 'superseded',
  );
  const declined = decision.outcome === 'declined' || decision.outcome === 'declined-prohibited';
  const close = heldBy('secretary');
  if (declined && isPublished(state, decision)) {
    const since = state.published?.when.recordedAt ?? decision.when.recordedAt;
    return [wait(close, 'close-submission', { since, about })];
  }
  const waits: Wait[] = [];
  if (runs(decision) && decision.reReview !== null) {
    const { reReview } = decision;
    const details = { about, since: reReview, after: reReview, until: decision.expires };
    waits.push(wait(close, 're-review', details));
  }
  if (ended === undefined) return waits;
  const lapses = ended.standing === 'lapsed' ? decision.expires : null;
  const since = decision.revoked?.when.recordedAt ?? lapses ?? state.recordedAt ?? '';
  const after = runs(decision) ? lapses : null;
  return [...waits, wait(close, 'close-submission', { since, about, after })];
}
