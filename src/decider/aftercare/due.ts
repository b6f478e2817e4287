import { LedgerError } from '../../../events/errors.ts';
import type { DecisionState, ReviewState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { enter } from '../gate.ts';
import { alreadyDone, conditionNamed, decisionNamed, isApproval } from './found.ts';

/**
 * The system's own acts. They are derived from what a fold stored, so one that no longer fits (the date was extended,
 * another node was first) is `already-done` and the ticker goes on; one that comes early is `not-due`.
 */
export function expireDecision(
  asked: AskedOf<'expire-decision'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const { expires } = asked.data;
  const decision = decisionNamed(state, asked.data.decision);
  refuseEnded(decision);
  if (decision.expires !== expires)
    throw alreadyDone('decision', decision.decision, `the decision does not expire at ${expires}`);
  refuseEarly(expires, circumstances.at);
  return decided(acting, rules.broke(), [{ type: 'DecisionExpired', data: asked.data }]);
}

export function recordOverdueCondition(
  asked: AskedOf<'record-overdue-condition'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const { due } = asked.data;
  const { decision, condition } = conditionNamed(state, asked.data);
  const { condition: key, verified, breached } = condition;
  refuseEnded(decision);
  if (verified !== null || breached !== null || condition.due !== due)
    throw alreadyDone('condition', key, `nothing became due for condition ${key} at ${due}`);
  refuseEarly(due, circumstances.at);
  return decided(acting, rules.broke(), [
    { type: 'ConditionBreached', data: asked.data },
    {
      type: 'DecisionSuspended',
      data: { decision: decision.decision, why: 'condition-overdue', condition: key },
    },
  ]);
}

/** Asked of the record, not of the clock: what is due late is still recorded, in the order in which it became due. */
function refuseEnded(decision: DecisionState): void {
  const { expired, revoked, superseded } = decision;
  if (isApproval(decision) && expired === null && revoked === null && superseded === null) return;
  throw alreadyDone('decision', decision.decision, 'the decision is over, or was no approval');
}

/** Equality is in time. */
function refuseEarly(due: string, at: string): void {
  if (at > due) return;
  throw new LedgerError('not-due', `due after ${due}, and it is ${at}`, { due, at });
}
