import type { Views } from '../projector/views.ts';
import type { EventStore } from '../store/event-store.ts';
import type { Health } from './health.ts';

/**
 * All that the routes have: the log and the views made of it. No vault, so that whatever a route does, only what the
 * public log says can come out (DESIGN §11).
 */
export interface Surface {
  readonly store: EventStore;
  readonly views: Views;
  readonly health: Health;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Aborted when the server is to stop: followers end. */
  readonly stopping: AbortSignal;
}
