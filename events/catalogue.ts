import { z } from 'zod';
import * as aftercare from './aftercare.ts';
import * as decision from './decision.ts';
import * as directory from './directory.ts';
import * as framework from './framework.ts';
import * as ledger from './ledger.ts';
import * as panel from './panel.ts';
import * as record from './record.ts';
import * as review from './review.ts';
import type { StreamKind } from './stream.ts';
import * as submission from './submission.ts';

/** Every event there is, by the streams it may stand in and in the order of docs/events.md. */
export const catalogue = {
  ledger: [
    ledger.LedgerOpened,
    ledger.LogKeyAdded,
    ledger.LogKeyRetired,
    ledger.HoldPlaced,
    ledger.HoldReleased,
    ledger.RetentionSet,
    ledger.ExportProduced,
    ledger.AccessSealed,
  ],
  directory: [
    directory.PersonRegistered,
    directory.RoleProposed,
    directory.RoleGranted,
    directory.RoleRevoked,
    directory.TeamJoined,
    directory.TeamLeft,
  ],
  framework: [
    framework.FrameworkProposed,
    framework.FrameworkPublished,
    framework.CriterionPublished,
    framework.FrameworkRetired,
  ],
  submission: [
    submission.SubmissionReceived,
    submission.SubmissionRevised,
    submission.SubmissionReturned,
    submission.InformationRequested,
    submission.InformationProvided,
    submission.SubmissionScreened,
    submission.SubmissionWithdrawn,
    submission.SubmissionClosed,
    submission.SubmissionReopened,
    panel.PanelConvened,
    panel.SeatDeclined,
    panel.SeatVacated,
    panel.AlternateSeated,
    panel.InterestDeclared,
    panel.InterestCleared,
    panel.ReviewerRecused,
    panel.RecusalLifted,
    panel.PanelDissolved,
    panel.DueDateSet,
    panel.DueDateExtended,
    review.CommentAdded,
    review.JudgmentRecorded,
    review.JudgmentWithdrawn,
    review.JudgmentsMarkedStale,
    review.ConcernRaised,
    review.ConcernAnswered,
    review.ConcernWithdrawn,
    review.ConcernAdopted,
    review.ConcernVoteRecorded,
    review.ConcernOverruled,
    review.JudgmentOpened,
    review.ConcernOpened,
    review.VoteOpened,
    review.ActRefused,
    decision.DecisionProposed,
    decision.DecisionProposalWithdrawn,
    decision.DecisionIssued,
    decision.DissentRecorded,
    decision.DecisionPublished,
    aftercare.ConditionEvidenceSubmitted,
    aftercare.ConditionEvidenceRejected,
    aftercare.ConditionVerified,
    aftercare.ConditionExtended,
    aftercare.ConditionBreached,
    aftercare.DecisionSuspended,
    aftercare.DecisionReinstated,
    aftercare.DecisionRevoked,
    aftercare.DecisionSuperseded,
    aftercare.DecisionExpired,
    record.EntryCorrected,
    record.AuditNoteAdded,
  ],
  erasure: [record.ErasureProposed, record.ErasureApproved, record.DisclosuresErased],
  report: [
    record.ReportDefinitionPublished,
    record.ReportGenerated,
    record.ReportApproved,
    record.ReportPublished,
    record.ReportCorrected,
  ],
} as const satisfies Record<StreamKind, readonly z.ZodType[]>;

export const LedgerEvent = z.discriminatedUnion('type', [
  ...catalogue.ledger,
  ...catalogue.directory,
  ...catalogue.framework,
  ...catalogue.submission,
  ...catalogue.erasure,
  ...catalogue.report,
]);
/** One thing that can happen: its type and its data, confidential fields present where the reader holds them. */
export type LedgerEvent = z.infer<typeof LedgerEvent>;
export type EventType = LedgerEvent['type'];
export type EventOf<T extends EventType> = Extract<LedgerEvent, { readonly type: T }>;

export type SubmissionEvent = z.infer<(typeof catalogue.submission)[number]>;
export type DirectoryEvent = z.infer<(typeof catalogue.directory)[number]>;
export type FrameworkEvent = z.infer<(typeof catalogue.framework)[number]>;
export type LedgerStreamEvent = z.infer<(typeof catalogue.ledger)[number]>;
