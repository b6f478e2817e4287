import type { Atom, DecidedOutcome, Evaluation } from '../../events/decision.ts';
import { DecidedOutcome as Outcomes } from '../../events/decision.ts';

const passing = [
  'cleared',
  'no-prohibits',
  'presumption',
  'quorum',
  'threshold',
  'support',
  'teams',
  'concerns',
] as const;

/**
 * The table of DESIGN §7: an outcome may be issued when all of these hold. A name stands for every atom of that name,
 * whatever criterion it is about. Rule 6 is no atom of the table: a stale judgment is simply not counted.
 */
const needed: Readonly<Record<DecidedOutcome, readonly string[]>> = {
  approved: [...passing, 'unqualified'],
  'approved-with-conditions': [...passing, 'conditions-cover', 'conditions-verifiable'],
  declined: ['quorum', 'heard', 'not-carried'],
  'declined-prohibited': ['quorum', 'prohibited'],
  deferred: ['quorum'],
};

/** What stands in the way of an outcome, in the order in which the rules ask; empty exactly where it may be issued. */
export const failingAtoms = (atoms: readonly Atom[], outcome: DecidedOutcome): readonly Atom[] =>
  atoms.filter(({ atom, holds }) => !holds && needed[outcome].includes(nameOf(atom)));

export const resultOf = (atoms: readonly Atom[]): Evaluation['result'] =>
  Outcomes.options.map((outcome) => ({ outcome, allowed: failingAtoms(atoms, outcome).length === 0 }));

export const isAllowed = ({ result }: Evaluation, outcome: DecidedOutcome): boolean =>
  result.some((each) => each.outcome === outcome && each.allowed);

/** `cleared` of `cleared.no-harm`. */
export const nameOf = (atom: string): string => atom.split('.', 1)[0] ?? atom;
/** `no-harm` of `cleared.no-harm`; null where the atom is about no single criterion. */
export const criterionOf = (atom: string): string | null => {
  const dot = atom.indexOf('.');
  return dot < 0 ? null : atom.slice(dot + 1);
};
