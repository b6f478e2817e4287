import { z } from 'zod';
import { confidential } from './fields.ts';
import { EventId, Key, Prose, Uuid } from './ids.ts';
import { SealedAttachments } from './submission.ts';
import { submissionEvent } from './submission-event.ts';
import { Instant } from './time.ts';

const condition = { decision: Uuid, condition: Key };

export const ConditionEvidenceSubmitted = submissionEvent(
  'ConditionEvidenceSubmitted',
  'The owner claims that a condition is met; a claim never changes standing.',
  {
    ...condition,
    evidence: confidential(Prose, 'participants'),
    attachments: SealedAttachments,
  },
);
export const ConditionEvidenceRejected = submissionEvent(
  'ConditionEvidenceRejected',
  'The verifier finds the evidence wanting.',
  {
    ...condition,
    evidence: EventId,
    reason: confidential(Prose, 'participants'),
  },
);
export const ConditionVerified = submissionEvent(
  'ConditionVerified',
  'The verifier, who is never the owner, finds the condition met.',
  {
    ...condition,
    evidence: EventId.exactOptional(),
    result: z.enum(['acceptable', 'alternate']),
    note: confidential(Prose, 'participants', { optional: true }),
  },
);
export const ConditionExtended = submissionEvent('ConditionExtended', 'A condition is due later, and why.', {
  ...condition,
  due: Instant,
  reason: confidential(Prose, 'participants'),
});
export const ConditionBreached = submissionEvent(
  'ConditionBreached',
  'A due date passed unverified (said by the system), or the verifier saw the condition broken.',
  {
    ...condition,
    due: Instant.exactOptional(),
    reason: confidential(Prose, 'participants', { optional: true }),
  },
);

export const DecisionSuspended = submissionEvent(
  'DecisionSuspended',
  'An approval does not hold for now, and why.',
  {
    decision: Uuid,
    why: z.enum(['condition-overdue', 'condition-breached', 'incident', 'other']),
    condition: Key.exactOptional(),
    reason: confidential(Prose, 'participants', { optional: true }),
  },
);
export const DecisionReinstated = submissionEvent('DecisionReinstated', 'A suspended approval holds again.', {
  decision: Uuid,
  reason: confidential(Prose, 'participants'),
});
export const DecisionRevoked = submissionEvent(
  'DecisionRevoked',
  'The approval ends before its time. In imported history the decision may be unknown.',
  {
    decision: Uuid.exactOptional(),
    reason: confidential(Prose, 'participants', { optional: true }),
  },
);
export const DecisionSuperseded = submissionEvent(
  'DecisionSuperseded',
  'Another decision takes this one’s place.',
  {
    decision: Uuid,
    by: z.strictObject({ submission: Uuid, decision: Uuid }),
    reason: confidential(Prose, 'participants', { optional: true }),
  },
);
export const DecisionExpired = submissionEvent(
  'DecisionExpired',
  'The term of an approval is over; nobody need be present.',
  { decision: Uuid, expires: Instant },
);
