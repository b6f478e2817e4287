import { z } from 'zod';
import { atMost, Visibility } from '../../events/fields.ts';
import { EventId, FieldPath, Key, Line, Ordinal, PersonId, Prose } from '../../events/ids.ts';
import { Attachments, REBUTTALS_LIMIT, SubmissionClosed } from '../../events/submission.ts';
import { FIELDS_LIMIT, FieldValue } from '../../events/submission-fields.ts';
import { Instant, Occurred } from '../../events/time.ts';
import { command } from './command.ts';

const Fields = atMost(FIELDS_LIMIT, z.record(Key, FieldValue));
/** A narrower audience than the framework gives the field. */
const Audiences = z.record(Key, Visibility);

export const ReceiveSubmission = command(
  'submission',
  'receive-submission',
  z.strictObject({
    framework: Key,
    sponsor: PersonId.exactOptional(),
    useCategory: Key.exactOptional(),
    fields: Fields,
    audiences: Audiences.exactOptional(),
    attachments: Attachments.exactOptional(),
    sourceKey: Line.exactOptional(),
  }),
  ({ sponsor }) => [sponsor],
);
/** Only what changes: a field that is not named keeps its value, and its digest. `material` declares; it cannot undeclare. */
export const ReviseSubmission = command(
  'submission',
  'revise-submission',
  z.strictObject({
    fields: Fields,
    removed: z.array(Key).max(150).exactOptional(),
    audiences: Audiences.exactOptional(),
    useCategory: Key.exactOptional(),
    material: z.boolean().exactOptional(),
    attachments: Attachments.exactOptional(),
    summary: Prose.exactOptional(),
  }),
);
export const ReturnSubmission = command(
  'submission',
  'return-submission',
  z.strictObject({ reasons: Prose.exactOptional() }),
);
export const RequestInformation = command(
  'submission',
  'request-information',
  z.strictObject({ due: Instant.exactOptional(), questions: Prose.exactOptional() }),
);
export const ProvideInformation = command(
  'submission',
  'provide-information',
  z.strictObject({
    request: EventId,
    answer: Prose.exactOptional(),
    attachments: Attachments.exactOptional(),
  }),
);
export const ScreenSubmission = command(
  'submission',
  'screen-submission',
  z.strictObject({
    scope: z.enum(['in', 'out']),
    /** The framework version screened against; the current one where it is left out. */
    frameworkVersion: Ordinal.exactOptional(),
    riskTier: Key.exactOptional(),
    track: Key.exactOptional(),
    presumed: z.array(Key).max(60).exactOptional(),
    rebuttals: atMost(REBUTTALS_LIMIT, z.record(Key, Prose)).exactOptional(),
    reasons: Prose.exactOptional(),
  }),
);
export const WithdrawSubmission = command(
  'submission',
  'withdraw-submission',
  z.strictObject({ reason: Prose.exactOptional() }),
);
export const CloseSubmission = command(
  'submission',
  'close-submission',
  z.strictObject({ why: SubmissionClosed.shape.data.shape.why, note: Prose.exactOptional() }),
);
export const ReopenSubmission = command(
  'submission',
  'reopen-submission',
  z.strictObject({ reason: Prose.exactOptional() }),
);

export const CorrectEntry = command(
  'submission',
  'correct-entry',
  z.strictObject({
    entry: EventId,
    /** A text of the entry (`reasons`), a part of one (`reasons.perFinding.no-harm`), or `occurred`. */
    field: FieldPath,
    visibility: Visibility,
    occurred: Occurred.exactOptional(),
    text: Prose.exactOptional(),
    reason: Prose.exactOptional(),
  }),
);
