import { addDays } from '../../events/time.ts';
import { type Concern, concernsOf } from '../evaluator/concerns.ts';
import { countedJudgment, eligibleSeats, isStale, newestOf } from '../evaluator/seats.ts';
import type { FrameworkVersion } from '../framework-versions.ts';
import type { PanelState, ReviewState, SeatState } from '../review-state/state.ts';
import { heldBy, personally, type Wait, type Waiter, wait } from './waiting.ts';

/** DESIGN §7; for a framework that the reader does not have. */
const usualAdoptionDays = 5;

/**
 * What a convened panel waits for until it decides. Whether a seat has judged is public; what it judged is not, so
 * nothing here depends on it, even for a reader who holds the disclosures.
 */
export function panelWaits(
  state: ReviewState,
  panel: PanelState,
  framework: FrameworkVersion | null,
): readonly Wait[] {
  return [
    ...panel.seats.flatMap((seat) => seatWaits(state, panel, seat)),
    ...concernWaits(state, panel, framework),
    ...decisionWaits(state, panel, framework),
  ];
}

function seatWaits(state: ReviewState, panel: PanelState, seat: SeatState): readonly Wait[] {
  const due = panel.deadline?.due ?? null;
  const about = seat.seat;
  if (seat.status !== 'sitting' || seat.holder === null) {
    const secretary = { ...heldBy('secretary'), seat: seat.seat, team: seat.team };
    return [wait(secretary, 'seat-alternate', { since: seat.since, about, due })];
  }
  const holder = holderOf(seat, seat.holder);
  if (seat.interest === null) return [wait(holder, 'declare-interest', { since: seat.since, about, due })];
  if (!seat.interest.cleared) {
    const clearer = { ...heldBy('secretary', 'chair'), seat: seat.seat, team: seat.team };
    return [wait(clearer, 'clear-interest', { since: seat.interest.at, about, due })];
  }
  if (countedJudgment(state, seat) !== null) return [];
  const until = panel.deadline?.hardStop ?? null;
  const newest = newestOf(state, seat);
  if (newest === null || newest.withdrawn !== null) {
    const since = newest === null ? later(seat.since, seat.interest.at) : newest.at;
    return [wait(holder, 'record-judgment', { since, about, due, until })];
  }
  const material = state.versions.find(({ version }) => version === state.materialVersion);
  const since = isStale(state, newest) ? (material?.when.recordedAt ?? newest.at) : newest.at;
  return [wait(holder, 'judge-again', { since, about, due, until })];
}

/** Concerns carried by a judgment are sealed with it and wait for nobody here: that they do would tell. */
function concernWaits(
  state: ReviewState,
  panel: PanelState,
  framework: FrameworkVersion | null,
): readonly Wait[] {
  const days = framework?.terms.rules.adoptionDays ?? usualAdoptionDays;
  return concernsOf(state, '', days)
    .filter(({ carriedBy, ended }) => carriedBy === 'itself' && ended === null)
    .flatMap((concern) => [
      ...answers(state, concern),
      ...votes(panel, concern),
      ...adoptions(concern, days),
    ]);
}

function answers(state: ReviewState, concern: Concern): readonly Wait[] {
  if (concern.answers.length > 0 || state.submitter === null) return [];
  const details = { since: concern.owner.since, about: concern.concern, until: concern.adoptBy };
  return [wait(personally(state.submitter), 'answer-concern', details)];
}

function votes(panel: PanelState, concern: Concern): readonly Wait[] {
  const until = earlier(panel.deadline?.hardStop ?? null, concern.adoptBy);
  return eligibleSeats(panel).flatMap((seat) => {
    if (seat.holder === null || seat.seat === concern.owner.seat || seat.interest?.cleared !== true)
      return [];
    const voted = concern.votes.some((vote) => vote.seat === seat.seat && vote.holder === seat.holder);
    if (voted) return [];
    const details = { since: later(concern.owner.since, seat.since), about: concern.concern, until };
    return [
      wait(holderOf(seat, seat.holder), 'vote-on-concern', { ...details, due: panel.deadline?.due ?? null }),
    ];
  });
}

function adoptions(concern: Concern, days: number): readonly Wait[] {
  if (concern.adoptBy === null) return [];
  const since = addDays(concern.adoptBy, -days);
  return [
    wait(heldBy('reviewer'), 'adopt-concern', {
      since,
      about: concern.concern,
      due: concern.adoptBy,
      until: concern.adoptBy,
    }),
  ];
}

function decisionWaits(
  state: ReviewState,
  panel: PanelState,
  framework: FrameworkVersion | null,
): readonly Wait[] {
  const proposal = state.proposals.findLast(({ withdrawn }) => !withdrawn);
  const due = panel.deadline?.due ?? null;
  if (proposal !== undefined) {
    const details = { since: proposal.when.recordedAt, about: proposal.event, due };
    return [wait(heldBy('chair', 'secretary'), 'issue-decision', details)];
  }
  const eligible = eligibleSeats(panel);
  const counted = eligible.flatMap((seat) => countedJudgment(state, seat) ?? []);
  const need = Math.max(Math.floor(panel.seats.length / 2) + 1, framework?.terms.rules.minSeats ?? 1);
  const stop = panel.deadline?.hardStop ?? null;
  if (counted.length < need) {
    if (stop === null) return [];
    return [wait(heldBy('secretary'), 'extend-or-dissolve', { since: stop, after: stop })];
  }
  const chair = heldBy('chair', 'secretary');
  if (counted.length === eligible.length) {
    const since = counted.map(({ at }) => at).reduce(later, panel.when.recordedAt);
    return [wait(chair, 'propose-decision', { since, due })];
  }
  return stop === null ? [] : [wait(chair, 'propose-decision', { since: stop, after: stop, due })];
}

const holderOf = (seat: SeatState, holder: string): Waiter => ({
  ...personally(holder),
  seat: seat.seat,
  team: seat.team,
});

const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && b < a) ? b : a;
