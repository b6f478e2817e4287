import { isLedgerError } from '../../events/errors.ts';
import type { Viewer } from '../members/viewer.ts';
import { isTag } from './entity-tag.ts';
import { HttpRefusal } from './problem.ts';
import type { Tagged } from './route.ts';
import type { Surface } from './surface.ts';

/** One entry of a stream, as it is told to somebody whose copy is stale. */
export interface Changed {
  readonly revision: number;
  readonly type: string;
  readonly recordedAt: string;
}

/** What an act that rests on something seen is compared with. */
export interface Seen {
  /** What the viewer would read now. */
  readonly now: () => Promise<Tagged>;
  /** Entries behind a revision that the viewer may know of. */
  readonly changedSince: (revision: number) => Promise<readonly Changed[]>;
  /** The address whose entity tag is meant. */
  readonly read: string;
}

/** An act that the viewer cannot see must not disturb theirs, however many there are. */
const mostTries = 5;

/**
 * Does what rests on something that the viewer has seen, as long as they would see the same now.
 * @throws HttpRefusal `precondition-required`, `stale` with what changed, `invalid-request`
 */
export async function onWhatWasSeen<T>(
  { tags }: Surface,
  viewer: Viewer,
  given: string | undefined,
  seen: Seen,
  act: (ifRevision: number) => Promise<T>,
): Promise<T> {
  if (given === undefined || given === '') {
    throw new HttpRefusal('precondition-required', `If-Match: send the ETag of ${seen.read} as you saw it`, {
      header: 'If-Match',
      read: seen.read,
    });
  }
  if (!isTag(given)) {
    throw new HttpRefusal('invalid-request', 'If-Match: one strong ETag, as this server gave it', {
      field: 'If-Match',
      rule: 'one strong ETag, as this server gave it',
    });
  }
  const then = tags.revisionOf(given);
  for (let tries = 1; ; tries += 1) {
    const now = await seen.now();
    const current = tags.of(viewer.person, now);
    if (current !== given) throw await stale(seen, then, current);
    try {
      return await act(now.revision);
    } catch (error) {
      if (!isLedgerError(error) || error.code !== 'revision-conflict' || tries >= mostTries) throw error;
    }
  }
}

async function stale(seen: Seen, then: number | null, current: string): Promise<HttpRefusal> {
  const changed = then === null ? [] : await seen.changedSince(then);
  const words = changed.map(({ type }) => type).join(', ');
  return new HttpRefusal(
    'stale',
    `${seen.read} has changed since you saw it${words === '' ? '' : `: ${words}`}; look again`,
    { changed, current },
  );
}
