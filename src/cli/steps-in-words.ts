import type { ReviewState } from '../../projections/review-state/state.ts';
import { initialReviewState } from '../../projections/review-state/state.ts';
import type { Step } from '../replay/replay.ts';
import type { Wording } from './state-in-words.ts';

/** What a reader of steps follows, from the state right after each. */
const followed: readonly (readonly [string, (state: ReviewState) => string])[] = [
  ['phase', ({ phase }) => phase],
  ['outcome', ({ outcome }) => outcome ?? 'none'],
  ['version', ({ version }) => String(version)],
  ['panel', ({ panel }) => (panel === null ? 'none' : `${panel.seats.length} seats`)],
  ['sitting', ({ panel }) => String(panel?.seats.filter(({ status }) => status === 'sitting').length ?? 0)],
  ['judgments', ({ judgments }) => String(judgments.filter(({ withdrawn }) => withdrawn === null).length)],
  ['concerns', ({ raised }) => String(raised.length)],
  ['comments', ({ comments }) => String(comments)],
  ['decisions', ({ decision, pastDecisions }) => String(pastDecisions.length + (decision === null ? 0 : 1))],
];

/** One line an entry: where it stands, what it is, by whom, and what it changed. */
export function stepsInWords(steps: readonly Step[], { moment, person }: Wording): string {
  let before: ReviewState = initialReviewState;
  const lines = steps.map(({ entry, state }) => {
    const changes = followed.flatMap(([name, of]) =>
      of(before) === of(state) ? [] : [`    ${name}: ${of(before)} → ${of(state)}\n`],
    );
    before = state;
    const who = entry.by === null ? 'nobody named' : person(entry.by);
    return `  ${entry.index ?? entry.revision}  ${moment(entry.recordedAt)}  ${entry.type}\n    by ${who} (${entry.role})\n${changes.join('')}`;
  });
  return `${lines.join('')}\n`;
}
