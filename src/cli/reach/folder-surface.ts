import type { AccessLog } from '../../access/access-log.ts';
import type { Ledger } from '../../folder/open-ledger.ts';
import { Background } from '../../http/background.ts';
import { EntityTags } from '../../http/entity-tag.ts';
import { Followers } from '../../http/followers.ts';
import { Health } from '../../http/health.ts';
import { Metrics } from '../../http/metrics.ts';
import type { Surface } from '../../http/surface.ts';
import { Uploads } from '../../http/uploads.ts';
import { Attempts } from '../../identity/attempts.ts';
import type { Identity } from '../../identity/identity.ts';
import { Members } from '../../members/members.ts';

/**
 * What the routes have where no server runs. Entity tags are keyed by a key of the folder, so that one call can send what
 * an earlier one showed.
 */
export function folderSurface(ledger: Ledger, identity: Identity, access: AccessLog): Surface {
  const { handler, store, vault, views, projector, importKey } = ledger;
  const now = Date.now;
  return {
    ledger,
    identity,
    members: new Members({ store, vault, views, projector, directory: handler.directory, access, now }),
    attempts: new Attempts({ now }),
    tags: new EntityTags(importKey.secret.export()),
    health: new Health({ store, projector, lastTick: () => null, now }),
    background: new Background(() => undefined),
    metrics: new Metrics(),
    access,
    followers: new Followers(),
    uploads: new Uploads({ now }),
    operatorToken: null,
    isSecure: false,
    now,
    stopping: new AbortController().signal,
  };
}
