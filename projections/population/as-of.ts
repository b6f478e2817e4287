import type { Envelope } from '../../events/envelope.ts';
import { type Occurred, upperBound } from '../../events/time.ts';

type Timed = Pick<Envelope, 'occurred' | 'recordedAt'>;

/** The latest instant at which an entry can have happened; null where only its neighbours say (DESIGN §5.6). */
export const latestOf = ({ occurred, recordedAt }: Timed): string | null =>
  occurred === undefined ? recordedAt : upperBound(occurred);

/**
 * What `--as-of` lets through with the next entry of a stream, in order. An entry of unknown time happened by the next
 * dated entry, and by its own recording at the latest; `waiting` holds those that no dated entry has followed yet, and
 * what still waits at the end of the stream stays out.
 */
export function passAsOf<E extends Timed>(
  waiting: readonly E[],
  entry: E,
  asOf: string,
): { readonly waiting: readonly E[]; readonly through: readonly E[] } {
  const latest = latestOf(entry) ?? (entry.recordedAt <= asOf ? entry.recordedAt : null);
  if (latest === null) return { waiting: [...waiting, entry], through: [] };
  return { waiting: [], through: latest <= asOf ? [...waiting, entry] : [] };
}

/** An entry as a later correction of its time dates it; a correction applies from the time of what it corrects. */
export const redated = <E extends Pick<Envelope, 'id' | 'occurred'>>(
  entry: E,
  corrections: ReadonlyMap<string, Occurred>,
): E => {
  const occurred = corrections.get(entry.id);
  return occurred === undefined ? entry : { ...entry, occurred };
};
