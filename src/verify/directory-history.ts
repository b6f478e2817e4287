import type { Role } from '../../events/ids.ts';
import type { RecordedDirectoryEvent } from '../../projections/directory.ts';

interface Known {
  readonly registered: number;
  /** By role: the revisions at which it was given and taken, in turn. */
  readonly roles: Map<Role, number[]>;
}

/** Who was in the directory, in which roles, at each of its revisions. */
export class DirectoryHistory {
  readonly #people = new Map<string, Known>();

  entry(event: RecordedDirectoryEvent): void {
    const { revision } = event;
    if (event.type === 'PersonRegistered') {
      if (!this.#people.has(event.data.person))
        this.#people.set(event.data.person, { registered: revision, roles: new Map() });
      return;
    }
    if (event.type !== 'RoleGranted' && event.type !== 'RoleRevoked') return;
    const turns = this.#people.get(event.data.person)?.roles;
    const times = turns?.get(event.data.role) ?? [];
    const held = times.length % 2 === 1;
    if (held === (event.type === 'RoleGranted')) return;
    turns?.set(event.data.role, [...times, revision]);
  }

  /** `at` is a revision of the directory; -1 before its first. */
  knew(person: string, at: number): boolean {
    return (this.#people.get(person)?.registered ?? Number.POSITIVE_INFINITY) <= at;
  }

  held(person: string, role: Role, at: number): boolean {
    const times = this.#people.get(person)?.roles.get(role) ?? [];
    return times.filter((time) => time <= at).length % 2 === 1;
  }

  /** Whether nobody but these was registered at the revision. */
  knewOnly(people: readonly string[], at: number): boolean {
    for (const [person, { registered }] of this.#people) {
      // In the order of registration: everybody after is later still.
      if (registered > at) return true;
      if (!people.includes(person)) return false;
    }
    return true;
  }
}
