import type { JudgmentState, PanelState, ReviewState, SeatState } from '../review-state/state.ts';

/** E: the seats that may still judge. |S| stays what it was at convening. */
export const eligibleSeats = (panel: PanelState): readonly SeatState[] =>
  panel.seats.filter(({ status }) => status === 'sitting');

export const isStale = (state: ReviewState, judgment: JudgmentState): boolean =>
  judgment.version < state.materialVersion;

/** The newest judgment of a seat's present holder, whatever its standing. */
export const newestOf = (state: ReviewState, seat: SeatState): JudgmentState | null =>
  state.judgments.findLast((judgment) => judgment.seat === seat.seat && judgment.holder === seat.holder) ??
  null;

/** The judgment that counts for a seat of E: the newest one of its present holder, neither withdrawn nor stale. */
export function countedJudgment(state: ReviewState, seat: SeatState): JudgmentState | null {
  const newest = newestOf(state, seat);
  return seat.status !== 'sitting' || newest === null || newest.withdrawn !== null || isStale(state, newest)
    ? null
    : newest;
}
