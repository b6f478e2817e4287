import { z } from 'zod';
import { Audience, Visibility } from '../../events/fields.ts';

export const submissionExportFormat = 'govledger-submission-export';

/** More than this and a submission is no longer one document; it counts the events' bytes. */
export const mostExportBytes = 64 * 1024 * 1024;

/**
 * How a sealed value stands for whom the export was made. `missing`: they may open it, and the vault has neither it nor
 * its erasure: a fault of the ledger that made the export.
 */
export const Accounted = z.enum(['opened', 'erased', 'withheld', 'missing']);
export type Accounted = z.infer<typeof Accounted>;

const Manifest = z.strictObject({
  format: z.literal(submissionExportFormat),
  version: z.literal(1),
  ledger: z.uuid(),
  origin: z.string(),
  submission: z.uuid(),
  /** Of whom it was made for; what may be opened can be more (one's own) and less (while a review is open). */
  audience: Visibility,
  madeAt: z.string(),
  /** The last leaf index that the ledger's views had reached. */
  reached: z.int().min(0),
  counts: z.strictObject({
    events: z.int(),
    digests: z.int(),
    opened: z.int(),
    erased: z.int(),
    withheld: z.int(),
    missing: z.int(),
    attachments: z.int(),
  }),
  shows: z.array(z.string()),
  doesNotShow: z.array(z.string()),
});

/** One submission as one person may read it, so that it can be kept and checked elsewhere. */
export const SubmissionExport = z
  .strictObject({
    manifest: Manifest,
    /** Where the signed head of the log will stand; until then null. */
    checkpoint: z.null(),
    /** Where the proofs that the events are in that log will stand, one for each; until then null. */
    proofs: z.null(),
    /** The stream in order; `body` is the event's bytes, as text, as they are stored and hashed. */
    events: z.array(z.strictObject({ index: z.int().min(0), body: z.string() })),
    /** `[salt, name, value]` (RFC 9901) of what may be opened; `revision` is the first event where the digest stands. */
    disclosures: z.array(
      z.strictObject({
        digest: z.string(),
        revision: z.int().min(0),
        field: z.string(),
        disclosure: z.string(),
      }),
    ),
    /** Every digest of the stream once, in the order of the events. */
    accounting: z.array(
      z.strictObject({
        digest: z.string(),
        revision: z.int().min(0),
        audience: Audience,
        state: Accounted,
      }),
    ),
    /** Files are not in the export; whoever it was made for downloads them at `address` and compares `sha256`. */
    attachments: z.array(
      z.strictObject({
        digest: z.string(),
        name: z.string(),
        mediaType: z.string(),
        bytes: z.int(),
        sha256: z.string(),
        address: z.string(),
      }),
    ),
  })
  .meta({ id: 'SubmissionExport' });
export type SubmissionExport = z.infer<typeof SubmissionExport>;

/** What the document itself shows to whoever checks it, and what it cannot show. */
export const shows: readonly string[] = [
  'The events are the stream of the submission from its beginning, in order and without a gap.',
  'Each disclosure opens the digest that stands in its event.',
  'Every digest is accounted for: opened, erased or withheld from whom this was made for.',
];
export const doesNotShow: readonly string[] = [
  'That these events stand in the ledger’s log: there is no proof of inclusion and no signed checkpoint in it.',
  'That the stream has not gone on since, or that its end was not left out.',
  'Who made this document: it is not signed.',
];
