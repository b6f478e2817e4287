import { z } from 'zod';
import { ConditionVerified } from '../../events/aftercare.ts';
import { EventId, Key, Prose, Uuid } from '../../events/ids.ts';
import { Attachments } from '../../events/submission.ts';
import { Instant } from '../../events/time.ts';
import { command } from './command.ts';

const condition = { decision: Uuid, condition: Key };
const Reason = { reason: Prose.exactOptional() };

export const SubmitEvidence = command(
  'submission',
  'submit-evidence',
  z.strictObject({ ...condition, evidence: Prose, attachments: Attachments.exactOptional() }),
);
export const RejectEvidence = command(
  'submission',
  'reject-evidence',
  z.strictObject({ ...condition, evidence: EventId, ...Reason }),
);
export const VerifyCondition = command(
  'submission',
  'verify-condition',
  z.strictObject({
    ...condition,
    evidence: EventId.exactOptional(),
    result: ConditionVerified.shape.data.shape.result,
    note: Prose.exactOptional(),
  }),
);
export const ExtendCondition = command(
  'submission',
  'extend-condition',
  z.strictObject({ ...condition, due: Instant, ...Reason }),
);
export const ReportBreach = command(
  'submission',
  'report-breach',
  z.strictObject({ ...condition, ...Reason }),
);

export const SuspendDecision = command(
  'submission',
  'suspend-decision',
  z.strictObject({ decision: Uuid, why: z.enum(['incident', 'other']), ...Reason }),
);
export const ReinstateDecision = command(
  'submission',
  'reinstate-decision',
  z.strictObject({ decision: Uuid, ...Reason }),
);
export const RevokeDecision = command(
  'submission',
  'revoke-decision',
  z.strictObject({ decision: Uuid.exactOptional(), ...Reason }),
);
export const SupersedeDecision = command(
  'submission',
  'supersede-decision',
  z.strictObject({ decision: Uuid, by: z.strictObject({ submission: Uuid, decision: Uuid }), ...Reason }),
);

/** The system's own: a term is over, a due date passed unverified. `due` is the instant that the fold stored. */
export const ExpireDecision = command(
  'submission',
  'expire-decision',
  z.strictObject({ decision: Uuid, expires: Instant }),
);
export const RecordOverdueCondition = command(
  'submission',
  'record-overdue-condition',
  z.strictObject({ ...condition, due: Instant }),
);
