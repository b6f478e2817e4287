import { LedgerError } from '../../../events/errors.ts';
import type { ReviewState, SeatState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import type { Facts, PersonFacts } from '../facts.ts';
import { type Rules, separation } from '../rules.ts';

/** A person on the way to a seat, and the seat's team. */
export interface Seating {
  readonly seat: string;
  readonly team: string | null;
  readonly person: PersonFacts;
}

/** The person whom a seat is meant for. @throws LedgerError `unknown-reference`: in both modes only registered people sit */
export function holderOf(field: string, id: string, facts: Facts): PersonFacts {
  const person = facts.people.get(id);
  if (person !== undefined) return person;
  throw new LedgerError('unknown-reference', `${field} ${id} is nobody in the directory`, { field, id });
}

/**
 * Who may sit at all, at convening and as an alternate alike.
 * @throws LedgerError `separation-of-duties` (SOD-1, SOD-7, SOD-9, SOD-10), `fenced`, `not-in-team`
 */
export function requireSeatable(
  { seat, team, person }: Seating,
  command: AskedOf<'convene-panel' | 'seat-alternate'>['name'],
  state: ReviewState,
  facts: Facts,
  rules: Rules,
): void {
  const { pseudonym, roles, kind, teams } = person;
  rules.require(pseudonym !== state.submitter && pseudonym !== state.sponsor, () =>
    separation('SOD-1', `submitter and sponsor hold no seat, and seat ${seat} is for one of them`, command),
  );
  rules.require(facts.actor === null || facts.actor.person !== person.person, () =>
    separation('SOD-7', `nobody seats themselves; seat ${seat} has to be given by somebody else`, command),
  );
  rules.require(!roles.includes('administrator'), () =>
    separation('SOD-9', `an administrator holds no content role, and seat ${seat} is for one`, command),
  );
  rules.require(kind !== 'service' && !roles.includes('service'), () =>
    separation('SOD-10', `a service account never holds a voting seat, and ${seat} is for one`, command),
  );
  rules.require(
    !state.fences.some((fence) => fence.person === pseudonym),
    () =>
      new LedgerError('fenced', `seat ${seat} is for somebody who is recused from this submission`, {
        command,
      }),
  );
  rules.require(
    team === null || teams.includes(team),
    () =>
      new LedgerError(
        'not-in-team',
        `seat ${seat} is for ${team ?? ''}, and its holder is no member of that team`,
        {
          seat,
          team: team ?? '',
        },
      ),
  );
}

/** @throws LedgerError `already-seated`, naming the seat that the person has */
export function requireUnseated(person: PersonFacts, seats: readonly SeatHeld[], rules: Rules): void {
  const other = seats.find(({ holder }) => holder === person.pseudonym);
  rules.require(
    other === undefined,
    () =>
      new LedgerError('already-seated', `one person, one seat: this person holds seat ${other?.seat ?? ''}`, {
        seat: other?.seat ?? '',
      }),
  );
}

type SeatHeld = Pick<SeatState, 'seat'> & { readonly holder?: string | null };
