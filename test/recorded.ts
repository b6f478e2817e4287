import { createHash } from 'node:crypto';
import { v5 } from 'uuid';
import { canonical, type Json } from '../events/canonical.ts';
import type { LedgerEvent } from '../events/catalogue.ts';
import { decode, type RecordedEvent } from '../events/decode.ts';
import { eventId } from '../events/derived-ids.ts';
import type { Actor, Basis, Imported } from '../events/envelope.ts';
import { toJson } from '../events/json.ts';
import { schemaOf } from '../events/schemas.ts';
import { seal } from '../events/seal.ts';
import { instantFromMillis, millisOf, type Occurred } from '../events/time.ts';
import type { EventStore, NewEvent } from '../src/store/event-store.ts';

const namespace = '7f7b3f52-94a1-4c0b-8a38-0d5a3b1f8a11';

/** A UUID that a test can name: the same words give the same one. */
export const uuid = (words: string): string => v5(words, namespace);

/** The circumstances of one append; all have a default. */
export interface Circumstance {
  readonly at?: string;
  readonly by?: string;
  readonly role?: Actor['role'];
  readonly team?: string;
  readonly via?: Actor['via'];
  readonly basis?: Basis;
  readonly imported?: Imported;
  readonly occurred?: Occurred;
  readonly command?: string;
}

export interface Recording {
  readonly stream: string;
  /** Revision of the stream's last event before it; -1 for a new stream. */
  readonly after: number;
  readonly bytes: readonly [NewEvent, ...NewEvent[]];
  /** The same events as a reader decodes them. */
  readonly events: readonly RecordedEvent[];
}

/**
 * Makes stored events as the handler does, without its rules: envelope, seal, canonical bytes. Ids are counted and the
 * clock goes a second further with each append that names no instant.
 */
export class Recorder {
  /** Digest → disclosure of everything that was sealed. */
  readonly disclosures = new Map<string, string>();
  readonly #revisions = new Map<string, number>();
  #clock = '2026-01-05T09:00:00.000Z';
  #commands = 0;

  record(
    stream: string,
    events: readonly [LedgerEvent, ...LedgerEvent[]],
    given: Circumstance = {},
  ): Recording {
    this.#commands += 1;
    this.#clock = given.at ?? instantFromMillis(millisOf(this.#clock) + 1000);
    const command = given.command ?? uuid(`command ${this.#commands}`);
    const after = this.#revisions.get(stream) ?? -1;
    const one = (event: LedgerEvent, i: number): NewEvent => {
      const id = eventId(command, stream, i);
      const { data, disclosures } = seal(event, (name) => saltOf(id, name), given.imported !== undefined);
      for (const { digest, disclosure } of disclosures) this.disclosures.set(digest, disclosure);
      const recordedAt = this.#clock;
      const envelope = envelopeOf(event, { id, stream, revision: after + 1 + i, recordedAt, command }, given);
      return { id, type: event.type, body: canonical({ ...envelope, type: event.type, data }) };
    };
    const [first, ...rest] = events;
    const bytes = [one(first, 0), ...rest.map((event, i) => one(event, i + 1))] as const;
    this.#revisions.set(stream, after + events.length);
    return { stream, after, bytes, events: bytes.map(({ body }) => decode(body)) };
  }
}

/** The salt of a sealed field of an event, for the event that later opens it. */
export const saltOf = (id: string, name: string): string =>
  createHash('sha256').update(`${id} ${name}`).digest().subarray(0, 16).toString('base64url');

export async function appendAll(store: EventStore, recordings: Iterable<Recording>): Promise<void> {
  for (const { stream, after, bytes } of recordings)
    await store.append(stream, after < 0 ? 'absent' : { at: after }, bytes);
}

function envelopeOf(
  event: LedgerEvent,
  place: { id: string; stream: string; revision: number; recordedAt: string; command: string },
  given: Circumstance,
): { readonly [name: string]: Json } {
  const actor = {
    person: given.by ?? uuid('somebody'),
    role: given.role ?? 'secretary',
    ...(given.team === undefined ? {} : { team: given.team }),
    via: given.via ?? (given.imported === undefined ? 'token' : 'import'),
  };
  return {
    v: schemaOf(event.type).v,
    ...place,
    ...(given.occurred === undefined ? {} : { occurred: toJson(given.occurred) }),
    actor,
    basis: toJson(given.basis ?? { directory: 0 }),
    correlation: place.command,
    causation: place.command,
    ...(given.imported === undefined ? {} : { imported: toJson(given.imported) }),
  };
}
