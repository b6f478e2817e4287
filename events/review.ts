import { z } from 'zod';
import { Audience, confidential, ruleField } from './fields.ts';
import { Count, EventId, Key, Ordinal, Prose, Pseudonym, RuleId, Salt, Sha256, Uuid } from './ids.ts';
import { submissionEvent } from './submission-event.ts';
import { Day } from './time.ts';

/** Someone speaks; `thread` is the first entry of the thread, absent where this comment begins one. */
export const CommentAdded = submissionEvent('CommentAdded', {
  thread: EventId.exactOptional(),
  inReplyTo: EventId.exactOptional(),
  visibility: Audience,
  text: confidential(Prose, 'participants', { optional: true }),
});

export const Position = z.enum(['support', 'no-objection', 'reservation', 'block', 'abstain']);
export type Position = z.infer<typeof Position>;

/** What a judgment says to the rules. A `block` carries its concern in here: a separate event would tell. */
export const JudgmentContent = z.strictObject({
  findings: z.array(z.strictObject({ criterion: Key, finding: Key })).max(60),
  position: Position,
  concern: z.strictObject({ concern: Uuid, criterion: Key }).exactOptional(),
});
export type JudgmentContent = z.infer<typeof JudgmentContent>;

/** What a judgment says to people. One disclosure whatever it holds, so that its presence tells nothing. */
export const JudgmentReasons = z.strictObject({
  summary: Prose.exactOptional(),
  perFinding: z.record(Key, Prose).exactOptional(),
  /** What the raiser of a concern sees, and what would resolve it. */
  concern: Prose.exactOptional(),
  resolvedIf: Prose.exactOptional(),
});

/** A seat's findings, position and reasons on one version. Sealed while the review is open. */
export const JudgmentRecorded = submissionEvent('JudgmentRecorded', {
  seat: Key,
  version: Ordinal,
  /** The hash of the framework version judged under, as the judge saw it. */
  criteria: Sha256.exactOptional(),
  supersedes: EventId.exactOptional(),
  judgment: ruleField(JudgmentContent, 'panel'),
  reasons: confidential(JudgmentReasons, 'panel'),
});
export const JudgmentWithdrawn = submissionEvent('JudgmentWithdrawn', {
  seat: Key,
  judgment: EventId,
  reason: confidential(Prose, 'panel', { optional: true }),
});
/** Announces what the material version makes true by itself: these judgments are stale. */
export const JudgmentsMarkedStale = submissionEvent('JudgmentsMarkedStale', {
  version: Ordinal,
  judgments: z.array(EventId).min(1).max(500),
});

export const ConcernContent = z.strictObject({ criterion: Key });
export type ConcernContent = z.infer<typeof ConcernContent>;
/** A seat objects before, or beside, its judgment; it blocks until withdrawn, overruled or lapsed. */
export const ConcernRaised = submissionEvent('ConcernRaised', {
  concern: Uuid,
  seat: Key,
  version: Ordinal,
  criteria: Sha256.exactOptional(),
  content: ruleField(ConcernContent, 'panel'),
  statement: confidential(z.strictObject({ concern: Prose, resolvedIf: Prose }), 'panel'),
});
export const ConcernAnswered = submissionEvent('ConcernAnswered', {
  concern: Uuid,
  answer: confidential(Prose, 'participants'),
});
export const ConcernWithdrawn = submissionEvent('ConcernWithdrawn', {
  concern: Uuid,
  seat: Key,
  reason: confidential(Prose, 'panel', { optional: true }),
});
/** Another seat makes the concern of a recused raiser its own. */
export const ConcernAdopted = submissionEvent('ConcernAdopted', {
  concern: Uuid,
  seat: Key,
  reason: confidential(Prose, 'panel', { optional: true }),
});

export const VoteContent = z.strictObject({ overrule: z.boolean() });
export type VoteContent = z.infer<typeof VoteContent>;
export const ConcernVoteRecorded = submissionEvent('ConcernVoteRecorded', {
  concern: Uuid,
  seat: Key,
  vote: ruleField(VoteContent, 'panel'),
  reason: confidential(Prose, 'panel', { optional: true }),
});
/** The seats carried the concern aside; its text and the raiser's position stay as they are. */
export const ConcernOverruled = submissionEvent('ConcernOverruled', { concern: Uuid, yes: Count, of: Count });

/** The sealed part of an act, in the open from here on: `digest([salt, name, value])` stands in the act's own event. */
const opening = { act: EventId, salt: Salt };
export const JudgmentOpened = submissionEvent('JudgmentOpened', { ...opening, judgment: JudgmentContent });
export const ConcernOpened = submissionEvent('ConcernOpened', { ...opening, content: ConcernContent });
export const VoteOpened = submissionEvent('VoteOpened', { ...opening, vote: VoteContent });

/** Someone tried what separation of duties or a fence forbids. At most one per person, rule and day. */
export const ActRefused = submissionEvent('ActRefused', {
  /** Who tried; the actor is the ledger itself, which refused. */
  person: Pseudonym,
  rule: RuleId,
  act: Key,
  day: Day,
});
