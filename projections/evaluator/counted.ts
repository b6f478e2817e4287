import type { Effect } from '../../events/framework.ts';
import type { JudgmentContent } from '../../events/review.ts';
import type { FrameworkVersion } from '../framework-versions.ts';
import type { JudgmentState, ReviewState, SeatState } from '../review-state/state.ts';
import { effectOn } from './bright-lines.ts';
import { countedJudgment, eligibleSeats } from './seats.ts';

/** A seat of V with the judgment that counts for it, opened. */
export interface Counted {
  readonly seat: SeatState;
  readonly judgment: JudgmentState;
  readonly content: JudgmentContent;
}

/** The sets of DESIGN §7, in the order of the seats. */
export interface Tally {
  readonly seats: readonly SeatState[];
  readonly eligible: readonly SeatState[];
  readonly counted: readonly Counted[];
  readonly approving: readonly Counted[];
  readonly supporting: readonly Counted[];
}

/** Counts the opened judgments; without a panel nobody sits and nothing counts. */
export function tally(state: ReviewState): Tally {
  const { panel } = state;
  const eligible = panel === null ? [] : eligibleSeats(panel);
  const counted = eligible.flatMap((seat): Counted[] => {
    const judgment = countedJudgment(state, seat);
    return judgment === null || judgment.content === 'sealed'
      ? []
      : [{ seat, judgment, content: judgment.content }];
  });
  const approving = counted.filter(
    ({ content: { position } }) => position !== 'block' && position !== 'abstain',
  );
  return {
    seats: panel?.seats ?? [],
    eligible,
    counted,
    approving,
    supporting: approving.filter(({ content }) => content.position === 'support'),
  };
}

/** The required teams none of whose counted judgments finds one of the effects on a criterion, in the order of the rules. */
export function teamsWithout(
  framework: FrameworkVersion,
  counted: readonly Counted[],
  criterion: FrameworkVersion['criteria'][number],
  effects: readonly Effect[],
): readonly string[] {
  return framework.terms.rules.requiredTeams.filter(
    (team) =>
      !counted.some(
        ({ seat, content }) =>
          seat.team === team && effects.includes(effectOn(framework, criterion, content)),
      ),
  );
}

/** Criteria with a counted `meets-if`, or a counted `falls-short` on a requirement: an approval needs a condition on each. */
export const qualifiedCriteria = (
  framework: FrameworkVersion,
  counted: readonly Counted[],
): readonly string[] =>
  framework.criteria
    .filter((criterion) =>
      counted.some(({ content }) => {
        const effect = effectOn(framework, criterion, content);
        return effect === 'meets-if' || (effect === 'falls-short' && criterion.kind === 'requirement');
      }),
    )
    .map(({ criterion }) => criterion);
