import type { EventType } from '../events/catalogue.ts';
import type { Recorded } from '../events/decode.ts';

/**
 * A pure fold over events (DESIGN §10). It sees the types it handles and no other, so ignoring an event is written down.
 * `version` rises when the same events would give another state: what was kept of the older one is rebuilt.
 */
export interface Projection<S, T extends EventType = EventType> {
  readonly name: string;
  readonly version: number;
  readonly handles: readonly T[];
  readonly initialState: S;
  readonly evolve: (state: S, event: Recorded<T>) => S;
}

/** True for an event that the projection handles. */
export const isHandled = <T extends EventType>(
  projection: Pick<Projection<unknown, T>, 'handles'>,
  event: Recorded<EventType>,
): event is Recorded<T> => projection.handles.some((type) => type === event.type);
