import type { Evaluation } from '../../events/decision.ts';
import { evaluateDeferral } from './deferral.ts';
import { evaluate } from './evaluate.ts';

export type Evaluator = typeof evaluate;

/**
 * Every version of the evaluator, kept for ever: a decision names the one that decided it, and an auditor runs that one
 * again. A change of what the rules come to is a new version beside the old.
 */
export const evaluators: Readonly<Record<Evaluation['evaluator'], Evaluator>> = { 'evaluator-1': evaluate };

/** The one that decides now. */
export const currentEvaluator: Evaluation['evaluator'] = 'evaluator-1';

/** What each version freezes into a deferral, after which the review goes on sealed. */
export const deferralEvaluators: Readonly<Record<Evaluation['evaluator'], typeof evaluateDeferral>> = {
  'evaluator-1': evaluateDeferral,
};
