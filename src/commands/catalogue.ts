import type { z } from 'zod';
import * as aftercare from './aftercare.ts';
import * as decision from './decision.ts';
import * as directory from './directory.ts';
import * as erasure from './erasure.ts';
import * as framework from './framework.ts';
import * as ledger from './ledger.ts';
import * as panel from './panel.ts';
import * as review from './review.ts';
import * as submission from './submission.ts';

/** Every command there is: one schema for API, CLI and imported acts. */
export const commandSpecs = [
  ledger.OpenLedger,
  ledger.RecoverLedger,
  ledger.AddLogKey,
  ledger.RetireLogKey,
  ledger.RecordExport,
  ledger.SealAccess,
  ledger.PlaceHold,
  ledger.ReleaseHold,
  ledger.SetRetention,
  directory.RegisterPerson,
  directory.CorrectPerson,
  directory.ProposeRole,
  directory.GrantRole,
  directory.RevokeRole,
  directory.JoinTeam,
  directory.LeaveTeam,
  framework.ProposeFramework,
  framework.PublishFramework,
  framework.RetireFramework,
  submission.ReceiveSubmission,
  submission.ReviseSubmission,
  submission.ReturnSubmission,
  submission.RequestInformation,
  submission.ProvideInformation,
  submission.ScreenSubmission,
  submission.WithdrawSubmission,
  submission.CloseSubmission,
  submission.ReopenSubmission,
  submission.CorrectEntry,
  panel.ConvenePanel,
  panel.DeclineSeat,
  panel.VacateSeat,
  panel.SeatAlternate,
  panel.DeclareInterest,
  panel.ClearInterest,
  panel.RecuseReviewer,
  panel.LiftRecusal,
  panel.DissolvePanel,
  panel.SetDueDate,
  panel.ExtendDueDate,
  review.AddComment,
  review.RecordJudgment,
  review.WithdrawJudgment,
  review.RaiseConcern,
  review.AnswerConcern,
  review.WithdrawConcern,
  review.AdoptConcern,
  review.RecordConcernVote,
  review.RecordRefusal,
  review.AddAuditNote,
  decision.ProposeDecision,
  decision.WithdrawProposal,
  decision.IssueDecision,
  decision.RecordDissent,
  decision.PublishDecision,
  aftercare.SubmitEvidence,
  aftercare.RejectEvidence,
  aftercare.VerifyCondition,
  aftercare.ExtendCondition,
  aftercare.ReportBreach,
  aftercare.SuspendDecision,
  aftercare.ReinstateDecision,
  aftercare.RevokeDecision,
  aftercare.SupersedeDecision,
  aftercare.ExpireDecision,
  aftercare.RecordOverdueCondition,
  erasure.ProposeErasure,
  erasure.ApproveErasure,
  erasure.RecordErased,
] as const;

type Spec = (typeof commandSpecs)[number];
export type CommandName = Spec['name'];
export type CommandData<N extends CommandName> = z.infer<Extract<Spec, { readonly name: N }>['data']>;

/** A command's name with its data, checked. */
export type Asked = { [N in CommandName]: { readonly name: N; readonly data: CommandData<N> } }[CommandName];
export type AskedOf<N extends CommandName> = Extract<Asked, { readonly name: N }>;

export const commandNames: readonly CommandName[] = commandSpecs.map(({ name }) => name);
