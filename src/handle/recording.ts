import { LedgerEvent } from '../../events/catalogue.ts';
import { eventId } from '../../events/derived-ids.ts';
import type { Envelope } from '../../events/envelope.ts';
import { schemaOf } from '../../events/schemas.ts';
import { invalid } from '../../events/seal.ts';
import type { Decided } from '../decider/decided.ts';
import type { Command } from './command.ts';
import type { Known } from './knowledge.ts';
import { namedIn } from './named.ts';

/** Where and when an append will stand. */
export interface Place {
  readonly stream: string;
  /** The revision that its first event will have. */
  readonly first: number;
  readonly recordedAt: string;
  /** The actor of the system's own acts: the ledger itself. */
  readonly ledger: string;
}

/** An event with everything around it, before it is sealed. */
export interface Drafted {
  readonly event: LedgerEvent;
  readonly envelope: Envelope;
}

/**
 * The decided events in their envelopes, each with the links that unmask the pseudonyms it is the first to name.
 * `hasNamed` says of a pseudonym whether the stream's earlier events have named it.
 */
export function draft(
  command: Command,
  decided: Decided,
  known: Known,
  place: Place,
  hasNamed: (pseudonym: string) => boolean,
): readonly Drafted[] {
  const actor = actorOf(command, known, place);
  const named = new Set<string>();
  return decided.events.map((event, index) => {
    const envelope = envelopeOf(command, decided, known, place, event, actor, index);
    const links: Record<string, string> = {};
    for (const pseudonym of [actor, ...claimed(known, command), ...namedIn(event)]) {
      const person = known.people.get(pseudonym);
      if (person === undefined || person === pseudonym || named.has(pseudonym) || hasNamed(pseudonym))
        continue;
      named.add(pseudonym);
      links[pseudonym] = person;
    }
    return { event: withLinks(event, links), envelope };
  });
}

function actorOf(command: Command, known: Known, place: Place): string {
  if (command.via === 'system') return place.ledger;
  const pseudonym = command.imported === undefined ? known.facts.actor?.pseudonym : known.importer;
  if (pseudonym === undefined || pseudonym === null) throw new TypeError('a decided command has an actor');
  return pseudonym;
}

const claimed = (known: Known, command: Command): readonly string[] =>
  command.imported === undefined || known.facts.actor === null ? [] : [known.facts.actor.pseudonym];

function envelopeOf(
  command: Command,
  decided: Decided,
  known: Known,
  place: Place,
  event: LedgerEvent,
  actor: string,
  index: number,
): Envelope {
  const { imported } = command;
  const { revision } = known.facts.directory;
  const by = known.facts.actor?.pseudonym;
  return {
    v: schemaOf(event.type).v,
    id: eventId(command.id, place.stream, index),
    stream: place.stream,
    revision: place.first + index,
    recordedAt: place.recordedAt,
    ...(imported?.occurred === undefined ? {} : { occurred: imported.occurred }),
    actor: {
      person: actor,
      role: imported === undefined ? decided.role : 'service',
      ...(decided.team === null || imported !== undefined ? {} : { team: decided.team }),
      via: command.via,
    },
    basis: {
      directory: revision < 0 ? null : revision,
      ...(decided.framework === null ? {} : { framework: decided.framework }),
      ...(decided.version === null ? {} : { version: decided.version }),
    },
    command: command.id,
    correlation: command.correlation ?? command.id,
    causation: command.causation ?? command.id,
    ...(imported === undefined
      ? {}
      : {
          imported: {
            source: imported.source,
            ...(by === undefined ? {} : { by }),
            ...(imported.as === undefined ? {} : { as: imported.as }),
            broke: [...decided.broke],
          },
        }),
  };
}

/** Only events of a submission's stream name pseudonyms, and those have a place for links. */
function withLinks(event: LedgerEvent, links: Readonly<Record<string, string>>): LedgerEvent {
  if (Object.keys(links).length === 0) return event;
  const parsed = LedgerEvent.safeParse({ type: event.type, data: { ...event.data, links } });
  if (!parsed.success) throw invalid(event.type, parsed.error.issues[0]);
  return parsed.data;
}
