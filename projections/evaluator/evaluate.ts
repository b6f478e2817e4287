import type { Condition, Evaluation } from '../../events/decision.ts';
import type { FrameworkVersion } from '../framework-versions.ts';
import type { ReviewState } from '../review-state/state.ts';
import { atomsOf } from './atoms.ts';
import { inputsOf } from './inputs.ts';
import { resultOf } from './outcomes.ts';

export type Evaluated = Evaluation | 'sealed';

/**
 * True while some judgment or concern of the present panel is closed to this reader: no rule can be run. Votes are not
 * asked for: what they came to stands in the open, as `ConcernOverruled`.
 */
export const hasSealed = (state: ReviewState): boolean =>
  state.judgments.some(({ content }) => content === 'sealed') ||
  state.raised.some(({ content }) => content === 'sealed');

/**
 * evaluator-1: the rules of DESIGN §7 over a panel, its judgments and concerns, at an instant. Pure; says which outcomes
 * may be issued and what each question came to. `conditions` are those that the decision would impose. Requires
 * `framework` to be the version under which the panel was convened. Without a panel nothing is quorate.
 */
export function evaluate(
  framework: FrameworkVersion,
  state: ReviewState,
  at: string,
  conditions: readonly Condition[] = [],
): Evaluated {
  if (hasSealed(state)) return 'sealed';
  const atoms = atomsOf(framework, state, at, conditions);
  return {
    evaluator: 'evaluator-1',
    rules: framework.ref,
    at,
    version: state.version,
    inputs: [...inputsOf(state)],
    atoms: [...atoms],
    result: resultOf(atoms),
  };
}
