import type { DecidedOutcome } from '../../events/decision.ts';
import { evaluate } from '../../projections/evaluator/evaluate.ts';
import type { FrameworkVersion } from '../../projections/framework-versions.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import { versionOne } from './framework.ts';

const evaluation = (state: ReviewState, at: string, framework: FrameworkVersion) => {
  const answer = evaluate(framework, state, at);
  if (answer === 'sealed') throw new Error('the review is sealed');
  return answer;
};

const midReview = '2026-01-20T09:00:00.000Z';

/** The outcomes that the evaluator would let be issued. */
export const outcomesOf = (
  state: ReviewState,
  at = midReview,
  framework = versionOne,
): readonly DecidedOutcome[] =>
  evaluation(state, at, framework)
    .result.filter(({ allowed }) => allowed)
    .map(({ outcome }) => outcome);

/** Atoms of which `no` is good news for the case. */
const welcome: readonly string[] = ['hard-stop-passed', 'prohibited', 'not-carried'];

/** What stands in the way of an approval: the questions answered no, with what each is about. */
export const failingIn = (
  state: ReviewState,
  at = midReview,
  framework = versionOne,
): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    evaluation(state, at, framework)
      .atoms.filter(({ atom, holds }) => !holds && !welcome.includes(atom))
      .map(({ atom, about = [] }) => [atom, about] as const),
  );
