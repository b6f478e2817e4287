import { z } from 'zod';
import { EventId, Key, Ordinal, PersonId, Prose } from '../../events/ids.ts';
import { Deadline } from '../../events/panel.ts';
import { command } from './command.ts';

const seat = { seat: Key, reason: Prose.exactOptional() };

export const ConvenePanel = command(
  'submission',
  'convene-panel',
  z.strictObject({
    /** The current version of the submission's framework where it is left out. */
    frameworkVersion: Ordinal.exactOptional(),
    seats: z
      .array(
        z.strictObject({
          seat: Key,
          holder: PersonId.exactOptional(),
          team: Key.exactOptional(),
          capacity: Key.exactOptional(),
          label: z.string().max(300).exactOptional(),
        }),
      )
      .min(1)
      .max(60),
    deadline: Deadline.exactOptional(),
  }),
  ({ seats }) => seats.map(({ holder }) => holder),
);
export const DeclineSeat = command('submission', 'decline-seat', z.strictObject(seat));
export const VacateSeat = command(
  'submission',
  'vacate-seat',
  z.strictObject({ ...seat, why: z.enum(['left-team', 'unavailable', 'other']) }),
);
export const SeatAlternate = command(
  'submission',
  'seat-alternate',
  z.strictObject({ ...seat, holder: PersonId }),
  ({ holder }) => [holder],
);
export const DeclareInterest = command(
  'submission',
  'declare-interest',
  z.strictObject({
    seat: Key,
    kind: z.enum(['none', 'declared']),
    categories: z.array(Key).max(50).exactOptional(),
    detail: Prose.exactOptional(),
  }),
);
export const ClearInterest = command(
  'submission',
  'clear-interest',
  z.strictObject({ ...seat, declaration: EventId }),
);
/** Recusing oneself, or (chair, secretary) directing that another be recused. */
export const RecuseReviewer = command(
  'submission',
  'recuse-reviewer',
  z.strictObject({ ...seat, kind: z.enum(['self', 'directed']) }),
);
export const LiftRecusal = command('submission', 'lift-recusal', z.strictObject(seat));
export const DissolvePanel = command(
  'submission',
  'dissolve-panel',
  z.strictObject({ reason: Prose.exactOptional() }),
);
export const SetDueDate = command('submission', 'set-due-date', z.strictObject({ deadline: Deadline }));
export const ExtendDueDate = command(
  'submission',
  'extend-due-date',
  z.strictObject({ deadline: Deadline, reason: Prose.exactOptional() }),
);
