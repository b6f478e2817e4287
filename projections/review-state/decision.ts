import type { Recorded } from '../../events/decode.ts';
import type { DecisionState, Phase, ReviewState } from './state.ts';
import { actingPerson, when } from './when.ts';

type DecisionAct = Recorded<
  | 'DecisionProposed'
  | 'DecisionProposalWithdrawn'
  | 'DecisionIssued'
  | 'DissentRecorded'
  | 'DecisionPublished'
>;

export function evolveDecision(state: ReviewState, event: DecisionAct): ReviewState {
  switch (event.type) {
    case 'DecisionProposed': {
      const proposal = {
        event: event.id,
        when: when(event),
        by: actingPerson(event),
        content: event.data.proposal ?? 'sealed',
        withdrawn: false,
      } as const;
      return {
        ...state,
        phase: state.phase === 'review' ? 'decision' : state.phase,
        proposals: [...state.proposals, proposal],
      };
    }
    case 'DecisionProposalWithdrawn': {
      const proposals = state.proposals.map((proposal) =>
        proposal.event === event.data.proposal ? { ...proposal, withdrawn: true } : proposal,
      );
      const none = proposals.every(({ withdrawn }) => withdrawn);
      return { ...state, proposals, phase: state.phase === 'decision' && none ? 'review' : state.phase };
    }
    case 'DecisionIssued':
      return issued(state, event);
    case 'DissentRecorded':
      return onDecision(state, event.data.decision, (decision) => ({
        ...decision,
        dissents: [...decision.dissents, { event: event.id, seat: event.data.seat }],
      }));
    case 'DecisionPublished':
      return { ...state, published: { event: event.id, when: when(event) } };
    default:
      return event satisfies never;
  }
}

function issued(state: ReviewState, event: Recorded<'DecisionIssued'>): ReviewState {
  const { data } = event;
  const decision: DecisionState = {
    decision: data.decision,
    event: event.id,
    when: when(event),
    outcome: data.outcome,
    version: data.evaluation.version,
    evaluation: data.evaluation,
    conditions: data.conditions.map((condition) => ({
      ...condition,
      evidence: [],
      verified: null,
      breached: null,
    })),
    effective: data.effective,
    expires: data.expires ?? null,
    reReview: data.reReview ?? null,
    dissents: [],
    suspended: null,
    suspensions: [],
    expired: null,
    revoked: null,
    superseded: null,
  };
  const panel =
    state.panel === null || data.deadline === undefined
      ? state.panel
      : { ...state.panel, deadline: data.deadline, deadlineSet: event.id };
  return {
    ...state,
    outcome: data.outcome,
    phase: phaseAfter(data.outcome),
    decision,
    pastDecisions: state.decision === null ? state.pastDecisions : [...state.pastDecisions, state.decision],
    proposals: [],
    panel,
  };
}

function phaseAfter(outcome: DecisionState['outcome']): Phase {
  if (outcome === 'deferred') return 'review';
  return outcome === 'declined' || outcome === 'declined-prohibited' ? 'decision' : 'aftercare';
}

/** Every decision of the submission, oldest first. */
export const decisionsOf = (state: ReviewState): readonly DecisionState[] =>
  state.decision === null ? state.pastDecisions : [...state.pastDecisions, state.decision];

/** The decision that an act names, wherever it stands; an act on an unknown one (left out by `--as-of`) changes nothing. */
export function onDecision(
  state: ReviewState,
  id: string | undefined,
  change: (decision: DecisionState) => DecisionState,
): ReviewState {
  const apply = (decision: DecisionState): DecisionState =>
    decision.decision === id ? change(decision) : decision;
  return {
    ...state,
    decision: state.decision === null ? null : apply(state.decision),
    pastDecisions: state.pastDecisions.map(apply),
  };
}
