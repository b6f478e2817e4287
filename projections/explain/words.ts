import type { Atom } from '../../events/decision.ts';
import { criterionOf, nameOf } from '../evaluator/outcomes.ts';
import type { FrameworkVersion } from '../framework-versions.ts';

/** What an explanation may name: criteria, teams and the criteria of concerns. Never a seat, a person or a position. */
export interface Naming {
  readonly framework: FrameworkVersion;
  /** The criterion that a concern cites; undefined where it is closed to the reader. */
  readonly concernOn: (concern: string) => string | undefined;
}

export const titleOf = ({ framework }: Naming, criterion: string): string =>
  framework.criteria.find((each) => each.criterion === criterion)?.title ?? criterion;

export const teamName = ({ framework }: Naming, team: string): string =>
  framework.terms.teams.find(({ key }) => key === team)?.label ?? team;

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
/** `one more judgment`, `two more judgments`: small numbers as words. */
export const count = (n: number, noun: string): string => `${numbers[n] ?? n} ${noun}${n === 1 ? '' : 's'}`;

export const list = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

/** ` on No harm`, or nothing where the reader cannot open which criterion a concern cites. */
export const onCriterion = (naming: Naming, concern: string): string => {
  const criterion = naming.concernOn(concern);
  return criterion === undefined ? '' : ` on ${titleOf(naming, criterion)}`;
};

/** Why an atom does not hold, as a phrase without a tense: it is said before a decision and after. */
export function failureInWords(naming: Naming, { atom, about = [], have = 0, need = 0 }: Atom): string {
  const criterion = titleOf(naming, criterionOf(atom) ?? '');
  const teams = list(about.map((team) => teamName(naming, team)));
  const titles = list(about.map((key) => titleOf(naming, key)));
  switch (nameOf(atom)) {
    case 'cleared':
      return `${criterion} not cleared by ${teams}`;
    case 'no-prohibits':
      return `a standing finding that ${criterion} is crossed`;
    case 'presumption':
      return `the presumption that ${criterion} is crossed, until found met by ${teams}`;
    case 'prohibited':
      return 'no standing finding that a prohibition is crossed';
    case 'quorum':
      return `${count(have, 'counted judgment')} of ${need} for a quorum`;
    case 'threshold':
      return `${count(have, 'approval')} of ${need} to carry it`;
    case 'support':
      return 'no seat in support';
    case 'teams':
      return `no approval from ${teams}`;
    case 'concerns':
      return list(about.map((concern) => `an open concern${onCriterion(naming, concern)}`));
    case 'not-carried':
      return 'carried: approvals enough, every required team among them, no open concern';
    case 'heard':
      return 'judgments outstanding before the hard stop';
    case 'unqualified':
      return `findings on ${titles} that need conditions`;
    case 'conditions-cover':
      return `no condition for the findings on ${titles}`;
    case 'conditions-verifiable':
      return `${list(about)} verified by the owner or the submitter`;
    default:
      return `${atom} not fulfilled`;
  }
}
