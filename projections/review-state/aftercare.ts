import type { Recorded } from '../../events/decode.ts';
import { onDecision } from './decision.ts';
import type { ConditionState, DecisionState, ReviewState, Suspension } from './state.ts';
import { when } from './when.ts';

type AftercareAct = Recorded<
  | 'ConditionEvidenceSubmitted'
  | 'ConditionEvidenceRejected'
  | 'ConditionVerified'
  | 'ConditionExtended'
  | 'ConditionBreached'
  | 'DecisionSuspended'
  | 'DecisionReinstated'
  | 'DecisionRevoked'
  | 'DecisionSuperseded'
  | 'DecisionExpired'
>;

export function evolveAftercare(state: ReviewState, event: AftercareAct): ReviewState {
  switch (event.type) {
    case 'ConditionEvidenceSubmitted':
      return onCondition(state, event, (condition) => ({
        ...condition,
        evidence: [...condition.evidence, { event: event.id, at: event.recordedAt, rejected: false }],
      }));
    case 'ConditionEvidenceRejected':
      return onCondition(state, event, (condition) => ({
        ...condition,
        evidence: condition.evidence.map((each) =>
          each.event === event.data.evidence ? { ...each, rejected: true } : each,
        ),
      }));
    case 'ConditionVerified':
      return verified(state, event);
    case 'ConditionExtended':
      return onCondition(state, event, (condition) => ({ ...condition, due: event.data.due }));
    case 'ConditionBreached':
      return onCondition(state, event, (condition) => ({ ...condition, breached: event.id, verified: null }));
    case 'DecisionSuspended':
      return suspended(state, event);
    case 'DecisionReinstated':
      return onDecision(state, event.data.decision, (decision) =>
        withSuspensions(
          decision,
          decision.suspensions.filter(({ condition }) => condition !== null),
        ),
      );
    case 'DecisionRevoked':
      return onDecision(state, event.data.decision ?? state.decision?.decision, (decision) => ({
        ...decision,
        revoked: { event: event.id, when: when(event) },
      }));
    case 'DecisionSuperseded':
      return onDecision(state, event.data.decision, (decision) => ({ ...decision, superseded: event.id }));
    case 'DecisionExpired':
      return onDecision(state, event.data.decision, (decision) => ({ ...decision, expired: event.id }));
    default:
      return event satisfies never;
  }
}

/** A condition suspends once, however often it is found broken before it is verified. */
function suspended(state: ReviewState, event: Recorded<'DecisionSuspended'>): ReviewState {
  const suspension = { event: event.id, at: event.recordedAt, condition: event.data.condition ?? null };
  return onDecision(state, event.data.decision, (decision) =>
    decision.suspensions.some(({ condition }) => condition === suspension.condition)
      ? decision
      : withSuspensions(decision, [...decision.suspensions, suspension]),
  );
}

/** A verification also ends the suspension that this condition caused, and no other. */
function verified(state: ReviewState, event: Recorded<'ConditionVerified'>): ReviewState {
  const next = onCondition(state, event, (condition) => ({
    ...condition,
    verified: event.id,
    breached: null,
  }));
  return onDecision(next, event.data.decision, (decision) =>
    withSuspensions(
      decision,
      decision.suspensions.filter(({ condition }) => condition !== event.data.condition),
    ),
  );
}

const withSuspensions = (decision: DecisionState, suspensions: readonly Suspension[]): DecisionState => ({
  ...decision,
  suspended: suspensions[0] ?? null,
  suspensions,
});

function onCondition(
  state: ReviewState,
  event: { readonly data: { readonly decision: string; readonly condition: string } },
  change: (condition: ConditionState) => ConditionState,
): ReviewState {
  return onDecision(
    state,
    event.data.decision,
    (decision): DecisionState => ({
      ...decision,
      conditions: decision.conditions.map((condition) =>
        condition.condition === event.data.condition ? change(condition) : condition,
      ),
    }),
  );
}
