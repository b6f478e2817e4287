import type { Role } from '../../events/ids.ts';
import {
  type DirectoryState,
  foldDirectory,
  initialDirectoryState,
  type PersonState,
  type RecordedDirectoryEvent,
} from '../../projections/directory.ts';

/** How a person stood from one revision of the directory on. */
export interface Stood {
  readonly revision: number;
  readonly kind: PersonState['kind'];
  readonly roles: readonly Role[];
  readonly teams: readonly string[];
}

/** The directory as its stream has it so far, and how everybody in it stood at each of its revisions. */
export class DirectoryBook {
  readonly #people = new Map<string, PersonState>();
  readonly #stood = new Map<string, Stood[]>();
  #rest: Omit<DirectoryState, 'people'> = initialDirectoryState;

  /** Of the last event; -1 before the first. */
  get revision(): number {
    return this.#rest.revision;
  }

  /** The present state. It goes on with the book, so that nothing is copied for each event. */
  get state(): DirectoryState {
    return { ...this.#rest, people: this.#people };
  }

  add(event: RecordedDirectoryEvent): void {
    const person = event.data.person ?? '';
    const known = this.#people.get(person);
    // Only this person can change, so only they are handed to the fold.
    const people = new Map(known === undefined ? [] : [[person, known]]);
    const { people: changed, ...rest } = foldDirectory({ ...this.#rest, people }, [event]);
    this.#rest = rest;
    const now = changed.get(person);
    if (now === undefined) return;
    this.#people.set(person, now);
    const stood = this.#stood.get(person) ?? [];
    const { kind, roles, teams } = now;
    stood.push({ revision: event.revision, kind, roles, teams });
    this.#stood.set(person, stood);
  }

  /** How a person stood at a revision; undefined for somebody who was not there. */
  at(person: string, revision: number | null): Stood | undefined {
    if (revision === null) return undefined;
    return this.#stood.get(person)?.findLast((each) => each.revision <= revision);
  }
}
