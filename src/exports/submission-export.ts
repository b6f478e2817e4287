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
  version: z.literal(2),
  ledger: z.uuid(),
  origin: z.string(),
  submission: z.uuid(),
  /** Of whom it was made for; what may be opened can be more (one's own) and less (while a review is open). */
  audience: Visibility,
  madeAt: z.string(),
  /** The last leaf index up to which the log was read for events of this stream. */
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
    /** The signed head of the log, verbatim; null where nothing could sign one that covers the last event. */
    checkpoint: z.string().nullable(),
    /** For each event the hashes that lead from it to the checkpoint's root, its sibling first, in base64. */
    proofs: z.array(z.array(z.string()).max(63)).nullable(),
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

/** As it was made before there was a signed log: nothing but places for checkpoint and proofs. */
export const UnsignedSubmissionExport = SubmissionExport.extend({
  manifest: Manifest.extend({ version: z.literal(1) }),
  checkpoint: z.null(),
  proofs: z.null(),
});
export type UnsignedSubmissionExport = z.infer<typeof UnsignedSubmissionExport>;

/** What the document shows to whoever checks it. */
export const showsOf = (isSigned: boolean): readonly string[] => [
  'The events are the stream of the submission from its beginning, in order and without a gap.',
  ...(isSigned
    ? ['Each event stands in the log, at its index: its proof leads to the root of the signed checkpoint.']
    : []),
  'Each disclosure opens the digest that stands in its event.',
  'Every digest is accounted for: opened, erased or withheld from whom this was made for.',
];

/** What it cannot show by itself, whoever checks it. */
export const doesNotShowOf = (isSigned: boolean): readonly string[] => [
  ...(isSigned
    ? [
        'Whose the key is: take the verifier key of the log from elsewhere. A key that came with the document proves nothing.',
        'That the stream ends here. A log proves what stands in it, not that nothing else of a stream does: that takes the whole log. It may also have gone on since.',
        'That others are shown the same log: that takes witnesses, or comparing checkpoints with somebody.',
      ]
    : [
        'That these events stand in the ledger’s log: no signed checkpoint is in it.',
        'That the stream has not gone on since, or that its end was not left out.',
      ]),
  'For whom and when it was made, that what is not opened was erased by an act on record, or is rightly withheld: nobody signs the manifest and the accounting.',
  'The files that came with it: only their hashes are here.',
];
