import { LedgerError } from '../../../events/errors.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import { isBroken, standingOfDecision } from '../../../projections/standing.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { enter } from '../gate.ts';
import { invalidCommand, requireGiven } from '../rules.ts';
import { broken } from './conditions.ts';
import { alreadyDone, decisionNamed, isApproval, requireRunning, wrongStanding } from './found.ts';

export function suspendDecision(
  asked: AskedOf<'suspend-decision'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const decision = decisionNamed(state, asked.data.decision);
  requireRunning(decision, circumstances.at, rules);
  rules.require(!decision.suspensions.some(({ condition }) => condition === null), () =>
    alreadyDone('suspension', decision.decision, 'the decision is suspended until it is reinstated'),
  );
  requireGiven(asked.name, { reason: asked.data.reason }, circumstances);
  return decided(acting, rules.broke(), [{ type: 'DecisionSuspended', data: asked.data }]);
}

/** What a broken condition suspended, only its verification reinstates. */
export function reinstateDecision(
  asked: AskedOf<'reinstate-decision'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const decision = decisionNamed(state, asked.data.decision);
  const { at } = circumstances;
  const standing = standingOfDecision(decision, at);
  rules.require(standing === 'suspended', () => wrongStanding(decision, standing, ['suspended']));
  const failing = decision.conditions.filter((each) => isBroken(each, at));
  rules.require(failing.length === 0, () => broken(failing.map(({ condition }) => condition)));
  requireGiven(asked.name, { reason: asked.data.reason }, circumstances);
  return decided(acting, rules.broke(), [{ type: 'DecisionReinstated', data: asked.data }]);
}

/** The present decision where none is named. In imported history it may be unknown which. */
export function revokeDecision(
  asked: AskedOf<'revoke-decision'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const { decision: id, reason } = asked.data;
  const decision = id === undefined ? state.decision : decisionNamed(state, id);
  rules.require(
    decision !== null,
    () =>
      new LedgerError('not-found', 'there is no decision that could be revoked', {
        what: 'decision',
        id: circumstances.subject,
      }),
  );
  if (decision !== null) requireRunning(decision, circumstances.at, rules);
  requireGiven(asked.name, { reason }, circumstances);
  const named = decision === null ? {} : { decision: decision.decision };
  const data = { ...named, ...(reason === undefined ? {} : { reason }) };
  return decided(acting, rules.broke(), [{ type: 'DecisionRevoked', data }]);
}

/**
 * Another decision takes the place of this one. Within one submission that other must be an approval that has not ended,
 * so that no chain of decisions comes back to itself; what other submissions decided does not show here.
 */
export function supersedeDecision(
  asked: AskedOf<'supersede-decision'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const decision = decisionNamed(state, asked.data.decision);
  const { at, subject } = circumstances;
  const { by } = asked.data;
  if (by.decision === decision.decision)
    throw invalidCommand(asked.name, 'by.decision', 'another decision: none supersedes itself');
  requireRunning(decision, at, rules);
  if (by.submission === subject) {
    const successor = decisionNamed(state, by.decision);
    const standing = standingOfDecision(successor, at);
    const over = standing === 'superseded' || standing === 'revoked' || standing === 'lapsed';
    rules.require(!over || !isApproval(successor), () =>
      wrongStanding(successor, standing, ['none', 'pending-conditions', 'in-force', 'suspended']),
    );
  }
  return decided(acting, rules.broke(), [{ type: 'DecisionSuperseded', data: asked.data }]);
}
