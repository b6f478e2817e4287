import type { Atom, Condition, DecidedOutcome, Evaluation } from '../../events/decision.ts';
import type { Criterion } from '../../events/framework.ts';
import type { FrameworkVersion } from '../framework-versions.ts';
import type { JudgmentState, ReviewState, SeatState } from '../review-state/state.ts';
import { effectOn, standingProhibits } from './bright-lines.ts';
import { concernsOf } from './concerns.ts';
import { inputsOf } from './inputs.ts';
import { countedJudgment, eligibleSeats, isStale, newestOf } from './seats.ts';

/** A seat of V with the judgment that counts for it, opened. */
interface Counted {
  readonly seat: SeatState;
  readonly judgment: JudgmentState;
  readonly content: Exclude<JudgmentState['content'], 'sealed'>;
}

export type Evaluated = Evaluation | 'sealed';

/** True while some judgment of the present panel is closed to this reader: no rule can be run. */
export const hasSealed = (state: ReviewState): boolean =>
  state.judgments.some(({ content }) => content === 'sealed') ||
  state.raised.some(({ content }) => content === 'sealed');

/**
 * evaluator-1: the rules of DESIGN §7 over a panel, its judgments and concerns, at an instant. Pure; says which outcomes
 * may be issued and which question decided it. `conditions` are those that the decision would impose.
 * Requires a convened panel, and `framework` to be the version it was convened under. Its versions are kept for ever.
 */
export function evaluate(
  framework: FrameworkVersion,
  state: ReviewState,
  at: string,
  conditions: readonly Condition[] = [],
): Evaluated {
  const { panel } = state;
  if (panel === null) throw new TypeError('evaluate needs a convened panel');
  if (hasSealed(state)) return 'sealed';
  const { rules } = framework.terms;
  const eligible = eligibleSeats(panel);
  const counted = eligible.flatMap((seat): Counted[] => {
    const judgment = countedJudgment(state, seat);
    return judgment === null || judgment.content === 'sealed'
      ? []
      : [{ seat, judgment, content: judgment.content }];
  });
  const approving = counted.filter(
    ({ content }) => content.position !== 'block' && content.position !== 'abstain',
  );
  const supporting = approving.filter(({ content }) => content.position === 'support');

  const bright = framework.criteria
    .filter(({ kind }) => kind === 'prohibition')
    .flatMap((criterion) => brightLine(framework, state, criterion, counted));
  const quorumNeed = Math.max(Math.floor(panel.seats.length / 2) + 1, rules.minSeats);
  const thresholdNeed = Math.ceil((rules.threshold.num * eligible.length) / rules.threshold.den);
  const teamsWithout = rules.requiredTeams.filter(
    (team) => !approving.some(({ seat }) => seat.team === team),
  );
  const open = concernsOf(state, at, rules.adoptionDays).filter(({ ended }) => ended === null);
  const stale = eligible.filter((seat) => {
    const newest = newestOf(state, seat);
    return newest !== null && newest.withdrawn === null && isStale(state, newest);
  });
  const silent = eligible.filter((seat) => !counted.some((each) => each.seat === seat));
  const stopped = panel.deadline !== null && at > panel.deadline.hardStop;
  const qualified = qualifiedCriteria(framework, counted);
  const uncovered = qualified.filter((key) => !conditions.some(({ criteria }) => criteria.includes(key)));
  const unverifiable = conditions.filter(
    ({ owner, verifier }) => owner === verifier || verifier === state.submitter,
  );

  const quorum: Atom = {
    atom: 'quorum',
    holds: counted.length >= quorumNeed,
    have: counted.length,
    need: quorumNeed,
  };
  const threshold: Atom = {
    atom: 'threshold',
    holds:
      rules.threshold.den * approving.length >= rules.threshold.num * eligible.length && eligible.length > 0,
    have: approving.length,
    need: thresholdNeed,
  };
  const support: Atom = { atom: 'support', holds: supporting.length > 0, have: supporting.length, need: 1 };
  const teams: Atom = about('teams', teamsWithout);
  const concerns: Atom = about(
    'concerns',
    open.map(({ concern }) => concern),
  );
  const judged: Atom = about(
    'all-judged',
    silent.map(({ seat }) => seat),
  );
  const hardStop: Atom = { atom: 'hard-stop-passed', holds: stopped };
  const fresh: Atom = about(
    'fresh',
    stale.map(({ seat }) => seat),
  );
  const unqualified: Atom = about('unqualified', qualified);
  const covered: Atom = about('conditions-cover', uncovered);
  const verifiable: Atom = about(
    'conditions-verifiable',
    unverifiable.map(({ condition }) => condition),
  );

  const brightHolds = bright.every(({ holds }) => holds);
  const carried = threshold.holds && support.holds && teams.holds && concerns.holds;
  const passes = brightHolds && quorum.holds && carried;
  const prohibited = bright.some(({ atom, holds }) => atom.startsWith('no-prohibits.') && !holds);
  const allowed: Record<DecidedOutcome, boolean> = {
    approved: passes && unqualified.holds,
    'approved-with-conditions': passes && covered.holds && verifiable.holds,
    declined: quorum.holds && (judged.holds || stopped) && !carried,
    'declined-prohibited': quorum.holds && prohibited,
    deferred: quorum.holds,
  };
  return {
    evaluator: 'evaluator-1',
    rules: framework.ref,
    at,
    version: state.version,
    inputs: [...inputsOf(state)],
    atoms: [
      ...bright,
      quorum,
      threshold,
      support,
      teams,
      concerns,
      fresh,
      judged,
      hardStop,
      unqualified,
      covered,
      verifiable,
    ],
    result: outcomes.map((outcome) => ({ outcome, allowed: allowed[outcome] })),
  };
}

const outcomes = [
  'approved',
  'approved-with-conditions',
  'declined',
  'declined-prohibited',
  'deferred',
] as const;

/** Holds when nothing is left that it would name. */
const about = (atom: string, left: readonly string[]): Atom =>
  left.length === 0 ? { atom, holds: true } : { atom, holds: false, about: [...left] };

/** Three questions per prohibition: cleared by every required team, nothing standing against it, no presumption left. */
function brightLine(
  framework: FrameworkVersion,
  state: ReviewState,
  criterion: Criterion,
  counted: readonly Counted[],
): Atom[] {
  const teams = framework.terms.rules.requiredTeams;
  const without = (effects: readonly string[]): string[] =>
    teams.filter(
      (team) =>
        !counted.some(
          ({ seat, content }) =>
            seat.team === team && effects.includes(effectOn(framework, criterion, content)),
        ),
    );
  const standing = standingProhibits(framework, state, criterion);
  const presumed = state.screening?.presumed.includes(criterion.criterion) === true;
  return [
    about(`cleared.${criterion.criterion}`, without(['meets', 'not-applicable'])),
    about(`no-prohibits.${criterion.criterion}`, [...new Set(standing.map(({ seat }) => seat))]),
    ...(presumed ? [about(`presumption.${criterion.criterion}`, without(['meets']))] : []),
  ];
}

/** Criteria with a counted `meets-if`, or a counted `falls-short` on a requirement: an approval needs a condition on each. */
function qualifiedCriteria(framework: FrameworkVersion, counted: readonly Counted[]): string[] {
  return framework.criteria
    .filter((criterion) =>
      counted.some(({ content }) => {
        const effect = effectOn(framework, criterion, content);
        return effect === 'meets-if' || (effect === 'falls-short' && criterion.kind === 'requirement');
      }),
    )
    .map(({ criterion }) => criterion);
}
