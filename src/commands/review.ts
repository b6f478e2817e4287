import { z } from 'zod';
import { Visibility } from '../../events/fields.ts';
import { EventId, Key, Ordinal, Prose, RuleId, Sha256, Uuid } from '../../events/ids.ts';
import { JudgmentReasons, Position } from '../../events/review.ts';
import { Day } from '../../events/time.ts';
import { command } from './command.ts';

export const AddComment = command(
  'submission',
  'add-comment',
  z.strictObject({
    inReplyTo: EventId.exactOptional(),
    visibility: Visibility.exactOptional(),
    text: Prose.exactOptional(),
  }),
);

/** By an auditor, at any time; `about` is an entry of the same submission. */
export const AddAuditNote = command(
  'submission',
  'add-audit-note',
  z.strictObject({ about: EventId.exactOptional(), text: Prose }),
);

/** Names the version and criteria judged: a judgment on something else than its author saw is refused. */
const judged = { seat: Key, version: Ordinal, criteria: Sha256.exactOptional() };
export const RecordJudgment = command(
  'submission',
  'record-judgment',
  z.strictObject({
    ...judged,
    findings: z.array(z.strictObject({ criterion: Key, finding: Key })).max(60),
    position: Position,
    /** Required with `block`: the criterion, what is wrong, and what would resolve it. */
    concern: z
      .strictObject({ criterion: Key, concern: Prose, resolvedIf: Prose, again: Uuid.exactOptional() })
      .exactOptional(),
    reasons: JudgmentReasons.pick({ summary: true, perFinding: true }).exactOptional(),
  }),
);
export const WithdrawJudgment = command(
  'submission',
  'withdraw-judgment',
  z.strictObject({ seat: Key, judgment: EventId, reason: Prose.exactOptional() }),
);
export const RaiseConcern = command(
  'submission',
  'raise-concern',
  z.strictObject({ ...judged, criterion: Key, concern: Prose, resolvedIf: Prose }),
);
export const AnswerConcern = command(
  'submission',
  'answer-concern',
  z.strictObject({ concern: Uuid, answer: Prose }),
);
const onConcern = { concern: Uuid, seat: Key, reason: Prose.exactOptional() };
export const WithdrawConcern = command('submission', 'withdraw-concern', z.strictObject(onConcern));
export const AdoptConcern = command('submission', 'adopt-concern', z.strictObject(onConcern));
export const RecordConcernVote = command(
  'submission',
  'record-concern-vote',
  z.strictObject({ ...onConcern, overrule: z.boolean() }),
);
/** The system's own: a refusal by separation of duties or a fence goes on record. */
export const RecordRefusal = command(
  'submission',
  'record-refusal',
  z.strictObject({ rule: RuleId, act: Key, day: Day }),
);
