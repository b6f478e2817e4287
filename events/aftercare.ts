import { z } from 'zod';
import { confidential, confidentialEach } from './fields.ts';
import { EventId, Key, Prose, Uuid } from './ids.ts';
import { Attachment } from './submission.ts';
import { submissionEvent } from './submission-event.ts';
import { Instant } from './time.ts';

const condition = { decision: Uuid, condition: Key };

/** The owner claims that a condition is met. A claim never changes standing. */
export const ConditionEvidenceSubmitted = submissionEvent('ConditionEvidenceSubmitted', {
  ...condition,
  evidence: confidential(Prose, 'participants'),
  attachments: confidentialEach(Key, Attachment, 'participants'),
});
export const ConditionEvidenceRejected = submissionEvent('ConditionEvidenceRejected', {
  ...condition,
  evidence: EventId,
  reason: confidential(Prose, 'participants'),
});
/** The verifier, who is never the owner, finds the condition met. */
export const ConditionVerified = submissionEvent('ConditionVerified', {
  ...condition,
  evidence: EventId.exactOptional(),
  result: z.enum(['acceptable', 'alternate']),
  note: confidential(Prose, 'participants', { optional: true }),
});
export const ConditionExtended = submissionEvent('ConditionExtended', {
  ...condition,
  due: Instant,
  reason: confidential(Prose, 'participants'),
});
/** A due date passed unverified (by the system), or the verifier saw the condition broken. */
export const ConditionBreached = submissionEvent('ConditionBreached', {
  ...condition,
  due: Instant.exactOptional(),
  reason: confidential(Prose, 'participants', { optional: true }),
});

export const DecisionSuspended = submissionEvent('DecisionSuspended', {
  decision: Uuid,
  why: z.enum(['condition-overdue', 'condition-breached', 'incident', 'other']),
  condition: Key.exactOptional(),
  reason: confidential(Prose, 'participants', { optional: true }),
});
export const DecisionReinstated = submissionEvent('DecisionReinstated', {
  decision: Uuid,
  reason: confidential(Prose, 'participants'),
});
/** The approval ends before its time. In imported history the decision may be unknown. */
export const DecisionRevoked = submissionEvent('DecisionRevoked', {
  decision: Uuid.exactOptional(),
  reason: confidential(Prose, 'participants', { optional: true }),
});
export const DecisionSuperseded = submissionEvent('DecisionSuperseded', {
  decision: Uuid,
  by: z.strictObject({ submission: Uuid, decision: Uuid }),
  reason: confidential(Prose, 'participants', { optional: true }),
});
/** The term of an approval is over; nobody need be present. */
export const DecisionExpired = submissionEvent('DecisionExpired', { decision: Uuid, expires: Instant });
