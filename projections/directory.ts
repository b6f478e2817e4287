import type { DirectoryEvent } from '../events/catalogue.ts';
import type { Recorded, RecordedEvent } from '../events/decode.ts';
import type { Role } from '../events/ids.ts';
import { directoryStream } from '../events/stream.ts';

export interface PersonState {
  readonly person: string;
  readonly kind: 'human' | 'organisation' | 'service';
  readonly event: string;
  readonly registeredAt: string;
  /** The entry that says the name now: the registration, or its newest correction. */
  readonly nameIn: string;
  readonly addressIn: string;
  /** The source whose import registered the person; null for somebody registered here. */
  readonly source: string | null;
  readonly roles: readonly Role[];
  readonly teams: readonly string[];
}

/** A change of role that one person asked for and another has to make (SOD-7). */
export interface RoleProposal {
  readonly event: string;
  readonly by: string;
  readonly person: string;
  readonly role: Role;
  readonly change: 'grant' | 'revoke';
  readonly done: boolean;
}

/** Who may do what, by directory id, as of one revision of the directory stream. */
export interface DirectoryState {
  readonly revision: number;
  readonly recordedAt: string | null;
  readonly people: ReadonlyMap<string, PersonState>;
  readonly proposals: readonly RoleProposal[];
}

export type RecordedDirectoryEvent = Recorded<DirectoryEvent['type'] | 'EntryCorrected'>;

export const isDirectoryEvent = (event: RecordedEvent): event is RecordedDirectoryEvent =>
  event.stream === directoryStream;

export const initialDirectoryState: DirectoryState = {
  revision: -1,
  recordedAt: null,
  people: new Map(),
  proposals: [],
};

/** Folds a run of directory events; the map of people is copied once a run, not once an event. */
export function foldDirectory(
  state: DirectoryState,
  events: Iterable<RecordedDirectoryEvent>,
): DirectoryState {
  const people = new Map(state.people);
  let { revision, recordedAt, proposals } = state;
  const change = (id: string, how: (person: PersonState) => PersonState): void => {
    const person = people.get(id);
    if (person !== undefined) people.set(id, how(person));
  };
  for (const event of events) {
    revision = event.revision;
    recordedAt = event.recordedAt;
    switch (event.type) {
      case 'PersonRegistered': {
        const { person, kind } = event.data;
        people.set(person, {
          person,
          kind,
          event: event.id,
          registeredAt: event.recordedAt,
          nameIn: event.id,
          addressIn: event.id,
          source: event.imported?.source ?? null,
          roles: [],
          teams: [],
        });
        break;
      }
      case 'RoleProposed': {
        const { person, role, change: wanted } = event.data;
        const proposal = {
          event: event.id,
          by: event.actor.person,
          person,
          role,
          change: wanted,
          done: false,
        };
        proposals = [...proposals, proposal];
        break;
      }
      case 'RoleGranted':
        change(event.data.person, (person) => ({
          ...person,
          roles: withItem(person.roles, event.data.role),
        }));
        proposals = settle(proposals, event.data.proposal);
        break;
      case 'RoleRevoked':
        change(event.data.person, (person) => ({
          ...person,
          roles: person.roles.filter((r) => r !== event.data.role),
        }));
        proposals = settle(proposals, event.data.proposal);
        break;
      case 'TeamJoined':
        change(event.data.person, (person) => ({
          ...person,
          teams: withItem(person.teams, event.data.team),
        }));
        break;
      case 'TeamLeft':
        change(event.data.person, (person) => ({
          ...person,
          teams: person.teams.filter((t) => t !== event.data.team),
        }));
        proposals = settle(proposals, event.data.proposal);
        break;
      case 'EntryCorrected': {
        const { person, field } = event.data;
        if (person === undefined) break;
        if (field === 'name') change(person, (known) => ({ ...known, nameIn: event.id }));
        if (field === 'address') change(person, (known) => ({ ...known, addressIn: event.id }));
        break;
      }
      default:
        event satisfies never;
    }
  }
  return { revision, recordedAt, people, proposals };
}

const withItem = <T>(list: readonly T[], item: T): readonly T[] =>
  list.includes(item) ? list : [...list, item];

const settle = (proposals: readonly RoleProposal[], done: string | undefined): readonly RoleProposal[] =>
  done === undefined
    ? proposals
    : proposals.map((each) => (each.event === done ? { ...each, done: true } : each));
