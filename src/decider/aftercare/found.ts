import { LedgerError } from '../../../events/errors.ts';
import { decisionsOf } from '../../../projections/review-state/decision.ts';
import type { ConditionState, DecisionState, ReviewState } from '../../../projections/review-state/state.ts';
import { type Standing, standingOfDecision } from '../../../projections/standing.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { type Entered, enter } from '../gate.ts';
import type { Rules } from '../rules.ts';
import { separation } from '../rules.ts';

/** @throws LedgerError `unknown-reference` */
export function decisionNamed(state: ReviewState, id: string): DecisionState {
  const found = decisionsOf(state).find(({ decision }) => decision === id);
  if (found !== undefined) return found;
  throw new LedgerError('unknown-reference', `${id} is no decision of this submission`, {
    field: 'decision',
    id,
  });
}

export interface OnCondition {
  readonly decision: DecisionState;
  readonly condition: ConditionState;
}

/** @throws LedgerError `unknown-reference` */
export function conditionNamed(
  state: ReviewState,
  data: { readonly decision: string; readonly condition: string },
): OnCondition {
  const decision = decisionNamed(state, data.decision);
  const condition = decision.conditions.find((each) => each.condition === data.condition);
  if (condition !== undefined) return { decision, condition };
  const known = decision.conditions.map((each) => each.condition).join(', ') || 'none';
  throw new LedgerError(
    'unknown-reference',
    `${data.condition} is no condition of that decision; its conditions: ${known}`,
    { field: 'condition', id: data.condition },
  );
}

/** Standings of an approval that has not come to an end. `none` is one that does not run yet. */
const running: readonly Standing[] = ['none', 'pending-conditions', 'in-force', 'suspended'];

export const isApproval = ({ outcome }: DecisionState): boolean =>
  outcome === 'approved' || outcome === 'approved-with-conditions';

/** An approval that is over, or was never given, cannot be acted on any more. @throws LedgerError `wrong-standing` */
export function requireRunning(decision: DecisionState, at: string, rules: Rules): void {
  const standing = standingOfDecision(decision, at);
  rules.require(isApproval(decision) && running.includes(standing), () =>
    wrongStanding(decision, standing, ['pending-conditions', 'in-force', 'suspended']),
  );
}

export const wrongStanding = (
  { outcome }: DecisionState,
  standing: Standing,
  accepted: readonly Standing[],
): LedgerError =>
  new LedgerError(
    'wrong-standing',
    `the decision is ${outcome} and its standing ${standing}; accepted: ${accepted.join(', ')}`,
    { standing, accepted },
  );

/**
 * Enters an act of the verifier's. Who owns the condition, and who submitted, never verifies (SOD-2): they are told so
 * before anything else, for it is a separation of duties and no missing role.
 */
export function enterAsVerifier(
  asked: Verifying,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Entered {
  const actor = facts.actor?.pseudonym;
  const { decision: id, condition: key } = asked.data;
  const condition = decisionsOf(state)
    .find(({ decision }) => decision === id)
    ?.conditions.find((each) => each.condition === key);
  const involved = actor !== undefined && (actor === condition?.owner || actor === state.submitter);
  const refusal = (): LedgerError =>
    separation('SOD-2', 'the owner of a condition and the submitter do not verify it', asked.name);
  const fenced = state.fences.some(({ person }) => person === actor);
  if (involved && !fenced && circumstances.imported === null) throw refusal();
  const entered = enter(asked, state, facts, circumstances);
  entered.rules.require(!involved, refusal);
  return entered;
}

type Verifying = AskedOf<'reject-evidence' | 'verify-condition'>;

export const alreadyDone = (what: string, id: string, message: string): LedgerError =>
  new LedgerError('already-done', message, { what, id });
