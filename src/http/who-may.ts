import type { Viewer } from '../members/viewer.ts';
import { type RequestName, requestRules, requireMayAsk } from '../permissions/requests.ts';
import type { Route } from './route.ts';

/** A route for anyone, signed in or not. */
export const isOpen = ({ may }: Pick<Route, 'may'>): boolean =>
  typeof may === 'string' && requestRules[may].who.includes('anyone');

/**
 * Refuses what is refused whatever it is about; what hangs on a person or a submission is asked where it is known which.
 * @throws LedgerError `not-permitted`
 */
export function requirePlainly({ may }: Pick<Route, 'may'>, viewer: Viewer): void {
  if (typeof may === 'string' && isPlain(may)) requireMayAsk(may, viewer);
}

/** Who may is known by who asks alone: neither whom nor which submission it is about has a say in it. */
function isPlain(request: RequestName): boolean {
  const { who, sight, notSelf } = requestRules[request];
  return sight === undefined && notSelf === undefined && !who.includes('self');
}
