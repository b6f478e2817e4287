import type { ReviewState } from '../../projections/review-state/state.ts';
import type { Names, Shown } from './names.ts';
import type { Reading } from './reader.ts';

/** Somebody of a submission, as they are shown to one viewer. */
export interface ShownPerson {
  /** Their pseudonym there. */
  readonly pseudonym: string;
  /** What they are in the case, in words: `submitter`, `seat policy-1`. */
  readonly is: readonly string[];
  /** Their directory id, for those who may know it. */
  readonly person: string | null;
  readonly name: Shown;
}

/**
 * Who is who in a submission. The panel, the desk and auditors know everybody by name; others know themselves and whose
 * case it is: a reviewer is a seat to them, whoever holds it.
 */
export async function peopleOf(reading: Reading, names: Names): Promise<readonly ShownPerson[]> {
  const { sight, state, people, events } = reading;
  const all = new Set([...people.keys(), ...partsIn(state).keys()]);
  for (const { event } of events) all.add(event.actor.person);
  const parts = partsIn(state);
  const knowsAll = sight.audience === 'panel' || sight.audience === 'auditors';
  const known = new Set([sight.pseudonym, state.submitter, state.sponsor]);
  const shown: ShownPerson[] = [];
  for (const pseudonym of all) {
    const person = people.get(pseudonym) ?? null;
    const may = (knowsAll || known.has(pseudonym)) && person !== null;
    const is = parts.get(pseudonym) ?? [];
    if (!may && is.length === 0) continue;
    shown.push({
      pseudonym,
      is,
      person: may ? person : null,
      name: may && person !== null ? await names.of(person) : { state: 'sealed' },
    });
  }
  return shown;
}

function partsIn(state: ReviewState): ReadonlyMap<string, readonly string[]> {
  const parts = new Map<string, string[]>();
  const add = (pseudonym: string | null, is: string): void => {
    if (pseudonym === null) return;
    const known = parts.get(pseudonym) ?? [];
    if (!known.includes(is)) parts.set(pseudonym, [...known, is]);
  };
  add(state.submitter, 'submitter');
  add(state.sponsor, 'sponsor');
  for (const { seat, holder } of state.panel?.seats ?? []) add(holder, `seat ${seat}`);
  for (const { condition, owner, verifier } of state.decision?.conditions ?? []) {
    add(owner, `owner of ${condition}`);
    add(verifier, `verifier of ${condition}`);
  }
  return parts;
}
