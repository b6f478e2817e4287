import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import type { RecordedSubmissionEvent } from '../../../projections/review-state/evolve.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import { type Append, eventsOf } from '../append.ts';
import type { Telling } from '../enact.ts';
import { aftercareTelling } from './aftercare.ts';
import { decisionTelling } from './decision.ts';
import { panelTelling } from './panel.ts';
import { type Content, reviewTelling } from './review.ts';
import { submissionTelling } from './submission.ts';

/** What the act of an append is decided again with. */
export interface Told {
  readonly state: ReviewState;
  /** The version under which the panel sits. */
  readonly framework: FrameworkVersion | undefined;
  /** What the log has opened of the act's own rule field. */
  readonly content: Content | undefined;
}

/** The command of which an append is the outcome; null where no command begins with such an event. */
export function tellingOf(append: Append<RecordedSubmissionEvent>, told: Told): Telling | null {
  const events = eventsOf(append);
  const issued = events.find((event) => event.type === 'DecisionIssued');
  const [head, second] = [issued ?? append.leaves[0].event, events[1]];
  switch (head.type) {
    case 'SubmissionReceived':
    case 'SubmissionRevised':
    case 'SubmissionReturned':
    case 'InformationRequested':
    case 'InformationProvided':
    case 'SubmissionScreened':
    case 'SubmissionWithdrawn':
    case 'SubmissionClosed':
    case 'SubmissionReopened':
    case 'EntryCorrected':
      return submissionTelling(head, told.state);
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
      return panelTelling(head, second?.type === 'ReviewerRecused', told.framework);
    case 'CommentAdded':
    case 'JudgmentRecorded':
    case 'JudgmentWithdrawn':
    case 'ConcernRaised':
    case 'ConcernAnswered':
    case 'ConcernWithdrawn':
    case 'ConcernAdopted':
    case 'ConcernVoteRecorded':
    case 'ActRefused':
    case 'AuditNoteAdded':
      return reviewTelling(head, told.state, told.content);
    case 'DecisionProposed':
    case 'DecisionProposalWithdrawn':
    case 'DecisionIssued':
    case 'DissentRecorded':
    case 'DecisionPublished':
      return decisionTelling(head);
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
      return aftercareTelling(head);
    case 'JudgmentsMarkedStale':
    case 'ConcernOverruled':
    case 'JudgmentOpened':
    case 'ConcernOpened':
    case 'VoteOpened':
      return null;
    default:
      return head satisfies never;
  }
}
