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

/** Who reviews, under which version of the framework: frozen from here on. */
export const PanelConvened = submissionEvent('PanelConvened', {
  panelNumber: Ordinal,
  framework: FrameworkRef,
  seats: z.array(Seat).min(1).max(60),
  deadline: Deadline.exactOptional(),
  /** What an imported source printed for a seat, as it stands there. */
  labels: confidentialEach(Key, z.string().max(300), 'participants'),
});

export const SeatDeclined = submissionEvent('SeatDeclined', {
  seat: Key,
  reason: confidential(Prose, 'panel', { optional: true }),
});
export const SeatVacated = submissionEvent('SeatVacated', {
  seat: Key,
  why: z.enum(['left-team', 'unavailable', 'other']),
  reason: confidential(Prose, 'panel', { optional: true }),
});
/** Somebody else takes over a seat; |S| stays as convened. */
export const AlternateSeated = submissionEvent('AlternateSeated', {
  seat: Key,
  holder: Pseudonym,
  reason: confidential(Prose, 'panel', { optional: true }),
});

/**
 * What a seat holder has to do with the case, said before content is served. The categories are a rule field that is
 * never opened in the log: what they cause, a computed recusal, is an event of its own.
 */
export const InterestDeclared = submissionEvent('InterestDeclared', {
  seat: Key,
  kind: z.enum(['none', 'declared']),
  interest: ruleField(z.strictObject({ categories: z.array(Key).max(50) }), 'panel'),
  detail: confidential(Prose, 'panel', { optional: true }),
});
/** Somebody else finds that a declared interest does not stand in the way. */
export const InterestCleared = submissionEvent('InterestCleared', {
  seat: Key,
  declaration: EventId,
  reason: confidential(Prose, 'panel'),
});

export const RecusalKind = z.enum(['self', 'directed', 'computed']);
/** A seat holder stepped back, or had to; their earlier judgments stay on record but stop counting. */
export const ReviewerRecused = submissionEvent('ReviewerRecused', {
  seat: Key,
  kind: RecusalKind,
  reason: confidential(Prose, 'panel', { optional: true }),
});
export const RecusalLifted = submissionEvent('RecusalLifted', {
  seat: Key,
  reason: confidential(Prose, 'panel'),
});

/** Quorum cannot be regained: the panel ends without a decision and another may be convened. */
export const PanelDissolved = submissionEvent('PanelDissolved', {
  panelNumber: Ordinal,
  reason: confidential(Prose, 'participants'),
});

export const DueDateSet = submissionEvent('DueDateSet', { deadline: Deadline });
export const DueDateExtended = submissionEvent('DueDateExtended', {
  deadline: Deadline,
  reason: confidential(Prose, 'participants'),
});
