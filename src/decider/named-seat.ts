import { LedgerError } from '../../events/errors.ts';
import type { SeatState } from '../../projections/review-state/state.ts';

/** The seat of a command that names one; the gate has refused those that the panel does not have. */
export function namedSeat(seat: SeatState | null, key: string): SeatState {
  if (seat !== null) return seat;
  throw new LedgerError('unknown-reference', `seat ${key} is no seat of the panel`, {
    field: 'seat',
    id: key,
  });
}
