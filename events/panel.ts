import { z } from 'zod';
import { confidential, confidentialEach, open, ruleField } from './fields.ts';
import { EventId, FrameworkRef, Key, Ordinal, Prose, Pseudonym } from './ids.ts';
import { submissionEvent } from './submission-event.ts';
import { Instant } from './time.ts';

/** The three ends of a review's time, each in time when met exactly, and the zone in which people read them. */
export const Deadline = z.strictObject({
  due: Instant,
  graceUntil: Instant,
  hardStop: Instant,
  zone: open(
    z.string().regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/, 'an IANA time zone'),
    'a time zone of the world',
  ),
});
export type Deadline = z.infer<typeof Deadline>;

export const Seat = z.strictObject({
  seat: Key,
  /** Only imported history may have a seat without a person, or without a team. */
  holder: Pseudonym.exactOptional(),
  team: Key.exactOptional(),
  /** What an imported source called the seat: editor, reviewer. */
  capacity: Key.exactOptional(),
});
export type Seat = z.infer<typeof Seat>;

export const PanelConvened = submissionEvent(
  'PanelConvened',
  'Who reviews, for which teams, under which version of the framework: frozen from here on.',
  {
    panelNumber: Ordinal,
    framework: FrameworkRef,
    seats: z.array(Seat).min(1).max(60),
    deadline: Deadline.exactOptional(),
    /** What an imported source printed for a seat, as it stands there. */
    labels: confidentialEach(Key, z.string().max(300), 'participants', 60),
  },
);

export const SeatDeclined = submissionEvent(
  'SeatDeclined',
  'A person does not take the seat they were given.',
  {
    seat: Key,
    reason: confidential(Prose, 'panel', { optional: true }),
  },
);
export const SeatVacated = submissionEvent(
  'SeatVacated',
  'A seat has no holder any more; what its holder recorded stays.',
  {
    seat: Key,
    why: z.enum(['left-team', 'unavailable', 'other']),
    reason: confidential(Prose, 'panel', { optional: true }),
  },
);
export const AlternateSeated = submissionEvent(
  'AlternateSeated',
  'Somebody else takes over a seat; the number of seats stays as convened.',
  {
    seat: Key,
    holder: Pseudonym,
    reason: confidential(Prose, 'panel', { optional: true }),
  },
);

export const InterestDeclared = submissionEvent(
  'InterestDeclared',
  'What a seat holder has to do with the case, said before content is served. The categories are never opened in the log: what they cause, a computed recusal, is an event of its own.',
  {
    seat: Key,
    kind: z.enum(['none', 'declared']),
    interest: ruleField(z.strictObject({ categories: z.array(Key).max(50) }), 'panel'),
    detail: confidential(Prose, 'panel', { optional: true }),
  },
);
export const InterestCleared = submissionEvent(
  'InterestCleared',
  'Somebody else finds that a declared interest does not stand in the way.',
  {
    seat: Key,
    declaration: EventId,
    reason: confidential(Prose, 'panel'),
  },
);

export const RecusalKind = z.enum(['self', 'directed', 'computed']);
export const ReviewerRecused = submissionEvent(
  'ReviewerRecused',
  'A seat holder stepped back, or had to; their earlier judgments stay on record but stop counting.',
  {
    seat: Key,
    kind: RecusalKind,
    reason: confidential(Prose, 'panel', { optional: true }),
  },
);
export const RecusalLifted = submissionEvent('RecusalLifted', 'Somebody else ends a recusal.', {
  seat: Key,
  reason: confidential(Prose, 'panel'),
});

export const PanelDissolved = submissionEvent(
  'PanelDissolved',
  'Quorum cannot be regained: the panel ends without a decision and another may be convened.',
  {
    panelNumber: Ordinal,
    /** Prohibitions on which a `prohibits` of this panel stood: presumed crossed from here on, for nothing else lifts it. */
    presumed: z.array(Key).max(60).exactOptional(),
    reason: confidential(Prose, 'participants'),
  },
);

export const DueDateSet = submissionEvent(
  'DueDateSet',
  'By when the review is due, until when grace is given, and when it stops.',
  { deadline: Deadline },
);
export const DueDateExtended = submissionEvent(
  'DueDateExtended',
  'The secretary gives the review more time, and says why.',
  {
    deadline: Deadline,
    reason: confidential(Prose, 'participants'),
  },
);
