import type { LedgerEvent } from '../../../events/catalogue.ts';
import { LedgerError } from '../../../events/errors.ts';
import type { PersonState } from '../../../projections/directory.ts';
import type { CommandData } from '../../commands/catalogue.ts';
import { type Asking, refuseOwn, requireSecondPerson } from './second-person.ts';

export function joinTeam(
  asking: Asking,
  { team }: CommandData<'join-team'>,
  person: PersonState,
): LedgerEvent {
  refuseOwn(asking, person.person);
  if (person.teams.includes(team)) {
    throw new LedgerError('already-exists', `the person is a member of ${team}`, { what: 'team', id: team });
  }
  return { type: 'TeamJoined', data: { person: person.person, team } };
}

/**
 * Who leaves a team can no longer act in a seat held for it. While the member sits on an open panel somebody else must
 * have proposed it, as a revocation of `reviewer`: nobody empties a seat alone (SOD-7).
 */
export function leaveTeam(
  asking: Asking,
  { team, proposal, reason }: CommandData<'leave-team'>,
  person: PersonState,
): LedgerEvent {
  const { person: id } = person;
  refuseOwn(asking, id);
  if (!person.teams.includes(team)) {
    throw new LedgerError('not-found', `the person is no member of ${team}`, { what: 'team', id: team });
  }
  requireSecondPerson(asking, { person: id, role: 'reviewer', change: 'revoke' }, proposal);
  const by = proposal === undefined ? {} : { proposal };
  const because = reason === undefined ? {} : { reason };
  return { type: 'TeamLeft', data: { person: id, team, ...by, ...because } };
}
