import type { SubmissionEvent } from '../../events/catalogue.ts';
import type { Recorded, RecordedEvent } from '../../events/decode.ts';
import { evolveAftercare } from './aftercare.ts';
import { evolveDecision } from './decision.ts';
import { evolvePanel } from './panel.ts';
import { redated } from './redated.ts';
import { evolveReview } from './review.ts';
import type { ReviewState } from './state.ts';
import { evolveSubmission } from './submission.ts';

export type RecordedSubmissionEvent = Recorded<SubmissionEvent['type']>;

/** True for an event of a submission's stream; the catalogue lets no other type stand there. */
export const isSubmissionEvent = (event: RecordedEvent): event is RecordedSubmissionEvent =>
  event.stream.startsWith('submission-');

/**
 * One more event folded into a submission's state. Takes any subset of a stream in its order (`--as-of` leaves events
 * out), so nothing here depends on a rule having held.
 */
export function evolve(state: ReviewState, event: RecordedSubmissionEvent): ReviewState {
  // An audit note goes on with nothing: what it is about may still be imported.
  const native =
    event.imported === undefined && event.actor.via !== 'system' && event.type !== 'AuditNoteAdded';
  return {
    ...byType(state, event),
    revision: event.revision,
    recordedAt: event.recordedAt,
    nativeSince: state.nativeSince ?? (native ? event.revision : null),
  };
}

function byType(state: ReviewState, event: RecordedSubmissionEvent): ReviewState {
  switch (event.type) {
    case 'SubmissionReceived':
    case 'SubmissionRevised':
    case 'SubmissionReturned':
    case 'InformationRequested':
    case 'InformationProvided':
    case 'SubmissionScreened':
    case 'SubmissionWithdrawn':
    case 'SubmissionClosed':
    case 'SubmissionReopened':
      return evolveSubmission(state, event);
    case 'PanelConvened':
    case 'SeatDeclined':
    case 'SeatVacated':
    case 'AlternateSeated':
    case 'InterestDeclared':
    case 'InterestCleared':
    case 'ReviewerRecused':
    case 'RecusalLifted':
    case 'PanelDissolved':
    case 'DueDateSet':
    case 'DueDateExtended':
      return evolvePanel(state, event);
    case 'CommentAdded':
    case 'JudgmentRecorded':
    case 'JudgmentWithdrawn':
    case 'JudgmentsMarkedStale':
    case 'ConcernRaised':
    case 'ConcernAnswered':
    case 'ConcernWithdrawn':
    case 'ConcernAdopted':
    case 'ConcernVoteRecorded':
    case 'ConcernOverruled':
    case 'JudgmentOpened':
    case 'ConcernOpened':
    case 'VoteOpened':
    case 'ActRefused':
      return evolveReview(state, event);
    case 'DecisionProposed':
    case 'DecisionProposalWithdrawn':
    case 'DecisionIssued':
    case 'DissentRecorded':
    case 'DecisionPublished':
      return evolveDecision(state, event);
    case 'ConditionEvidenceSubmitted':
    case 'ConditionEvidenceRejected':
    case 'ConditionVerified':
    case 'ConditionExtended':
    case 'ConditionBreached':
    case 'DecisionSuspended':
    case 'DecisionReinstated':
    case 'DecisionRevoked':
    case 'DecisionSuperseded':
    case 'DecisionExpired':
      return evolveAftercare(state, event);
    case 'EntryCorrected':
      return redated(state, event);
    case 'AuditNoteAdded':
      return state;
    default:
      return event satisfies never;
  }
}
