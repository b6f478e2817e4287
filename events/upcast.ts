import type { Json } from './canonical.ts';
import type { EventType } from './catalogue.ts';

type Data = { readonly [name: string]: Json };
type Upcast = (data: Data) => Data;

/**
 * Older recorded shapes read as today's, n → n+1, after the stored bytes were verified and before they are parsed.
 * Index 0 reads v1 as v2. Entries are added, never edited: `test/vectors/events/<type>.v<n>.json` holds each shape.
 */
const upcasts: Partial<Record<EventType, readonly Upcast[]>> = {
  /** v1 wrote the four ends of time side by side; v2 keeps them in one `deadline`, as `DueDateExtended` does. */
  DueDateSet: [
    ({ due = null, graceUntil = null, hardStop = null, zone = null, ...rest }) => ({
      ...rest,
      deadline: { due, graceUntil, hardStop, zone },
    }),
  ],
};

export const currentVersion = (type: EventType): number => (upcasts[type]?.length ?? 0) + 1;

/** `data` of a recorded version as the current version's; the caller has checked that `v` is not newer. */
export const upcast = (type: EventType, v: number, data: Data): Data =>
  (upcasts[type] ?? []).slice(v - 1).reduce((shape, step) => step(shape), data);
