import { v4 } from 'uuid';
import type { Json } from '../../events/canonical.ts';
import type { EventType } from '../../events/catalogue.ts';
import type { Entry } from './redecided.ts';
import { type Change, changed, draftOf, indexOf, inside, repeated, without } from './tampering.ts';

/** Something that is done to a log behind everybody's back. */
export type Edit = (log: readonly Entry[]) => readonly Entry[];

export const change =
  (type: EventType, nth: number, path: string, how: Change): Edit =>
  (log) =>
    changed(log, indexOf(log, type, nth), path, how);
export const set = (type: EventType, nth: number, path: string, value: Json): Edit =>
  change(type, nth, path, () => value);
export const drop =
  (type: EventType, nth = 0): Edit =>
  (log) =>
    without(log, indexOf(log, type, nth));
export const repeat =
  (type: EventType, nth = 0): Edit =>
  (log) =>
    repeated(log, indexOf(log, type, nth), (event) => {
      const command = v4();
      Object.assign(event, { id: v4(), command, correlation: command, causation: command });
    });
export const both =
  (...edits: readonly Edit[]): Edit =>
  (log) =>
    edits.reduce((seen, edit) => edit(seen), log);
/** Without any link: the log as everybody has it. */
export const masked: Edit = (log) => log.map((entry) => ({ ...entry, links: new Map() }));
/** What stands in an event of the log. */
export const valueAt = (log: readonly Entry[], type: EventType, nth: number, path: string): Json =>
  inside(draftOf(log[indexOf(log, type, nth)]), path) ?? null;
