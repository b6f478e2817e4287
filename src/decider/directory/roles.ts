import type { LedgerEvent } from '../../../events/catalogue.ts';
import { LedgerError } from '../../../events/errors.ts';
import type { Role } from '../../../events/ids.ts';
import type { PersonState } from '../../../projections/directory.ts';
import type { CommandData } from '../../commands/catalogue.ts';
import { invalidCommand, separation } from '../rules.ts';
import { type Asking, refuseOwn, requireSecondPerson } from './second-person.ts';

/** SOD-9: all others open content, judge it, or write the rules that it is judged by. */
const apartFromContent: readonly Role[] = ['administrator', 'registrar', 'service'];

export function proposeRole(
  asking: Asking,
  { role, change, reason }: CommandData<'propose-role'>,
  person: PersonState,
): LedgerEvent {
  const { person: id } = person;
  refuseOwn(asking, id);
  if (change === 'grant') requireGrantable(asking, person, role);
  // A member who leaves a team in mid-review loses a seat, and need not hold the role by which others sit.
  else if (!(role === 'reviewer' && asking.facts.openSeats(id) > 0)) requireHeld(person, role);
  const because = reason === undefined ? {} : { reason };
  return { type: 'RoleProposed', data: { person: id, role, change, ...because } };
}

export function grantRole(
  asking: Asking,
  { role, proposal }: CommandData<'grant-role'>,
  person: PersonState,
  isFirst: boolean,
): LedgerEvent {
  const { person: id } = person;
  refuseOwn(asking, id);
  requireGrantable(asking, person, role);
  if (!isFirst) requireSecondPerson(asking, { person: id, role, change: 'grant' }, proposal);
  const by = proposal === undefined ? {} : { proposal };
  return { type: 'RoleGranted', data: { person: id, role, ...by } };
}

export function revokeRole(
  asking: Asking,
  { role, proposal, reason }: CommandData<'revoke-role'>,
  person: PersonState,
): LedgerEvent {
  const { person: id } = person;
  refuseOwn(asking, id);
  requireHeld(person, role);
  requireAnother(asking, id, role);
  requireSecondPerson(asking, { person: id, role, change: 'revoke' }, proposal);
  const by = proposal === undefined ? {} : { proposal };
  const because = reason === undefined ? {} : { reason };
  return { type: 'RoleRevoked', data: { person: id, role, ...by, ...because } };
}

function requireGrantable({ command, facts }: Asking, person: PersonState, role: Role): void {
  if (person.roles.includes(role)) {
    throw new LedgerError('already-exists', `the person holds the role ${role}`, { what: 'role', id: role });
  }
  const content = person.roles.filter((held) => !apartFromContent.includes(held));
  if (role === 'administrator' && content.length > 0) {
    const held = content.join(', ');
    throw separation('SOD-9', `an administrator holds no content role, and this person is ${held}`, command);
  }
  if (role === 'administrator' && facts.openSeats(person.person) > 0) {
    throw separation(
      'SOD-9',
      'an administrator holds no seat, and this person sits on an open panel',
      command,
    );
  }
  if (person.roles.includes('administrator') && !apartFromContent.includes(role)) {
    throw separation('SOD-9', `an administrator holds no content role, and ${role} is one`, command);
  }
  if (role === 'reviewer' && person.kind === 'service') {
    throw separation('SOD-10', 'a service account never holds a voting seat', command);
  }
  if (role === 'service' && person.kind !== 'service') {
    throw invalidCommand(
      command,
      'role',
      `service is for programs; the person is registered as ${person.kind}`,
    );
  }
}

function requireHeld(person: PersonState, role: Role): void {
  if (person.roles.includes(role)) return;
  throw new LedgerError('not-found', `the person does not hold the role ${role}`, { what: 'role', id: role });
}

/** Without one of each nobody could grant a role again. */
function requireAnother({ command, facts }: Asking, id: string, role: Role): void {
  if (role !== 'administrator' && role !== 'registrar') return;
  const holders = [...facts.directory.people.values()].filter(({ roles }) => roles.includes(role));
  if (holders.some(({ person }) => person !== id)) return;
  throw invalidCommand(command, 'role', `this is the last ${role}; grant the role to somebody else first`);
}
