import { notSignedIn } from '../identity/caller.ts';
import type { Viewer } from '../members/viewer.ts';
import type { Asked, Asker } from './route.ts';

/** Who asks, on a route that is not for anyone. */
export function askerOf({ asker }: Pick<Asked<unknown, unknown, unknown>, 'asker'>): Asker {
  if (asker === null) throw notSignedIn();
  return asker;
}

export const viewerIn = (asked: Pick<Asked<unknown, unknown, unknown>, 'asker'>): Viewer =>
  askerOf(asked).viewer;
