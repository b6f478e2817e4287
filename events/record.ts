import { z } from 'zod';
import { Reference } from './decision.ts';
import { event } from './event.ts';
import { confidential, confidentialEach, open, Visibility } from './fields.ts';
import {
  Digest,
  EventId,
  FieldName,
  FieldPart,
  Key,
  LeafIndex,
  Ordinal,
  PersonId,
  Prose,
  Pseudonym,
  Sha256,
} from './ids.ts';
import { selection } from './ledger.ts';
import { LINKS_LIMIT, submissionEvent } from './submission-event.ts';
import { Instant, Occurred } from './time.ts';

/** How a text should read; `part` says which of a field that holds several: `perFinding.no-harm`. */
export const CorrectedText = z.strictObject({ part: FieldPart.exactOptional(), text: Prose });
export type CorrectedText = z.infer<typeof CorrectedText>;

export const EntryCorrected = event(
  'EntryCorrected',
  'A later entry says how an earlier one should read; both stay visible. A rule field is never corrected: it changes by its own event.',
  {
    entry: EventId,
    /** In the directory: whose entry it is. In a submission nobody has a directory id. */
    person: PersonId.exactOptional(),
    /** The corrected field of the entry, or `occurred`; which part of it stands with the text, for it could tell what the field holds. */
    field: FieldName,
    visibility: Visibility,
    occurred: Occurred.exactOptional(),
    reference: Reference.exactOptional(),
    reading: confidential(CorrectedText, 'public', { optional: true }),
    reason: confidential(Prose, 'participants'),
    links: confidentialEach(Pseudonym, PersonId, 'auditors', LINKS_LIMIT),
  },
);

/** One disclosure: which entry an auditor looked at says as much as what they found. */
export const AuditNote = z.strictObject({ about: EventId.exactOptional(), text: Prose });
export type AuditNote = z.infer<typeof AuditNote>;

export const AuditNoteAdded = submissionEvent(
  'AuditNoteAdded',
  'An auditor notes something about the case, or an entry of it; that they did is open, what they noted is for auditors. No act of the review: it changes nothing.',
  { note: confidential(AuditNote, 'auditors') },
);

export const ErasureGround = z.enum([
  'data-subject-request',
  'court-order',
  'unlawful-content',
  'retention-ended',
  'other',
]);
export const ErasureProposed = event(
  'ErasureProposed',
  'Somebody asks that text be erased, and on which ground.',
  {
    ...selection,
    digests: z.array(Digest).max(400).exactOptional(),
    ground: ErasureGround,
    reason: confidential(Prose, 'auditors'),
  },
);
export const ErasureApproved = event(
  'ErasureApproved',
  'Somebody else agrees; the keys are destroyed next.',
  { proposal: EventId },
);
export const DisclosuresErased = event(
  'DisclosuresErased',
  'The keys of these disclosures are destroyed; their digests stay and still verify.',
  {
    proposal: EventId,
    part: Ordinal,
    of: Ordinal,
    digests: z.array(Digest).max(1_000),
  },
);

const method = 'a published method of counting';
export const ReportDefinitionPublished = event(
  'ReportDefinitionPublished',
  'What a report counts, and how small counts are suppressed.',
  {
    definition: Key,
    version: Ordinal,
    title: open(z.string().min(1).max(200), method),
    tables: z
      .array(z.strictObject({ table: Key, metric: Key, metricVersion: Ordinal, sealed: z.boolean() }))
      .max(100),
    suppression: z.strictObject({ threshold: z.int().min(0).max(100), secondary: z.boolean() }),
  },
);

const OutputFile = z.strictObject({
  file: open(z.string().regex(/^[a-z0-9][a-z0-9._/-]{0,120}$/), 'a file name of a published report'),
  sha256: Sha256,
});
export const ReportGenerated = event(
  'ReportGenerated',
  'A report was made from the log up to a cut; the same inputs give the same files again.',
  {
    definition: Key,
    version: Ordinal,
    from: Instant,
    to: Instant,
    cut: LeafIndex,
    files: z.array(OutputFile).min(1).max(200),
  },
);
export const ReportApproved = event('ReportApproved', 'Somebody else than its author approves a report.', {
  generated: EventId,
});
export const ReportPublished = event('ReportPublished', 'A report is published.', {
  generated: EventId,
  approval: EventId,
});

const Cell = open(z.string().max(60), 'a cell of a published report');
export const ReportCorrected = event(
  'ReportCorrected',
  'A published report is replaced; each changed cell says what it was and what it is.',
  {
    replaces: EventId,
    generated: EventId,
    cells: z.array(z.strictObject({ table: Key, row: Key, column: Key, was: Cell, now: Cell })).max(300),
    why: open(z.string().min(1).max(4_000), 'the reason for a restatement, said to its readers'),
  },
);
