import { z } from 'zod';
import { atMost, confidential, confidentialEach, id, open, ruleField } from './fields.ts';
import { Count, EventId, FrameworkRef, Key, Ordinal, Prose, Pseudonym, Uuid } from './ids.ts';
import { Deadline } from './panel.ts';
import { submissionEvent } from './submission-event.ts';
import { Instant } from './time.ts';

/** What a panel decides. `returned`, `out-of-scope` and `withdrawn` end a case without one. */
export const DecidedOutcome = z.enum([
  'approved',
  'approved-with-conditions',
  'declined',
  'declined-prohibited',
  'deferred',
]);
export type DecidedOutcome = z.infer<typeof DecidedOutcome>;
export const Outcome = z.enum([...DecidedOutcome.options, 'returned', 'withdrawn', 'out-of-scope']);
export type Outcome = z.infer<typeof Outcome>;

/** An identifier under which others publish: a report number, a DOI. */
export const Reference = open(
  z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/:-]{0,119}$/, 'letters, digits and . _ / : -; at most 120'),
  'the public identifier under which it appeared',
);

/** `quorum`, or a question about one criterion: `cleared.no-harm`. */
const AtomId = id(z.string().regex(/^[a-z][a-z-]{0,30}(\.[a-z0-9][a-z0-9._-]{0,63})?$/));

/** One question that the rules asked, its answer, and the numbers behind it. */
export const Atom = z.strictObject({
  atom: AtomId,
  holds: z.boolean(),
  have: Count.exactOptional(),
  need: Count.exactOptional(),
  /** What the atom is about: criteria, teams, seats or concerns, in a fixed order. */
  about: z.array(Key).max(400).exactOptional(),
});
export type Atom = z.infer<typeof Atom>;

/** The evaluator's answer, frozen into the decision; an auditor re-runs it from `inputs` (DESIGN §7). */
export const Evaluation = z.strictObject({
  evaluator: z.enum(['evaluator-1']),
  rules: FrameworkRef,
  at: Instant,
  version: Ordinal,
  inputs: z.array(EventId).max(900),
  atoms: z.array(Atom).max(300),
  result: z.array(z.strictObject({ outcome: DecidedOutcome, allowed: z.boolean() })).max(10),
});
export type Evaluation = z.infer<typeof Evaluation>;

/** Something that must hold: before standing, after it by a day, or for as long as it stands. */
export const Condition = z.strictObject({
  condition: Key,
  kind: z.enum(['before', 'after', 'continuing']),
  owner: Pseudonym,
  verifier: Pseudonym,
  due: Instant.exactOptional(),
  /** The criteria whose `meets-if` or `falls-short` findings this condition answers. */
  criteria: z.array(Key).max(60),
});
export type Condition = z.infer<typeof Condition>;
const CONDITIONS_LIMIT = 40;
const Conditions = z.array(Condition).max(CONDITIONS_LIMIT);
const ConditionTexts = confidentialEach(Key, Prose, 'participants', CONDITIONS_LIMIT);

export const Proposal = z.strictObject({ outcome: DecidedOutcome, conditions: Conditions });
export type Proposal = z.infer<typeof Proposal>;

export const DecisionProposed = submissionEvent(
  'DecisionProposed',
  'The chair or the secretary puts an outcome forward. What it proposes is never opened in the log: what it leads to, the decision, is an event of its own.',
  {
    proposal: ruleField(Proposal, 'panel'),
    /** The conditions' texts, one disclosure whatever it holds, so that their number tells nothing. */
    texts: confidential(atMost(CONDITIONS_LIMIT, z.record(Key, Prose)), 'panel'),
    reasons: confidential(Prose, 'panel', { optional: true }),
  },
);
export const DecisionProposalWithdrawn = submissionEvent(
  'DecisionProposalWithdrawn',
  'A proposed outcome is taken back.',
  {
    proposal: EventId,
    reason: confidential(Prose, 'panel', { optional: true }),
  },
);

export const DecisionIssued = submissionEvent(
  'DecisionIssued',
  'The outcome, with its reasons and the evaluated rule frozen inside it.',
  {
    decision: Uuid,
    outcome: DecidedOutcome,
    proposal: EventId.exactOptional(),
    evaluation: Evaluation,
    conditions: Conditions,
    effective: Instant,
    expires: Instant.exactOptional(),
    reReview: Instant.exactOptional(),
    /** `deferred` goes back to review, until here. */
    deadline: Deadline.exactOptional(),
    texts: ConditionTexts,
    reasons: confidential(
      z.strictObject({
        facts: Prose,
        why: Prose,
        alternatives: Prose.exactOptional(),
        perCriterion: z.record(Key, Prose).exactOptional(),
      }),
      'participants',
    ),
  },
);

export const DissentRecorded = submissionEvent(
  'DissentRecorded',
  'A seat that would have decided otherwise says so, for good.',
  {
    decision: Uuid,
    seat: Key,
    text: confidential(Prose, 'participants'),
  },
);

export const DecisionPublished = submissionEvent(
  'DecisionPublished',
  'What the public is told. Title, summary and reasons are sealed for the public: anyone may open them, and they can be erased.',
  {
    decision: Uuid.exactOptional(),
    withheld: z
      .array(
        z.strictObject({
          field: Key,
          ground: z.enum(['security', 'privacy', 'trade-secret', 'third-party', 'law']),
        }),
      )
      .max(150),
    reference: Reference.exactOptional(),
    title: confidential(z.string().min(1).max(1_000), 'public', { optional: true }),
    summary: confidential(Prose, 'public', { optional: true }),
    reasons: confidential(Prose, 'public', { optional: true }),
  },
);
