import type { Atom, Evaluation } from '../../events/decision.ts';
import type { Recorded } from '../../events/decode.ts';
import { deferralEvaluators, evaluators } from '../../projections/evaluator/evaluators.ts';
import { failingAtoms, isAllowed } from '../../projections/evaluator/outcomes.ts';
import type { FrameworkState, FrameworkVersion } from '../../projections/framework-versions.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import type { Fault } from './report.ts';
import { jsonText, sameJson } from './same-json.ts';

export interface EvaluationCheck {
  readonly issued: Recorded<'DecisionIssued'>;
  /** What stood before the decision, with all that it opened. */
  readonly state: ReviewState;
  readonly frameworks: FrameworkState;
  readonly isWhole: (version: FrameworkVersion) => boolean;
  /** The type of an event of the stream. */
  readonly typeOf: (event: string) => string | undefined;
}

/**
 * The evaluation frozen into a decision, made again: from the inputs that the stream holds, at its own instant, by the
 * evaluator and the rules that it names.
 */
export function evaluationFaults(check: EvaluationCheck): readonly Fault[] {
  const { issued, state, frameworks, isWhole } = check;
  const { evaluation, outcome, conditions } = issued.data;
  const framework = frameworks.versions.find(({ ref }) => ref === evaluation.rules);
  if (framework === undefined)
    return [
      { what: 'rules-unknown', says: `no version ${evaluation.rules} was published before the decision` },
    ];
  const fresh =
    outcome === 'deferred'
      ? deferralEvaluators[evaluation.evaluator](framework, state, evaluation.at)
      : evaluators[evaluation.evaluator](framework, state, evaluation.at, conditions);
  const whole: readonly Fault[] = isWhole(framework)
    ? []
    : [{ what: 'rules-differ', says: `what was published as ${framework.ref} has another hash` }];
  if (fresh === 'sealed') return whole;
  return [
    ...whole,
    ...circumstanceFaults(issued, fresh, state),
    ...inputFaults(evaluation, fresh, check.typeOf),
    ...atomFaults(evaluation.atoms, fresh.atoms),
    ...resultFaults(evaluation, fresh),
    ...outcomeFaults(issued, fresh),
  ];
}

function circumstanceFaults(
  { data: { evaluation }, recordedAt }: Recorded<'DecisionIssued'>,
  fresh: Evaluation,
  { panel, screening }: ReviewState,
): readonly Fault[] {
  const faults: Fault[] = [];
  const inForce = panel?.framework ?? screening?.framework;
  if (evaluation.at !== recordedAt)
    faults.push({
      what: 'evaluation-differs',
      says: `it says it was evaluated at ${evaluation.at}, and the decision is of ${recordedAt}`,
    });
  if (evaluation.version !== fresh.version)
    faults.push({
      what: 'evaluation-differs',
      says: `it is about version ${evaluation.version}, and the present one was ${fresh.version}`,
    });
  if (inForce !== undefined && evaluation.rules !== inForce)
    faults.push({
      what: 'evaluation-differs',
      says: `it was evaluated under ${evaluation.rules}, and the review goes by ${inForce}`,
    });
  return faults;
}

function inputFaults(
  named: Evaluation,
  fresh: Evaluation,
  typeOf: (event: string) => string | undefined,
): readonly Fault[] {
  const [before, now] = [new Set(named.inputs), new Set(fresh.inputs)];
  const missing = fresh.inputs.filter((id) => !before.has(id));
  const added = named.inputs.filter((id) => !now.has(id));
  return [
    ...missing.map(
      (id): Fault => ({
        what: 'input-missing',
        says: `the rules read ${typeOf(id) ?? 'event'} ${id}, which the decision does not name`,
      }),
    ),
    ...added.map(
      (id): Fault => ({
        what: 'input-added',
        says: `the decision names ${typeOf(id) ?? 'an event that the stream does not hold,'} ${id}, which the rules do not read`,
      }),
    ),
    ...(missing.length + added.length === 0 && !sameJson(named.inputs, fresh.inputs)
      ? [{ what: 'input-added', says: 'inputs stand twice, or not in their order' } as const]
      : []),
  ];
}

function atomFaults(named: readonly Atom[], fresh: readonly Atom[]): readonly Fault[] {
  const faults: Fault[] = [];
  for (const atom of fresh) {
    const theirs = named.find((each) => each.atom === atom.atom);
    if (theirs === undefined) faults.push({ what: 'atom-missing', says: `${atom.atom} was not asked` });
    else if (!sameJson(theirs, atom))
      faults.push({
        what: 'atom-differs',
        says: `${atom.atom}: it comes to ${jsonText(atom)}, and the decision holds ${jsonText(theirs)}`,
      });
  }
  for (const [i, { atom }] of named.entries()) {
    const known = fresh.some((each) => each.atom === atom);
    const twice = named.findIndex((each) => each.atom === atom) < i;
    if (!known || twice)
      faults.push({
        what: 'atom-added',
        says: `${atom} is no question of these rules, or stands there twice`,
      });
  }
  if (faults.length === 0 && !sameJson(named, fresh))
    faults.push({ what: 'atom-differs', says: 'the questions do not stand in their order' });
  return faults;
}

function resultFaults({ result }: Evaluation, fresh: Evaluation): readonly Fault[] {
  const outcomes = [...new Set([...fresh.result, ...result].map(({ outcome }) => outcome))];
  const faults = outcomes.flatMap((outcome): readonly Fault[] => {
    const [mine, theirs] = [fresh.result, result].map((list) =>
      list.find((each) => each.outcome === outcome),
    );
    if (sameJson(mine, theirs)) return [];
    const said = (allowed: boolean | undefined) =>
      allowed === undefined ? 'not answered' : allowed ? 'allowed' : 'not allowed';
    const says = `${outcome}: by the rules it is ${said(mine?.allowed)}, and the decision says ${said(theirs?.allowed)}`;
    return [{ what: 'result-differs', says }];
  });
  if (faults.length === 0 && !sameJson(result, fresh.result))
    return [{ what: 'result-differs', says: 'outcomes stand twice, or not in their order' }];
  return faults;
}

/** An imported decision may have an outcome that our rules do not allow: then its `broke` list says so, which is compared. */
function outcomeFaults(
  { data: { outcome }, imported }: Recorded<'DecisionIssued'>,
  fresh: Evaluation,
): readonly Fault[] {
  if (imported !== undefined || isAllowed(fresh, outcome)) return [];
  const failing = failingAtoms(fresh.atoms, outcome).map(({ atom }) => atom);
  const says = `${outcome} was not allowed: ${failing.join(', ')} did not hold`;
  return [{ what: 'outcome-not-allowed', rule: 'outcome-not-allowed', says }];
}
