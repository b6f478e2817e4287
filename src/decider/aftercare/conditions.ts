import { LedgerError } from '../../../events/errors.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import { isOverdue } from '../../../projections/standing.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { enter } from '../gate.ts';
import { invalidCommand, requireGiven } from '../rules.ts';
import { alreadyDone, conditionNamed, enterAsVerifier, type OnCondition, requireRunning } from './found.ts';

/** The owner's claim; it never changes standing. */
export function submitEvidence(
  asked: AskedOf<'submit-evidence'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const { decision } = conditionNamed(state, asked.data);
  requireRunning(decision, circumstances.at, rules);
  return decided(acting, rules.broke(), [{ type: 'ConditionEvidenceSubmitted', data: asked.data }]);
}

export function rejectEvidence(
  asked: AskedOf<'reject-evidence'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enterAsVerifier(asked, state, facts, circumstances);
  const { decision, condition } = conditionNamed(state, asked.data);
  requireRunning(decision, circumstances.at, rules);
  const { evidence: id } = asked.data;
  rules.require(!evidenceNamed(condition, id).rejected, () =>
    alreadyDone('evidence', id, `evidence ${id} is rejected`),
  );
  requireGiven(asked.name, { reason: asked.data.reason }, circumstances);
  return decided(acting, rules.broke(), [{ type: 'ConditionEvidenceRejected', data: asked.data }]);
}

/** With or without evidence of the owner's: the verifier may have seen for themselves. */
export function verifyCondition(
  asked: AskedOf<'verify-condition'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enterAsVerifier(asked, state, facts, circumstances);
  const { decision, condition } = conditionNamed(state, asked.data);
  requireRunning(decision, circumstances.at, rules);
  const { evidence: id } = asked.data;
  if (id !== undefined)
    rules.require(!evidenceNamed(condition, id).rejected, () =>
      invalidCommand(asked.name, 'evidence', 'evidence that has not been rejected'),
    );
  rules.require(condition.verified === null || condition.kind === 'continuing', () =>
    alreadyDone('condition', condition.condition, `condition ${condition.condition} is verified`),
  );
  return decided(acting, rules.broke(), [{ type: 'ConditionVerified', data: asked.data }]);
}

/** Before its date has passed: afterwards only verifying or revoking ends the suspension. */
export function extendCondition(
  asked: AskedOf<'extend-condition'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const { decision, condition } = conditionNamed(state, asked.data);
  const { at } = circumstances;
  requireRunning(decision, at, rules);
  const key = condition.condition;
  rules.require(condition.breached === null && !isOverdue(condition, at), () => broken([key]));
  rules.require(condition.verified === null, () =>
    alreadyDone('condition', key, `condition ${key} is verified`),
  );
  const { due, reason } = asked.data;
  const before = condition.due ?? at;
  rules.require(due > before && due > at, () => invalidCommand(asked.name, 'due', `later than ${before}`));
  requireGiven(asked.name, { reason }, circumstances);
  return decided(acting, rules.broke(), [{ type: 'ConditionExtended', data: asked.data }]);
}

/** Somebody saw the condition broken: the approval is suspended with it. */
export function reportBreach(
  asked: AskedOf<'report-breach'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const { decision, condition } = conditionNamed(state, asked.data);
  requireRunning(decision, circumstances.at, rules);
  const key = condition.condition;
  rules.require(condition.breached === null, () =>
    alreadyDone('condition', key, `condition ${key} is broken, and that is on record`),
  );
  return decided(acting, rules.broke(), [
    { type: 'ConditionBreached', data: asked.data },
    {
      type: 'DecisionSuspended',
      data: { decision: decision.decision, why: 'condition-breached', condition: key },
    },
  ]);
}

export const broken = (conditions: readonly string[]): LedgerError =>
  new LedgerError(
    'condition-broken',
    `broken or overdue: ${conditions.join(', ')}; that holds until verified, or the decision is revoked`,
    { conditions },
  );

function evidenceNamed(condition: OnCondition['condition'], id: string) {
  const found = condition.evidence.find(({ event }) => event === id);
  if (found !== undefined) return found;
  throw new LedgerError('unknown-reference', `${id} is no evidence for ${condition.condition}`, {
    field: 'evidence',
    id,
  });
}
