import type { Atom, Evaluation } from '../../events/decision.ts';
import { failingAtoms, nameOf } from '../evaluator/outcomes.ts';
import { countedJudgment, eligibleSeats } from '../evaluator/seats.ts';
import type { ReviewState } from '../review-state/state.ts';
import { count, failureInWords, type Naming, onCriterion, teamName, titleOf } from './words.ts';

/** How many seats of a team can still judge, and have not. */
export interface Outstanding {
  readonly all: number;
  readonly eligible: (team: string) => number;
  readonly silent: (team: string) => number;
}

/** Read from the public log alone: whether a seat's judgment counts does not depend on what it says. */
export function outstanding(state: ReviewState): Outstanding {
  const eligible = state.panel === null ? [] : eligibleSeats(state.panel);
  const silent = eligible.filter((seat) => countedJudgment(state, seat) === null);
  return {
    all: silent.length,
    eligible: (team) => eligible.filter((seat) => seat.team === team).length,
    silent: (team) => silent.filter((seat) => seat.team === team).length,
  };
}

/** What an approval still takes, a sentence each, in the order of the rules. Empty: it may be issued. */
export function neededForApproval(
  naming: Naming,
  evaluation: Evaluation,
  state: ReviewState,
): readonly string[] {
  const failing = failingAtoms(evaluation.atoms, 'approved-with-conditions');
  const waiting = outstanding(state);
  const teams = [
    ...new Set(
      failing
        .filter(({ atom }) => ['cleared', 'presumption', 'teams'].includes(nameOf(atom)))
        .flatMap(({ about = [] }) => about),
    ),
  ];
  const asked = teams.filter((team) => waiting.silent(team) > 0);
  const gone = teams.filter((team) => waiting.eligible(team) === 0);
  // A team that has not judged is asked to; only of one that has is it said what its judgments lack.
  const judged = new Set(teams.filter((team) => !asked.includes(team) && !gone.includes(team)));
  const coming = asked.length + gone.length;
  return [
    ...asked.map((team) => `one more judgment from ${teamName(naming, team)}`),
    ...gone.map((team) => `an alternate for ${teamName(naming, team)}, which has no seat that can judge`),
    ...judgmentsShort(evaluation.atoms, coming),
    ...failing.flatMap((atom) => otherwise(naming, atom, judged, coming)),
  ];
}

function judgmentsShort(atoms: readonly Atom[], coming: number): readonly string[] {
  const quorum = atoms.find(({ atom }) => atom === 'quorum');
  const short = (quorum?.need ?? 0) - (quorum?.have ?? 0) - coming;
  return short > 0 ? [`${count(short, 'more judgment')} for a quorum`] : [];
}

function otherwise(
  naming: Naming,
  atom: Atom,
  judged: ReadonlySet<string>,
  coming: number,
): readonly string[] {
  const { about = [], have = 0, need = 0 } = atom;
  switch (nameOf(atom.atom)) {
    case 'quorum':
      return [];
    case 'cleared':
    case 'presumption':
    case 'teams': {
      const left = about.filter((team) => judged.has(team));
      return left.length === 0 ? [] : [failureInWords(naming, { ...atom, about: left })];
    }
    case 'threshold':
      return need - have > coming ? [`${count(need - have, 'more approval')}, for ${need} to carry it`] : [];
    case 'support':
      return ['at least one seat that supports it'];
    case 'concerns':
      return about.map((concern) => `the concern${onCriterion(naming, concern)} is open`);
    case 'conditions-cover':
      return about.map((criterion) => `a condition on ${titleOf(naming, criterion)}`);
    default:
      return [failureInWords(naming, atom)];
  }
}
