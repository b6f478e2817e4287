import type { ReviewState } from '../review-state/state.ts';

/**
 * The ids of the events that an evaluation reads, sorted: the material version, screening, panel and who sits in it,
 * every judgment, concern, vote, and what was done about them.
 */
export function inputsOf(state: ReviewState): readonly string[] {
  const { panel } = state;
  const material = state.versions.find(({ version }) => version === state.materialVersion);
  const ids = [
    material?.event,
    state.versions.at(-1)?.event,
    state.screening?.event,
    panel?.event,
    ...(panel?.seats.flatMap(({ changes }) => changes) ?? []),
    ...state.judgments.flatMap(({ event, withdrawn }) => [event, withdrawn]),
    ...state.raised.map(({ event }) => event),
    ...state.concernActs.map(({ event }) => event),
    ...state.votes.map(({ event }) => event),
  ];
  return [...new Set(ids.filter((id) => id !== null && id !== undefined))].sort();
}
