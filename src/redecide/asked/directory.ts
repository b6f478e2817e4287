import type { RecordedDirectoryEvent } from '../../../projections/directory.ts';
import type { Telling } from '../enact.ts';
import { PROSE, SECRET } from '../stand-ins.ts';

/** What was asked so that somebody is in the directory, in a team, in a role. `also` is the second correction of the append. */
export function directoryTelling(
  event: RecordedDirectoryEvent,
  also: RecordedDirectoryEvent | undefined,
): Telling {
  switch (event.type) {
    case 'PersonRegistered': {
      const { person, kind } = event.data;
      return { name: 'register-person', data: { person, kind, name: PROSE, secret: SECRET } };
    }
    case 'RoleProposed': {
      const { person, role, change } = event.data;
      return { name: 'propose-role', data: { person, role, change } };
    }
    case 'RoleGranted': {
      const { person, role, proposal } = event.data;
      return { name: 'grant-role', data: { person, role, ...named(proposal) } };
    }
    case 'RoleRevoked': {
      const { person, role, proposal } = event.data;
      return { name: 'revoke-role', data: { person, role, ...named(proposal) } };
    }
    case 'TeamJoined':
      return { name: 'join-team', data: { person: event.data.person, team: event.data.team } };
    case 'TeamLeft': {
      const { person, team, proposal } = event.data;
      return { name: 'leave-team', data: { person, team, ...named(proposal) } };
    }
    case 'EntryCorrected': {
      const fields = [event, also].flatMap((each) =>
        each?.type === 'EntryCorrected' ? [each.data.field] : [],
      );
      const texts = Object.fromEntries(fields.map((field) => [field, PROSE]));
      return { name: 'correct-person', data: { person: event.data.person, ...texts, reason: PROSE } };
    }
    default:
      return event satisfies never;
  }
}

const named = (proposal: string | undefined) => (proposal === undefined ? {} : { proposal });
