import type { RecordedEvent } from '../../events/decode.ts';
import { decodeDisclosure } from '../../events/disclosure.ts';
import { isJsonObject } from '../../events/json.ts';
import { digestsOf } from '../../events/reveal.ts';
import { directoryStream } from '../../events/stream.ts';
import { actingPerson } from '../../projections/review-state/when.ts';
import type { PersonEntry, PersonText, Said } from '../exports/person-export.ts';
import { decodeStored } from '../store/decode-stored.ts';
import type { MembersOptions } from './reader.ts';

/** An entry of the log that is somebody's own, or that names them. */
export interface Naming {
  readonly index: number;
  readonly event: RecordedEvent;
  readonly submission: string | null;
  readonly how: PersonEntry['how'];
  /** Their id there: the pseudonym of the submission, or the directory's. */
  readonly known: string;
  readonly named: readonly string[];
}

export function namingOf(found: Omit<Naming, 'how' | 'named'>): Naming {
  const { event, known } = found;
  const named = placesOf(known, event.data);
  const how =
    actingPerson(event) === known ? 'own' : event.actor.person === known ? 'entered' : ('about' as const);
  return { ...found, how, named };
}

/** Where a value stands in what an entry says in the open. */
function placesOf(wanted: string, value: unknown, path = ''): readonly string[] {
  if (value === wanted) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    placesOf(wanted, member, path === '' ? name : `${path}.${name}`),
  );
}

export function entryOf(
  { index, event, submission, how, named }: Naming,
  texts: readonly PersonText[],
): PersonEntry {
  const { stream, revision, id, type, recordedAt, occurred, actor, command } = event;
  const place = { index, stream, submission, revision, id, type, recordedAt };
  const when = occurred === undefined ? {} : { occurred };
  if (how === 'entered') return { ...place, ...when, how, texts: [] };
  // What the directory says of somebody is theirs, whoever entered it; what others say in a case is not.
  const says = how === 'own' || stream === directoryStream ? { says: event.data } : {};
  if (how === 'about') return { ...place, ...when, how, ...says, named: [...named], texts: [...texts] };
  const { role, team, via } = actor;
  return {
    ...place,
    ...when,
    how,
    role,
    ...(team === undefined ? {} : { team }),
    via,
    command,
    ...says,
    texts: [...texts],
    receipt: null,
  };
}

/** What an entry of the directory says under a name, or the correction of it. */
export async function saidOf(
  { store, vault, views }: Pick<MembersOptions, 'store' | 'vault' | 'views'>,
  entry: string,
  field: string,
): Promise<Said> {
  const place = views.entry(entry);
  if (place === null) return { state: 'none', value: null };
  let erased = false;
  for await (const stored of store.readStream(directoryStream, {
    from: place.revision,
    to: place.revision,
  })) {
    const digests = digestsOf(decodeStored(stored))
      .filter(({ audience }) => audience !== 'custodian')
      .map(({ digest }) => digest);
    for (const found of (await vault.open(digests)).values()) {
      if (found.state === 'erased') erased = true;
      if (found.state !== 'opened') continue;
      const { name, value } = decodeDisclosure(found.disclosure.disclosure);
      if (name === field && typeof value === 'string') return { state: 'opened', value };
      if (name === 'reading' && isJsonObject(value) && typeof value['text'] === 'string')
        return { state: 'opened', value: value['text'] };
    }
  }
  return { state: erased ? 'erased' : 'none', value: null };
}
