import type { Atom, Condition } from '../../events/decision.ts';
import type { Criterion } from '../../events/framework.ts';
import type { FrameworkVersion } from '../framework-versions.ts';
import type { ReviewState } from '../review-state/state.ts';
import { standingProhibits } from './bright-lines.ts';
import { concernsOf } from './concerns.ts';
import { qualifiedCriteria, type Tally, tally, teamsWithout } from './counted.ts';
import { isStale, newestOf } from './seats.ts';

/** Every question that evaluator-1 asks of an opened panel at an instant, in the order of DESIGN §7. */
export function atomsOf(
  framework: FrameworkVersion,
  state: ReviewState,
  at: string,
  conditions: readonly Condition[],
): readonly Atom[] {
  const count = tally(state);
  const bright = framework.criteria
    .filter(({ kind }) => kind === 'prohibition')
    .flatMap((criterion) => brightLine(framework, state, criterion, count));
  const carrying = carryingAtoms(framework, state, at, count);
  const prohibited = bright.filter(({ atom, holds }) => atom.startsWith('no-prohibits.') && !holds);
  return [
    ...bright,
    { atom: 'prohibited', holds: prohibited.length > 0 },
    quorumOf(framework, count),
    ...carrying,
    { atom: 'not-carried', holds: carrying.some(({ holds }) => !holds) },
    ...timeAtoms(state, at, count),
    ...conditionAtoms(framework, state, count, conditions),
  ];
}

/** Holds when nothing is left that it would name. */
const noneLeft = (atom: string, left: readonly string[]): Atom =>
  left.length === 0 ? { atom, holds: true } : { atom, holds: false, about: [...left] };

/** Three questions per prohibition: cleared by every required team, nothing standing against it, no presumption left. */
function brightLine(
  framework: FrameworkVersion,
  state: ReviewState,
  criterion: Criterion,
  { counted }: Tally,
): readonly Atom[] {
  const key = criterion.criterion;
  const standing = standingProhibits(framework, state, criterion).map(({ seat }) => seat);
  const uncleared = teamsWithout(framework, counted, criterion, ['meets', 'not-applicable']);
  const atoms = [
    noneLeft(`cleared.${key}`, uncleared),
    noneLeft(`no-prohibits.${key}`, [...new Set(standing)]),
  ];
  if (state.screening?.presumed.includes(key) !== true) return atoms;
  return [...atoms, noneLeft(`presumption.${key}`, teamsWithout(framework, counted, criterion, ['meets']))];
}

function quorumOf({ terms }: FrameworkVersion, { seats, counted }: Tally): Atom {
  const need = Math.max(Math.floor(seats.length / 2) + 1, terms.rules.minSeats);
  return { atom: 'quorum', holds: counted.length >= need, have: counted.length, need };
}

/** Rules 3, 4 and 5: what a panel carries or does not. */
function carryingAtoms(
  { terms: { rules } }: FrameworkVersion,
  state: ReviewState,
  at: string,
  { eligible, approving, supporting }: Tally,
): readonly Atom[] {
  const { num, den } = rules.threshold;
  const absent = rules.requiredTeams.filter((team) => !approving.some(({ seat }) => seat.team === team));
  const open = concernsOf(state, at, rules.adoptionDays).filter(({ ended }) => ended === null);
  return [
    {
      atom: 'threshold',
      holds: den * approving.length >= num * eligible.length,
      have: approving.length,
      need: Math.ceil((num * eligible.length) / den),
    },
    { atom: 'support', holds: supporting.length > 0, have: supporting.length, need: 1 },
    noneLeft('teams', absent),
    noneLeft(
      'concerns',
      open.map(({ concern }) => concern),
    ),
  ];
}

function timeAtoms(state: ReviewState, at: string, { eligible, counted }: Tally): readonly Atom[] {
  const silent = eligible.filter((seat) => !counted.some((each) => each.seat === seat));
  const stale = eligible.filter((seat) => {
    const newest = newestOf(state, seat);
    return newest !== null && newest.withdrawn === null && isStale(state, newest);
  });
  const hardStop = state.panel?.deadline?.hardStop;
  const stopped = hardStop !== undefined && at > hardStop;
  return [
    noneLeft(
      'fresh',
      stale.map(({ seat }) => seat),
    ),
    noneLeft(
      'all-judged',
      silent.map(({ seat }) => seat),
    ),
    { atom: 'hard-stop-passed', holds: stopped },
    { atom: 'heard', holds: stopped || silent.length === 0 },
  ];
}

function conditionAtoms(
  framework: FrameworkVersion,
  state: ReviewState,
  { counted }: Tally,
  conditions: readonly Condition[],
): readonly Atom[] {
  const qualified = qualifiedCriteria(framework, counted);
  const uncovered = qualified.filter((key) => !conditions.some(({ criteria }) => criteria.includes(key)));
  const unverifiable = conditions.filter(
    ({ owner, verifier }) => owner === verifier || verifier === state.submitter,
  );
  return [
    noneLeft('unqualified', qualified),
    noneLeft('conditions-cover', uncovered),
    noneLeft(
      'conditions-verifiable',
      unverifiable.map(({ condition }) => condition),
    ),
  ];
}
