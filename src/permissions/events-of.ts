import type { EventType } from '../../events/catalogue.ts';
import { type CommandName, commandNames } from '../commands/catalogue.ts';

/** The events in which a command may end: what an outsider needs to tell from an event which rules it was under. */
export const eventsOf: Readonly<Record<CommandName, readonly EventType[]>> = {
  'open-ledger': ['LedgerOpened'],
  'recover-ledger': ['LedgerOpened'],
  'add-log-key': ['LogKeyAdded'],
  'retire-log-key': ['LogKeyRetired'],
  'record-export': ['ExportProduced'],
  'seal-access': ['AccessSealed'],
  'place-hold': ['HoldPlaced'],
  'release-hold': ['HoldReleased'],
  'set-retention': ['RetentionSet'],

  'register-person': ['PersonRegistered'],
  'correct-person': ['EntryCorrected'],
  'propose-role': ['RoleProposed'],
  'grant-role': ['RoleGranted'],
  'revoke-role': ['RoleRevoked'],
  'join-team': ['TeamJoined'],
  'leave-team': ['TeamLeft'],

  'propose-framework': ['FrameworkProposed'],
  'publish-framework': ['FrameworkPublished', 'CriterionPublished'],
  'retire-framework': ['FrameworkRetired'],

  'receive-submission': ['SubmissionReceived'],
  'revise-submission': ['SubmissionRevised', 'JudgmentsMarkedStale'],
  'return-submission': ['SubmissionReturned'],
  'request-information': ['InformationRequested'],
  'provide-information': ['InformationProvided'],
  'screen-submission': ['SubmissionScreened'],
  'withdraw-submission': ['SubmissionWithdrawn'],
  'close-submission': ['SubmissionClosed'],
  'reopen-submission': ['SubmissionReopened'],
  'correct-entry': ['EntryCorrected'],

  'convene-panel': ['PanelConvened'],
  'decline-seat': ['SeatDeclined'],
  'vacate-seat': ['SeatVacated'],
  'seat-alternate': ['AlternateSeated'],
  'declare-interest': ['InterestDeclared', 'ReviewerRecused'],
  'clear-interest': ['InterestCleared'],
  'recuse-reviewer': ['ReviewerRecused'],
  'lift-recusal': ['RecusalLifted'],
  'dissolve-panel': ['PanelDissolved'],
  'set-due-date': ['DueDateSet'],
  'extend-due-date': ['DueDateExtended'],

  'add-comment': ['CommentAdded'],
  'record-judgment': ['JudgmentRecorded'],
  'withdraw-judgment': ['JudgmentWithdrawn'],
  'raise-concern': ['ConcernRaised'],
  'answer-concern': ['ConcernAnswered'],
  'withdraw-concern': ['ConcernWithdrawn'],
  'adopt-concern': ['ConcernAdopted'],
  'record-concern-vote': ['ConcernVoteRecorded', 'ConcernOverruled'],
  'record-refusal': ['ActRefused'],
  'add-audit-note': ['AuditNoteAdded'],

  'propose-decision': ['DecisionProposed'],
  'withdraw-proposal': ['DecisionProposalWithdrawn'],
  'issue-decision': ['JudgmentOpened', 'ConcernOpened', 'VoteOpened', 'DecisionIssued'],
  'record-dissent': ['DissentRecorded'],
  'publish-decision': ['DecisionPublished'],

  'submit-evidence': ['ConditionEvidenceSubmitted'],
  'reject-evidence': ['ConditionEvidenceRejected'],
  'verify-condition': ['ConditionVerified'],
  'extend-condition': ['ConditionExtended'],
  'report-breach': ['ConditionBreached', 'DecisionSuspended'],
  'suspend-decision': ['DecisionSuspended'],
  'reinstate-decision': ['DecisionReinstated'],
  'revoke-decision': ['DecisionRevoked'],
  'supersede-decision': ['DecisionSuperseded'],
  'expire-decision': ['DecisionExpired'],
  'record-overdue-condition': ['ConditionBreached', 'DecisionSuspended'],

  'propose-erasure': ['ErasureProposed'],
  'approve-erasure': ['ErasureApproved'],
  'record-erased': ['DisclosuresErased'],
};

const recording = new Map<EventType, CommandName[]>();
for (const name of commandNames)
  for (const type of eventsOf[name]) recording.set(type, [...(recording.get(type) ?? []), name]);

/** The commands that can have recorded an event of this type; none for a type that no command records yet. */
export const commandsRecording = (type: EventType): readonly CommandName[] => recording.get(type) ?? [];
