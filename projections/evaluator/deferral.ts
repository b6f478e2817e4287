import type { Evaluation } from '../../events/decision.ts';
import type { JudgmentContent } from '../../events/review.ts';
import type { FrameworkVersion } from '../framework-versions.ts';
import type { ReviewState } from '../review-state/state.ts';
import { atomsOf } from './atoms.ts';
import { inputsOf } from './inputs.ts';
import { failingAtoms } from './outcomes.ts';

/** Questions whose answers anyone can count in the public log, whatever was found. */
const open: readonly string[] = ['quorum', 'fresh', 'all-judged', 'hard-stop-passed', 'heard'];
const unread: JudgmentContent = { findings: [], position: 'abstain' };

/**
 * What a deferral freezes: the review goes on with everything sealed, so it says and reads nothing that depends on a
 * finding, a position, a vote or a concern; anyone runs it again from the log as it is, opened or not.
 */
export function evaluateDeferral(framework: FrameworkVersion, state: ReviewState, at: string): Evaluation {
  const judgments = state.judgments.map((judgment) => ({ ...judgment, content: unread }));
  const atoms = atomsOf(framework, { ...state, judgments }, at, []).filter(({ atom }) => open.includes(atom));
  return {
    evaluator: 'evaluator-1',
    rules: framework.ref,
    at,
    version: state.version,
    inputs: [...inputsOf(state)],
    atoms,
    result: [{ outcome: 'deferred', allowed: failingAtoms(atoms, 'deferred').length === 0 }],
  };
}
