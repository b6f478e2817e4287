import type { FrameworkVersion } from './framework-versions.ts';
import type { ReviewState } from './review-state/state.ts';
import { aftercareWaits } from './work-queue/aftercare-waits.ts';
import { panelWaits } from './work-queue/panel-waits.ts';
import {
  heldBy,
  isWaiting,
  personally,
  type Wait,
  type Waiting,
  wait,
  withoutWindow,
} from './work-queue/waiting.ts';

/**
 * Everything that waits, each with the window of time in which it does, so that a kept row can be read at any clock.
 * `framework` is the version that the panel was convened under. A history that was only ever imported waits for nobody.
 */
export function waits(state: ReviewState, framework: FrameworkVersion | null): readonly Wait[] {
  if (state.received === null || state.phase === 'closed') return [];
  if (state.source !== null && state.nativeSince === null) return [];
  const questions = informationWaits(state);
  switch (state.phase) {
    case 'submitted':
    case 'screening':
      return questions.length > 0 ? questions : sortingWaits(state);
    case 'review':
    case 'decision':
    case 'aftercare': {
      const underReview =
        state.panel !== null &&
        (state.phase === 'review' || (state.phase === 'decision' && isUndecided(state)));
      const panel = state.panel !== null && underReview ? panelWaits(state, state.panel, framework) : [];
      return [...questions, ...panel, ...aftercareWaits(state)];
    }
    default:
      return state.phase satisfies never;
  }
}

/** What waits at an instant, for whom, since when and until when. */
export const waitingOn = (
  state: ReviewState,
  framework: FrameworkVersion | null,
  at: string,
): readonly Waiting[] =>
  waits(state, framework)
    .filter((each) => isWaiting(each, at))
    .map(withoutWindow);

/** A declined case stays in the phase `decision`; one with a proposal has not been decided by this panel. */
const isUndecided = (state: ReviewState): boolean => state.proposals.some(({ withdrawn }) => !withdrawn);

function informationWaits(state: ReviewState): readonly Wait[] {
  const { submitter } = state;
  if (submitter === null) return [];
  return state.requests
    .filter(({ answer }) => answer === null)
    .map(({ event, when, due }) =>
      wait(personally(submitter), 'answer-information', { since: when.recordedAt, about: event, due }),
    );
}

function sortingWaits(state: ReviewState): readonly Wait[] {
  const { screening, versions, recordedAt } = state;
  const newest = versions.at(-1)?.when.recordedAt ?? recordedAt ?? '';
  if (state.phase === 'submitted' || screening === null)
    return [wait(heldBy('secretary'), 'screen-submission', { since: newest })];
  return [wait(heldBy('secretary'), 'convene-panel', { since: screening.when.recordedAt })];
}
