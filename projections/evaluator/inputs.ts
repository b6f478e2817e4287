import type { ReviewState, VoteState } from '../review-state/state.ts';

/**
 * The ids of the events that an evaluation rests on, sorted: what was submitted, the material version, screening, panel,
 * who sits in it and until when it judges, every judgment and concern and what became of them (no rule reads an answer),
 * and of the votes on a concern each seat's newest.
 */
export function inputsOf(state: ReviewState): readonly string[] {
  const { panel } = state;
  const material = state.versions.find(({ version }) => version === state.materialVersion);
  const ids = [
    state.received?.event,
    material?.event,
    state.versions.at(-1)?.event,
    state.screening?.event,
    ...(state.screening?.added ?? []),
    panel?.event,
    panel?.deadlineSet,
    ...(panel?.seats.flatMap(({ changes }) => changes) ?? []),
    ...state.judgments.flatMap(({ event, withdrawn }) => [event, withdrawn]),
    ...state.raised.map(({ event }) => event),
    ...state.concernActs.filter(({ kind }) => kind !== 'answered').map(({ event }) => event),
    ...newest(state.votes).map(({ event }) => event),
  ];
  return [...new Set(ids.filter((id) => id !== null && id !== undefined))].sort();
}

const newest = (votes: readonly VoteState[]): readonly VoteState[] => [
  ...new Map(votes.map((vote) => [`${vote.concern}/${vote.seat}`, vote])).values(),
];
