import { z } from 'zod';
import { confidential, confidentialEach } from './fields.ts';
import { Count, EventId, FrameworkRef, Key, Line, Ordinal, Prose, Pseudonym, Sha256, Uuid } from './ids.ts';
import { submissionEvent } from './submission-event.ts';
import { SubmissionFields } from './submission-fields.ts';
import { Instant } from './time.ts';

/** An attachment as its reader sees it; the bytes are a vault blob. The hash is sealed: it would betray the content. */
export const Attachment = z.strictObject({
  blob: Uuid,
  sha256: Sha256,
  bytes: Count,
  mediaType: z
    .string()
    .regex(/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/)
    .max(100),
  name: Line,
});
const Attachments = confidentialEach(Key, Attachment, 'participants');

/** A case is put up for review, as version 1. */
export const SubmissionReceived = submissionEvent('SubmissionReceived', {
  framework: Key,
  sponsor: Pseudonym.exactOptional(),
  useCategory: Key.exactOptional(),
  fields: SubmissionFields,
  attachments: Attachments,
  /** The key by which an imported source knows the submission. */
  sourceKey: confidential(Line, 'auditors', { optional: true }),
});

/** The submitter changes the content; an unchanged field keeps its digest, so the log shows which fields changed. */
export const SubmissionRevised = submissionEvent('SubmissionRevised', {
  version: Ordinal,
  changed: z.array(Key).max(150),
  material: z.boolean(),
  useCategory: Key.exactOptional(),
  fields: SubmissionFields,
  attachments: Attachments,
  summary: confidential(Prose, 'participants', { optional: true }),
});

/** Sent back before a panel sat: the reasons say what a new submission would need. */
export const SubmissionReturned = submissionEvent('SubmissionReturned', {
  reasons: confidential(Prose, 'participants'),
});

export const InformationRequested = submissionEvent('InformationRequested', {
  due: Instant.exactOptional(),
  questions: confidential(Prose, 'participants'),
});
export const InformationProvided = submissionEvent('InformationProvided', {
  request: EventId,
  answer: confidential(Prose, 'participants'),
  attachments: Attachments,
});

/** The secretary sorts the case: in or out of scope, how risky, and which bright lines it is presumed to cross. */
export const SubmissionScreened = submissionEvent('SubmissionScreened', {
  version: Ordinal,
  framework: FrameworkRef,
  scope: z.enum(['in', 'out']),
  riskTier: Key.exactOptional(),
  track: Key.exactOptional(),
  /** Prohibitions that the case is presumed to cross, until every required team finds `meets`. */
  presumed: z.array(Key).max(60),
  rebuttals: confidentialEach(Key, Prose, 'participants'),
  reasons: confidential(Prose, 'participants', { optional: true }),
});

export const SubmissionWithdrawn = submissionEvent('SubmissionWithdrawn', {
  reason: confidential(Prose, 'participants', { optional: true }),
});
export const SubmissionClosed = submissionEvent('SubmissionClosed', {
  why: z.enum([
    'returned',
    'out-of-scope',
    'withdrawn',
    'declined',
    'completed',
    'retired',
    'lapsed',
    'revoked',
    'superseded',
  ]),
  note: confidential(Prose, 'participants', { optional: true }),
});
export const SubmissionReopened = submissionEvent('SubmissionReopened', {
  reason: confidential(Prose, 'participants'),
});
