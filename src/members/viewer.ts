import type { Role } from '../../events/ids.ts';
import type { DirectoryState } from '../../projections/directory.ts';

/** Who asks, as whoever checked their credential says. `person` is a directory id. */
export interface Caller {
  readonly person: string;
  readonly via: 'token' | 'session' | 'operator';
}

/** Who asks, with what the directory says of them now. */
export interface Viewer extends Caller {
  readonly roles: readonly Role[];
  readonly teams: readonly string[];
}

/** Null for somebody whom the directory does not hold: a credential alone opens nothing. */
export function viewerOf({ person, via }: Caller, directory: DirectoryState): Viewer | null {
  const entry = directory.people.get(person);
  return entry === undefined ? null : { person, via, roles: entry.roles, teams: entry.teams };
}
