import { standingProhibits } from '../../projections/evaluator/bright-lines.ts';
import { hasSealed } from '../../projections/evaluator/evaluate.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import type { Facts } from './facts.ts';
import { panelFramework } from './open-review.ts';

/**
 * The prohibitions on which a `prohibits` of the panel stands, as what its end leaves to be presumed: nothing lifts it but
 * what DESIGN §7 names, and no panel is got rid of to be rid of it. What cannot be opened may prohibit anything.
 */
export function standingLines(state: ReviewState, facts: Facts): { readonly presumed?: string[] } {
  if (state.panel === null) return {};
  const framework = panelFramework(state.panel, facts);
  const presumed = framework.criteria
    .filter(({ kind }) => kind === 'prohibition')
    .filter((criterion) => hasSealed(state) || standingProhibits(framework, state, criterion).length > 0)
    .map(({ criterion }) => criterion);
  return presumed.length === 0 ? {} : { presumed };
}
