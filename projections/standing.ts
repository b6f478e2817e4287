import { addDays, instantFromMillis, millisOf } from '../events/time.ts';
import type { ConditionState, DecisionState, ReviewState } from './review-state/state.ts';

export type Standing =
  | 'none'
  | 'pending-conditions'
  | 'in-force'
  | 'suspended'
  | 'lapsed'
  | 'revoked'
  | 'superseded';

/** A standing and the first instant at which it shows; the first of a schedule has none. */
export interface StandingFrom {
  readonly from: string | null;
  readonly standing: Standing;
}

/** The decision that says whether the use may go on: the newest one that is not merely a deferral. */
export const governingDecision = (state: ReviewState): DecisionState | null =>
  [...state.pastDecisions, ...(state.decision === null ? [] : [state.decision])].findLast(
    ({ outcome }) => outcome !== 'deferred',
  ) ?? null;

/**
 * What an approval is worth at an instant: readers apply the clock, so that what is due shows before the system has
 * recorded it. Equality is in time. `none`: no approval, or one that does not run yet.
 */
export function standingOf(state: ReviewState, at: string): Standing {
  const decision = governingDecision(state);
  return decision === null ? 'none' : standingOfDecision(decision, at);
}

export function standingOfDecision(decision: DecisionState, at: string): Standing {
  if (decision.outcome !== 'approved' && decision.outcome !== 'approved-with-conditions') return 'none';
  if (decision.superseded !== null) return 'superseded';
  if (decision.revoked !== null) return 'revoked';
  if (decision.expired !== null || (decision.expires !== null && at > decision.expires)) return 'lapsed';
  const { conditions } = decision;
  if (decision.suspended !== null || conditions.some((each) => isBroken(each, at))) return 'suspended';
  if (conditions.some(({ kind, verified }) => kind === 'before' && verified === null))
    return 'pending-conditions';
  return at < decision.effective ? 'none' : 'in-force';
}

/** A breach holds until verified; a due date passed unverified is one, recorded or not. */
export const isBroken = (condition: ConditionState, at: string): boolean =>
  condition.breached !== null || isOverdue(condition, at);

export const isOverdue = ({ due, verified }: ConditionState, at: string): boolean =>
  due !== undefined && verified === null && at > due;

/** All standings that the clock alone brings, oldest first, so that a kept row can be read at any instant. */
export function standingSchedule(state: ReviewState): readonly StandingFrom[] {
  const decision = governingDecision(state);
  if (decision === null) return [{ from: null, standing: 'none' }];
  const dues = [decision.expires, ...decision.conditions.map(({ due }) => due)];
  const changes = dues.flatMap((due) => (due === null || due === undefined ? [] : [justAfter(due)]));
  const instants = [...new Set([decision.effective, ...changes])].sort();
  const schedule: StandingFrom[] = [{ from: null, standing: standingOfDecision(decision, '') }];
  for (const from of instants) {
    const standing = standingOfDecision(decision, from);
    if (standing !== schedule.at(-1)?.standing) schedule.push({ from, standing });
  }
  return schedule;
}

export const standingAt = (schedule: readonly StandingFrom[], at: string): Standing =>
  schedule.findLast(({ from }) => from === null || from <= at)?.standing ?? 'none';

const justAfter = (instant: string): string => instantFromMillis(millisOf(instant) + 1);

export type Flag =
  | 'review-overdue'
  | 'hard-stop-passed'
  | 'information-overdue'
  | 'condition-overdue'
  | 're-review-due'
  | 'expires-soon';

/** Days before an expiry from which it is pointed out. */
export const EXPIRES_SOON_DAYS = 30;

/** What a reader should notice at an instant. */
export function flagsOf(state: ReviewState, at: string): readonly Flag[] {
  const flags: Flag[] = [];
  const underReview = state.phase === 'review' || (state.phase === 'decision' && state.proposals.length > 0);
  const deadline = underReview ? state.panel?.deadline : null;
  if (deadline && at > deadline.due) flags.push('review-overdue');
  if (deadline && at > deadline.hardStop) flags.push('hard-stop-passed');
  const open = state.phase !== 'closed';
  if (open && state.requests.some(({ due, answer }) => answer === null && due !== null && at > due))
    flags.push('information-overdue');
  const decision = governingDecision(state);
  if (decision === null) return flags;
  const standing = standingOfDecision(decision, at);
  const runs = standing === 'in-force' || standing === 'pending-conditions' || standing === 'suspended';
  if (runs && decision.conditions.some((each) => isOverdue(each, at))) flags.push('condition-overdue');
  if (runs && decision.reReview !== null && at > decision.reReview) flags.push('re-review-due');
  if (runs && decision.expires !== null && at >= addDays(decision.expires, -EXPIRES_SOON_DAYS))
    flags.push('expires-soon');
  return flags;
}
