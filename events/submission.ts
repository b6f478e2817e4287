import { z } from 'zod';
import { atMost, confidential, confidentialEach } from './fields.ts';
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
/** One for each criterion of a framework. */
export const REBUTTALS_LIMIT = 60;

/** The most attachments that come with one act. */
export const ATTACHMENTS_LIMIT = 100;
/** As a command gives them. */
export const Attachments = atMost(ATTACHMENTS_LIMIT, z.record(Key, Attachment));
export const SealedAttachments = confidentialEach(Key, Attachment, 'participants', ATTACHMENTS_LIMIT);

export const SubmissionReceived = submissionEvent(
  'SubmissionReceived',
  'A case is put up for review, as version 1.',
  {
    framework: Key,
    sponsor: Pseudonym.exactOptional(),
    useCategory: Key.exactOptional(),
    fields: SubmissionFields,
    attachments: SealedAttachments,
    /** The key by which an imported source knows the submission. */
    sourceKey: confidential(Line, 'auditors', { optional: true }),
  },
);

export const SubmissionRevised = submissionEvent(
  'SubmissionRevised',
  'The submitter changes the content. An unchanged field keeps its digest, so the log shows which fields changed.',
  {
    version: Ordinal,
    changed: z.array(Key).max(150),
    material: z.boolean(),
    useCategory: Key.exactOptional(),
    fields: SubmissionFields,
    attachments: SealedAttachments,
    summary: confidential(Prose, 'participants', { optional: true }),
  },
);

export const SubmissionReturned = submissionEvent(
  'SubmissionReturned',
  'Sent back before a panel sat; the reasons say what a new submission would need.',
  {
    reasons: confidential(Prose, 'participants'),
  },
);

export const InformationRequested = submissionEvent(
  'InformationRequested',
  'Something is asked of the submitter.',
  {
    due: Instant.exactOptional(),
    questions: confidential(Prose, 'participants'),
  },
);
export const InformationProvided = submissionEvent(
  'InformationProvided',
  'The submitter answers what was asked.',
  {
    request: EventId,
    answer: confidential(Prose, 'participants'),
    attachments: SealedAttachments,
  },
);

export const SubmissionScreened = submissionEvent(
  'SubmissionScreened',
  'The secretary sorts the case: in or out of scope, how risky, and which bright lines it is presumed to cross.',
  {
    version: Ordinal,
    framework: FrameworkRef,
    scope: z.enum(['in', 'out']),
    riskTier: Key.exactOptional(),
    track: Key.exactOptional(),
    /** Prohibitions that the case is presumed to cross, until every required team finds `meets`. */
    presumed: z.array(Key).max(60),
    rebuttals: confidentialEach(Key, Prose, 'participants', REBUTTALS_LIMIT),
    reasons: confidential(Prose, 'participants', { optional: true }),
  },
);

export const SubmissionWithdrawn = submissionEvent(
  'SubmissionWithdrawn',
  'The submitter takes the case back before a decision.',
  {
    reason: confidential(Prose, 'participants', { optional: true }),
  },
);
export const SubmissionClosed = submissionEvent(
  'SubmissionClosed',
  'Nothing more is expected in this case, and why.',
  {
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
  },
);
export const SubmissionReopened = submissionEvent('SubmissionReopened', 'A closed case goes on.', {
  /** Prohibitions on which a `prohibits` of its last panel stood: presumed crossed from here on. */
  presumed: z.array(Key).max(60).exactOptional(),
  reason: confidential(Prose, 'participants'),
});
