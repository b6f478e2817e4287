import type { RecordedEvent } from '../../events/decode.ts';
import { directoryStream } from '../../events/stream.ts';
import type { Founders, PersonFacts } from '../decider/facts.ts';
import type { DirectoryBook } from './directory-book.ts';

/**
 * Whose act an event outside submissions is, as the directory had them at its basis; in the directory's own stream right
 * before it. The two founders act before it holds anybody. Null for the system, and for nobody known.
 */
export function actingPersonOf(
  { actor, imported, basis, stream }: RecordedEvent,
  directory: DirectoryBook,
  founders: Founders | null,
): PersonFacts | null {
  const person = imported === undefined ? actor.person : imported.by;
  if (person === undefined || actor.via === 'system') return null;
  const stood = directory.at(person, stream === directoryStream ? directory.revision : basis.directory);
  if (stood !== undefined) {
    const { kind, roles, teams } = stood;
    return { person, pseudonym: person, kind, roles, teams };
  }
  const role = founderRole(person, founders);
  return role === null ? null : { person, pseudonym: person, kind: 'human', roles: [role], teams: [] };
}

function founderRole(person: string, founders: Founders | null): 'administrator' | 'registrar' | null {
  if (person === founders?.administrator) return 'administrator';
  return person === founders?.registrar ? 'registrar' : null;
}
