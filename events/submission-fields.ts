import { z } from 'zod';
import { atMost, markSubmissionFields, Visibility, visibilities } from './fields.ts';
import { Digest, Key } from './ids.ts';

/** The longest value of one submission field, in UTF-16 code units. */
export const FIELD_LIMIT = 20_000;
export const FieldValue = z.string().max(FIELD_LIMIT);
/** The most fields a submission has. */
export const FIELDS_LIMIT = 150;

/**
 * A submission field as folded: its audience, its digest (given once sealed; a revised version repeats the digest of an
 * unchanged field) and its value where the reader holds the disclosure.
 */
export const SubmissionField = z.strictObject({
  audience: Visibility,
  digest: Digest.exactOptional(),
  value: FieldValue.exactOptional(),
});
export type SubmissionField = z.infer<typeof SubmissionField>;

export const SubmissionFields = markSubmissionFields(atMost(FIELDS_LIMIT, z.record(Key, SubmissionField)));
export type SubmissionFields = z.infer<typeof SubmissionFields>;

const Sd = z.strictObject({ _sd: z.array(Digest).length(1) });

/** How a submission field stands in the recorded bytes: exactly one audience, exactly one digest. */
export const RecordedFields = atMost(
  FIELDS_LIMIT,
  z.record(
    Key,
    z
      .strictObject({
        public: Sd.exactOptional(),
        participants: Sd.exactOptional(),
        panel: Sd.exactOptional(),
        auditors: Sd.exactOptional(),
      })
      .refine(
        (field) => visibilities.filter((audience) => field[audience] !== undefined).length === 1,
        'exactly one audience',
      ),
  ),
);
export type RecordedFields = z.infer<typeof RecordedFields>;

/** The digests of one audience: sorted and distinct, so that their order tells nothing and one set has one spelling. */
export const SealedDigests = z.strictObject({
  _sd: z
    .array(Digest)
    .min(1)
    .max(500)
    .refine(
      (digests) => digests.every((digest, i) => i === 0 || String(digests[i - 1]) < digest),
      'sorted and distinct',
    ),
});
