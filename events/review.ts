import { z } from 'zod';
import { confidential, ruleField, Visibility } from './fields.ts';
import { EventId, Key, Ordinal, Prose, Pseudonym, RuleId, Salt, Sha256, Uuid } from './ids.ts';
import { submissionEvent } from './submission-event.ts';
import { Day } from './time.ts';

export const CommentAdded = submissionEvent('CommentAdded', 'Someone speaks, in a thread.', {
  thread: EventId.exactOptional(),
  inReplyTo: EventId.exactOptional(),
  visibility: Visibility,
  text: confidential(Prose, 'participants'),
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

export const JudgmentRecorded = submissionEvent(
  'JudgmentRecorded',
  'A seat’s findings, position and reasons on one version; sealed while the review is open.',
  {
    seat: Key,
    version: Ordinal,
    /** The hash of the framework version judged under, as the judge saw it. */
    criteria: Sha256.exactOptional(),
    supersedes: EventId.exactOptional(),
    judgment: ruleField(JudgmentContent, 'panel'),
    reasons: confidential(JudgmentReasons, 'panel'),
  },
);
export const JudgmentWithdrawn = submissionEvent(
  'JudgmentWithdrawn',
  'A seat takes its judgment back; a standing prohibition stays until the seat judges again.',
  {
    seat: Key,
    judgment: EventId,
    reason: confidential(Prose, 'panel', { optional: true }),
  },
);
export const JudgmentsMarkedStale = submissionEvent(
  'JudgmentsMarkedStale',
  'Announces what a material version makes true by itself: these judgments are stale.',
  {
    version: Ordinal,
    judgments: z.array(EventId).min(1).max(500),
  },
);

export const ConcernContent = z.strictObject({ criterion: Key });
export type ConcernContent = z.infer<typeof ConcernContent>;
export const ConcernRaised = submissionEvent(
  'ConcernRaised',
  'A seat objects before, or beside, its judgment; it blocks until withdrawn, overruled or lapsed.',
  {
    concern: Uuid,
    seat: Key,
    version: Ordinal,
    criteria: Sha256.exactOptional(),
    content: ruleField(ConcernContent, 'panel'),
    statement: confidential(z.strictObject({ concern: Prose, resolvedIf: Prose }), 'panel'),
  },
);
export const ConcernAnswered = submissionEvent(
  'ConcernAnswered',
  'The submitter’s or the secretary’s answer to a concern; the concern stays open.',
  {
    concern: Uuid,
    answer: confidential(Prose, 'participants'),
  },
);
export const ConcernWithdrawn = submissionEvent('ConcernWithdrawn', 'The raiser takes a concern back.', {
  concern: Uuid,
  seat: Key,
  reason: confidential(Prose, 'panel', { optional: true }),
});
export const ConcernAdopted = submissionEvent(
  'ConcernAdopted',
  'Another seat makes the concern of a recused raiser its own.',
  {
    concern: Uuid,
    seat: Key,
    reason: confidential(Prose, 'panel', { optional: true }),
  },
);

export const VoteContent = z.strictObject({ overrule: z.boolean() });
export type VoteContent = z.infer<typeof VoteContent>;
/** Why a seat votes as it does. One disclosure, given or not: people say why they vote no. */
export const VoteReasons = z.strictObject({ summary: Prose.exactOptional() });
export const ConcernVoteRecorded = submissionEvent(
  'ConcernVoteRecorded',
  'A seat votes on overruling a concern; it may change its vote until the end.',
  {
    concern: Uuid,
    seat: Key,
    vote: ruleField(VoteContent, 'panel'),
    reasons: confidential(VoteReasons, 'panel'),
  },
);
export const ConcernOverruled = submissionEvent(
  'ConcernOverruled',
  'The seats carried a concern aside; its text and the raiser’s position stay as they are. By how many they did follows from the votes, once these are open.',
  { concern: Uuid },
);

/** The sealed part of an act, in the open from here on: `digest([salt, name, value])` stands in the act's own event. */
const opening = { act: EventId, salt: Salt };
export const JudgmentOpened = submissionEvent(
  'JudgmentOpened',
  'The sealed part of a judgment, in the open from here on, with the salt that proves it was recorded so.',
  { ...opening, judgment: JudgmentContent },
);
export const ConcernOpened = submissionEvent(
  'ConcernOpened',
  'The sealed part of a concern, in the open from here on, with the salt that proves it was recorded so.',
  { ...opening, content: ConcernContent },
);
export const VoteOpened = submissionEvent(
  'VoteOpened',
  'The sealed part of a vote, in the open from here on, with the salt that proves it was recorded so.',
  { ...opening, vote: VoteContent },
);

export const ActRefused = submissionEvent(
  'ActRefused',
  'Someone tried what separation of duties or a fence forbids; at most one per person, rule and day.',
  {
    /** Who tried; the actor is the ledger itself, which refused. */
    person: Pseudonym,
    rule: RuleId,
    act: Key,
    day: Day,
  },
);
