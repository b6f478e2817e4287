import type { PublishedLog } from '../../log/published-log.ts';
import type { PublicLog } from './public-log.ts';

/** All that public routes have: the log. Neither vault nor views, so that nothing else can come out (DESIGN §11). */
export interface PublicSurface {
  readonly log: PublicLog;
  /** Checkpoints and tiles. */
  readonly published: PublishedLog;
  /** Aborted when the server is to stop: followers end. */
  readonly stopping: AbortSignal;
}
