import type { PersonState } from '../../../projections/directory.ts';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { type Desk, does, type Offices } from '../offices.ts';
import { directory, idOf } from '../people.ts';

/** The directory of the tests with somebody added, or changed. */
export const withPerson = (name: string, changes: Partial<PersonState>): Offices => {
  const known: PersonState = directory.people.get(idOf(name)) ?? {
    person: idOf(name),
    kind: 'human',
    event: idOf(`registered ${name}`),
    registeredAt: '2026-01-01T00:00:00.000Z',
    nameIn: idOf(`registered ${name}`),
    addressIn: idOf(`registered ${name}`),
    source: null,
    roles: [],
    teams: [],
  };
  const people = new Map(directory.people).set(idOf(name), { ...known, ...changes });
  return { directory: { ...directory, people } };
};

/** People who sit on an open panel. */
export const seated = (...names: readonly string[]): Offices => ({
  openSeats: (id) => (names.map(idOf).includes(id) ? 1 : 0),
});

/** The newest proposal. */
export const proposed = (desk: Desk): string => desk.last('RoleProposed').id;
export const propose = (
  by: string,
  name: string,
  role: CommandData<'propose-role'>['role'],
  change: 'grant' | 'revoke' = 'grant',
) => does(by, 'propose-role', { person: idOf(name), role, change });
