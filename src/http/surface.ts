import type { AccessLog } from '../access/access-log.ts';
import type { Ledger } from '../folder/open-ledger.ts';
import type { Attempts } from '../identity/attempts.ts';
import type { Identity } from '../identity/identity.ts';
import type { Members } from '../members/members.ts';
import type { Background } from './background.ts';
import type { EntityTags } from './entity-tag.ts';
import type { Followers } from './followers.ts';
import type { Health } from './health.ts';
import type { Metrics } from './metrics.ts';
import type { Uploads } from './uploads.ts';

/** All that the routes have. */
export interface Surface {
  readonly ledger: Pick<
    Ledger,
    'id' | 'operator' | 'store' | 'vault' | 'handler' | 'projector' | 'views' | 'erasures' | 'log'
  >;
  readonly members: Members;
  /** Who read which sealed text. */
  readonly access: AccessLog;
  readonly identity: Identity;
  /** Limits on redeeming codes. */
  readonly attempts: Attempts;
  readonly tags: EntityTags;
  readonly health: Health;
  readonly background: Background;
  readonly metrics: Metrics;
  readonly followers: Followers;
  /** Files that are being brought. */
  readonly uploads: Uploads;
  /** The token by which whoever is at the machine acts as its operator; null where there is none. */
  readonly operatorToken: string | null;
  /** TLS ends in front of the server. */
  readonly isSecure: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Aborted when the server is to stop: followers end. */
  readonly stopping: AbortSignal;
}
