import { LedgerError } from '../../events/errors.ts';
import { currentVersionOf, type FrameworkVersion } from '../../projections/framework-versions.ts';
import type { Ledger } from '../folder/open-ledger.ts';
import { wholeOf } from './given.ts';

/**
 * A version by its number, or the newest one in force (else the newest) where no number is given.
 * @throws LedgerError `not-found` naming the versions that there are, UsageError
 */
export function frameworkVersion(
  { views }: Ledger,
  key: string,
  number?: string,
  field = 'version',
): FrameworkVersion {
  const state = views.framework(key);
  if (state === null || state.versions.length === 0) {
    const known = [...views.frameworks().keys()].join(', ') || 'none';
    throw new LedgerError('not-found', `there is no framework ${key.slice(0, 80)}; there are: ${known}`, {
      what: 'framework',
      id: key.slice(0, 80),
    });
  }
  const wanted = number === undefined ? undefined : wholeOf(field, number, 1, 999_999);
  const found =
    wanted === undefined
      ? (currentVersionOf(state) ?? state.versions.at(-1))
      : state.versions.find(({ version }) => version === wanted);
  if (found !== undefined) return found;
  const versions = state.versions.map(({ version }) => version).join(', ');
  throw new LedgerError('not-found', `${key} has no version ${wanted ?? ''}; it has: ${versions}`, {
    what: 'framework version',
    id: `${key}@${wanted ?? ''}`,
  });
}
