import type { Envelope } from '../../events/envelope.ts';
import { upperBound } from '../../events/time.ts';

type Timed = Pick<Envelope, 'occurred' | 'recordedAt'>;

/** The latest instant at which an entry can have happened; null where only its neighbours say (DESIGN §5.6). */
export const latestOf = ({ occurred, recordedAt }: Timed): string | null =>
  occurred === undefined ? recordedAt : upperBound(occurred);

/**
 * `asOf` of a stream without corrections, entry by entry: what the next one lets through, in order. An entry of unknown
 * time happened by the next dated entry, and by its own recording at the latest; `waiting` holds those that no dated entry
 * has followed yet, and what still waits at the end of the stream stays out.
 */
export function passAsOf<E extends Timed>(
  waiting: readonly E[],
  entry: E,
  at: string,
): { readonly waiting: readonly E[]; readonly through: readonly E[] } {
  const latest = latestOf(entry) ?? (entry.recordedAt <= at ? entry.recordedAt : null);
  if (latest === null) return { waiting: [...waiting, entry], through: [] };
  return { waiting: [], through: latest <= at ? [...waiting, entry] : [] };
}
