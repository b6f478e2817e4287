import { canonical, type Json, parseCanonical } from '../../events/canonical.ts';
import type { EventType } from '../../events/catalogue.ts';
import { decode } from '../../events/decode.ts';
import { isLedgerError } from '../../events/errors.ts';
import type { RedecisionReport } from '../../src/redecide/report.ts';
import { type Entry, redecided } from './redecided.ts';

/** A recorded event as anybody can edit it. */
export type Draft = { [name: string]: Json };

/** The index of the `nth` event of a type; from the end where it is negative. */
export function indexOf(log: readonly Entry[], type: EventType, nth = 0): number {
  const all = log.flatMap(({ body }, index) => (decode(body).type === type ? [index] : []));
  const at = all.at(nth);
  if (at === undefined) throw new Error(`there is no ${type} ${nth}`);
  return at;
}

/** A member of a draft by its path, numbers counting in lists. */
export function inside(value: Json | undefined, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>(
      (at, name) => (Array.isArray(at) ? at.at(Number(name)) : isObject(at) ? at[name] : undefined),
      value,
    );
}

/** The value with a member replaced, or left out where `change` gives nothing for it. */
export function replaced(value: Json | undefined, path: readonly string[], change: Change): Json | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return change(value);
  if (Array.isArray(value))
    return value.flatMap((each, index): Json[] => {
      if (index !== Number(name)) return [each];
      const next = replaced(each, rest, change);
      return next === undefined ? [] : [next];
    });
  if (!isObject(value)) throw new Error(`${name} stands in nothing`);
  const next = replaced(value[name], rest, change);
  const { [name]: _, ...others } = value;
  return next === undefined ? others : { ...others, [name]: next };
}
export type Change = (value: Json | undefined) => Json | undefined;

/** The log with one member of one event changed. */
export const changed = (log: readonly Entry[], at: number, path: string, change: Change): readonly Entry[] =>
  edited(log, at, (event) => {
    const next = replaced({ ...event }, path.split('.'), change);
    for (const name of Object.keys(event)) delete event[name];
    if (isObject(next)) Object.assign(event, next);
  });

/** Where an edited log goes wrong first: in reading it, or in deciding it again. */
export type Seen = RedecisionReport | { readonly refused: string };

/** The log with an event edited. Who edits it makes the tree and the signatures good again. */
export function edited(log: readonly Entry[], at: number, edit: (event: Draft) => void): readonly Entry[] {
  return log.map((entry, index) => {
    if (index !== at) return entry;
    const event = draftOf(entry);
    edit(event);
    return { ...entry, body: canonical(event) };
  });
}

/** Without an event, its stream numbered anew, so that nothing shows by counting; bases that point past the end step back. */
export function without(log: readonly Entry[], at: number): readonly Entry[] {
  const gone = draftOf(log[at]);
  const isDirectory = gone['stream'] === 'directory';
  return log.flatMap((entry, index): readonly Entry[] => {
    if (index <= at) return index === at ? [] : [entry];
    const event = draftOf(entry);
    const { revision, basis } = event;
    const moved =
      event['stream'] === gone['stream'] && typeof revision === 'number' ? { revision: revision - 1 } : {};
    const rebased =
      isDirectory && isObject(basis) && typeof basis['directory'] === 'number'
        ? { basis: { ...basis, directory: basis['directory'] - 1 } }
        : {};
    return [{ ...entry, body: canonical({ ...event, ...moved, ...rebased }) }];
  });
}

/** With a copy of an event under a new id after it, its stream numbered anew. */
export function repeated(log: readonly Entry[], at: number, edit: (event: Draft) => void): readonly Entry[] {
  const source = draftOf(log[at]);
  return log.flatMap((entry, index): readonly Entry[] => {
    if (index < at) return [entry];
    if (index === at) {
      const copy = { ...source, revision: Number(source['revision']) + 1 };
      edit(copy);
      return [entry, { body: canonical(copy), links: new Map() }];
    }
    const event = draftOf(entry);
    const moved = event['stream'] === source['stream'] ? { revision: Number(event['revision']) + 1 } : {};
    return [{ ...entry, body: canonical({ ...event, ...moved }) }];
  });
}

export function seenIn(log: readonly Entry[]): Seen {
  try {
    return redecided(log);
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    return { refused: error.code };
  }
}

export function draftOf(entry: Entry | undefined): Draft {
  const event = parseCanonical(entry?.body ?? '{}');
  return isObject(event) ? { ...event } : {};
}

export const isObject = (value: Json | undefined): value is Draft =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
