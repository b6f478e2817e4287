import { type KeyObject, randomBytes } from 'node:crypto';
import { createdId, eventId, type ImportedKind, importedId } from '../../events/derived-ids.ts';
import { submissionStream } from '../../events/stream.ts';
import type { Occurred } from '../../events/time.ts';
import { parseAsked } from '../commands/parse.ts';
import type { Command } from '../handle/command.ts';
import type { Act } from './history.ts';
import { mapReferences, type Referring } from './references.ts';

/** Who imports, from where, and the key under which the source's own keys become ids of ours. */
export interface Importing {
  /** `--source NAME`: the keys of one source mean nothing in another. */
  readonly source: string;
  readonly importKey: KeyObject | Uint8Array;
  /** Directory id of the importer, the actor of every event. */
  readonly importer: string;
}

const keptIds = 10_000;

/** Ids of ours for what a source knows by keys: the same ones at every import. */
export class ImportedIds {
  readonly #importing: Importing;
  readonly #ids = new Map<string, string>();

  constructor(importing: Importing) {
    this.#importing = importing;
  }

  person(key: string): string {
    return this.#id('person', key);
  }
  submission(key: string): string {
    return this.#id('submission', key);
  }
  /** `part` where an act becomes two commands; no key of a source can hold the character between. */
  command(key: string, part = ''): string {
    return this.#id('command', part === '' ? key : `${key}\0${part}`);
  }
  /** Of what an act creates inside a sealed field. */
  sealed(key: string): string {
    return this.#id('sealed', key);
  }
  #id(kind: ImportedKind, key: string): string {
    const name = `${kind} ${key}`;
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const { importKey, source } = this.#importing;
    const id = importedId(importKey, source, kind, key);
    if (this.#ids.size >= keptIds) this.#ids.clear();
    this.#ids.set(name, id);
    return id;
  }
}

/** The id of the event that says what an act of this key did, where it is not its command's first. */
export type MainEvents = (key: string) => string | undefined;

/** The stream's id of an act: a submission's, a framework's key, or '' for the directory. */
export function subjectOf({ frame, fields, spec }: Act, ids: ImportedIds): string {
  if (spec.on === 'directory') return '';
  if (spec.on === 'submission') return ids.submission(frame.submission ?? '');
  return isObject(fields['definition']) ? String(fields['definition']['key']) : '';
}

/** What an act of a history asks of the ledger, in order. */
export function commandsOf(
  act: Act,
  ids: ImportedIds,
  importing: Importing,
  mainEvents: MainEvents,
): readonly Command[] {
  const { frame, spec } = act;
  const subject = subjectOf(act, ids);
  const command = (id: string, name: string, data: unknown, actor: string | null): Command => ({
    id,
    asked: parseAsked(name, data),
    subject,
    actor,
    via: 'import',
    imported: {
      source: importing.source,
      importer: importing.importer,
      sealedId: ids.sealed(frame.key),
      ...(frame.as === undefined ? {} : { as: frame.as }),
      ...occurredOf(act),
    },
  });
  const by = frame.by === undefined ? null : ids.person(frame.by);
  const id = ids.command(frame.key);
  const data = { ...dataOf(act, ids, mainEvents), ...ownKeys(act, ids) };
  if (spec.on !== 'framework') return [command(id, spec.command, data, by)];
  // Who put it forward is not said, and it need not be who published it.
  const proposing = ids.command(frame.key, 'propose');
  const proposal = eventId(proposing, `framework-${subject}`, 0);
  const { definition, summary } = act.fields;
  return [
    command(proposing, 'propose-framework', { definition, summary }, null),
    command(id, spec.command, { definition, proposal }, by),
  ];
}

/** A case's act without a time happened at a time unknown; a person, a team, a framework stand from their import on. */
function occurredOf({ frame, spec }: Act): { readonly occurred?: Occurred } {
  if (frame.at !== undefined) return { occurred: frame.at };
  return spec.on === 'submission' ? { occurred: 'unknown' } : {};
}

/** The source's own keys are kept, sealed, by the entry that they name. */
function ownKeys({ frame, fields, spec }: Act, ids: ImportedIds): { readonly [name: string]: string } {
  if (spec.name === 'receive-submission') return { sourceKey: frame.submission ?? '' };
  if (spec.name !== 'person') return {};
  const key = String(fields['person']);
  return { person: ids.person(key), secret: randomBytes(32).toString('base64url'), sourceKey: key };
}

function dataOf(act: Act, ids: ImportedIds, mainEvents: MainEvents): { readonly [name: string]: unknown } {
  const { frame, fields, spec } = act;
  const event = (key: string): string =>
    mainEvents(key) ?? eventId(ids.command(key), submissionStream(ids.submission(frame.submission ?? '')), 0);
  const resolve = ({ reference, key }: Referring): string => {
    switch (reference.to) {
      case 'person':
        return ids.person(key);
      case 'event':
        return event(key);
      case 'concern':
        return ids.sealed(key);
      case 'decision':
      case 'successor':
        return createdId(ids.command(key), 'decision');
      default:
        return reference satisfies never;
    }
  };
  const mapped = mapReferences(spec.references, fields, resolve);
  const data = isObject(mapped) ? mapped : {};
  const { successor, ...rest } = data;
  if (!isObject(successor)) return data;
  const submission = ids.submission(String(successor['submission']));
  return { ...rest, by: { ...successor, submission } };
}

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
