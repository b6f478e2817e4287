import type { PersonState, RecordedDirectoryEvent } from '../directory.ts';
import type { When } from '../review-state/state.ts';
import { when } from '../review-state/when.ts';
import { digestsByAudience } from './sealed.ts';

/** Somebody of the directory as listings know them: what is open, and the digests among which are name and source key. */
export interface PersonRecord {
  readonly person: string;
  readonly kind: PersonState['kind'];
  readonly registered: When;
  readonly sealed: readonly string[];
  /** Where the newest correction of the name is sealed; null where there is none. */
  readonly renamed: readonly string[] | null;
  readonly roles: readonly string[];
  readonly teams: readonly string[];
}

export type PeopleRecord = ReadonlyMap<string, PersonRecord>;

/** What one directory entry changes about a person; null where it changes nobody. */
export function evolvePerson(people: PeopleRecord, event: RecordedDirectoryEvent): PersonRecord | null {
  switch (event.type) {
    case 'PersonRegistered': {
      const { person, kind } = event.data;
      const sealed = digestsByAudience(event).auditors;
      return { person, kind, registered: when(event), sealed, renamed: null, roles: [], teams: [] };
    }
    case 'RoleGranted':
      return changed(people, event.data.person, ({ roles }) => ({ roles: added(roles, event.data.role) }));
    case 'RoleRevoked':
      return changed(people, event.data.person, ({ roles }) => ({ roles: removed(roles, event.data.role) }));
    case 'TeamJoined':
      return changed(people, event.data.person, ({ teams }) => ({ teams: added(teams, event.data.team) }));
    case 'TeamLeft':
      return changed(people, event.data.person, ({ teams }) => ({ teams: removed(teams, event.data.team) }));
    case 'EntryCorrected': {
      const { person, field } = event.data;
      if (person === undefined || field !== 'name') return null;
      return changed(people, person, () => ({ renamed: digestsByAudience(event).auditors }));
    }
    case 'RoleProposed':
      return null;
    default:
      return event satisfies never;
  }
}

function changed(
  people: PeopleRecord,
  id: string,
  change: (person: PersonRecord) => Partial<PersonRecord>,
): PersonRecord | null {
  const person = people.get(id);
  return person === undefined ? null : { ...person, ...change(person) };
}

const added = (list: readonly string[], item: string): readonly string[] =>
  list.includes(item) ? list : [...list, item];
const removed = (list: readonly string[], item: string): readonly string[] =>
  list.filter((each) => each !== item);
