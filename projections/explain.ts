import type { Condition, DecidedOutcome, Evaluation } from '../events/decision.ts';
import { concernsOf } from './evaluator/concerns.ts';
import { currentEvaluator, evaluators } from './evaluator/evaluators.ts';
import { failingAtoms } from './evaluator/outcomes.ts';
import { neededForApproval, outstanding } from './explain/needed.ts';
import { count, failureInWords, type Naming } from './explain/words.ts';
import type { FrameworkVersion } from './framework-versions.ts';
import { isReviewOpen } from './review-state/open.ts';
import type { DecisionState, ReviewState } from './review-state/state.ts';

export interface OutcomeExplained {
  readonly outcome: DecidedOutcome;
  readonly allowed: boolean;
  /** What stands in its way, a clause each; empty where it may, or might, be issued. */
  readonly failing: readonly string[];
}

export interface Explanation {
  /** What was judged is closed to the reader: `outcomes` is empty, `needed` counts what the public log shows. */
  readonly sealed: boolean;
  /** The outcome that is explained; null while there is none. */
  readonly decided: DecidedOutcome | null;
  readonly outcomes: readonly OutcomeExplained[];
  /** Before a decision what an approval still takes; after it, why it came out so. */
  readonly needed: readonly string[];
}

/**
 * "What is still needed?", or "why did it come out so?": the evaluator's answer in words. It names criteria and teams,
 * never a seat, a person or a position; and to who cannot open the rule fields it says no more than anyone can count in
 * the public log. `framework` is the version under which the panel convened.
 */
export function explain(
  framework: FrameworkVersion,
  state: ReviewState,
  at: string,
  conditions: readonly Condition[] = [],
): Explanation {
  const naming = namingOf(framework, state, at);
  if (state.panel === null || !isReviewOpen(state)) return outsideReview(naming, state);
  const evaluation = evaluators[currentEvaluator](framework, state, at, conditions);
  if (evaluation === 'sealed') {
    return { sealed: true, decided: null, outcomes: [], needed: publicly(state, at, framework) };
  }
  return {
    sealed: false,
    decided: null,
    outcomes: outcomesOf(naming, evaluation),
    needed: neededForApproval(naming, evaluation, state),
  };
}

const namingOf = (framework: FrameworkVersion, state: ReviewState, at: string): Naming => {
  const concerns = concernsOf(state, at, framework.terms.rules.adoptionDays);
  return {
    framework,
    concernOn: (id) => {
      const criterion = concerns.find(({ concern }) => concern === id)?.criterion;
      return criterion === 'sealed' ? undefined : criterion;
    },
  };
};

const outcomesOf = (naming: Naming, { atoms, result }: Evaluation): readonly OutcomeExplained[] =>
  result.map(({ outcome, allowed }) => ({
    outcome,
    allowed,
    failing: failingAtoms(atoms, outcome).map((atom) => failureInWords(naming, atom)),
  }));

/** What anyone can count: judgments that are outstanding, concerns that were raised by themselves and are open. */
function publicly(state: ReviewState, at: string, framework: FrameworkVersion): readonly string[] {
  const { all } = outstanding(state);
  const open = concernsOf(state, at, framework.terms.rules.adoptionDays).filter(
    ({ carriedBy, ended }) => carriedBy === 'itself' && ended === null,
  );
  return [
    ...(all === 0 ? [] : [`${all} ${all === 1 ? 'judgment' : 'judgments'} outstanding`]),
    ...(open.length === 0 ? [] : [`${count(open.length, 'concern')} raised and open`]),
    'the rest is sealed until the decision',
  ];
}

function outsideReview(naming: Naming, state: ReviewState): Explanation {
  const plain = { sealed: false, decided: null, outcomes: [] } as const;
  const { decision, phase } = state;
  const asked = state.requests.filter(({ answer }) => answer === null).length;
  const answers = asked === 0 ? [] : [`the submitter’s answer to ${count(asked, 'request')} for information`];
  if (phase === 'submitted') return { ...plain, needed: [...answers, 'screening by the secretary'] };
  if (phase === 'screening') return { ...plain, needed: [...answers, 'a panel, convened by the secretary'] };
  if (decision === null || decision.outcome === 'deferred')
    return { ...plain, needed: [`nothing: it ended as ${state.outcome ?? state.closed?.why ?? phase}`] };
  return {
    sealed: false,
    decided: decision.outcome,
    outcomes: outcomesOf(naming, decision.evaluation),
    needed: whyDecided(naming, decision),
  };
}

/** The answer that was frozen into the decision, atom by atom: what carried it, or what stood against it. */
function whyDecided(naming: Naming, { outcome, evaluation, conditions }: DecisionState): readonly string[] {
  const { atoms } = evaluation;
  const numbers = (atom: string): { readonly have: number; readonly need: number } => {
    const found = atoms.find((each) => each.atom === atom);
    return { have: found?.have ?? 0, need: found?.need ?? 0 };
  };
  const quorum = numbers('quorum');
  const threshold = numbers('threshold');
  const against = failingAtoms(atoms, 'approved-with-conditions').filter(
    ({ atom }) => !['quorum', 'threshold', 'conditions-cover', 'conditions-verifiable'].includes(atom),
  );
  const concerns = atoms.find(({ atom }) => atom === 'concerns');
  return [
    `${count(quorum.have, 'counted judgment')}; ${quorum.need} make a quorum`,
    `${count(threshold.have, 'approval')}; ${threshold.need} carry it`,
    ...(concerns?.holds === true ? ['no open concern'] : []),
    ...against.map((atom) => failureInWords(naming, atom)),
    ...(conditions.length === 0 ? [] : [`${count(conditions.length, 'condition')} imposed`]),
    ...(failingAtoms(atoms, outcome).length === 0
      ? []
      : ['not by these rules: it was taken over from where it was decided']),
  ];
}
