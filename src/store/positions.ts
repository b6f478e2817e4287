import { LedgerError } from '../../events/errors.ts';
import type { Position } from './event-store.ts';

const width = 20;

/** The position of the event with this 1-based number in the order of appending; sorts as the numbers do. */
export const positionOf = (sequence: number | bigint): Position => String(sequence).padStart(width, '0');

/**
 * How many events stand up to and including `after`; 0 without one. `end` is the number of all events.
 * @throws LedgerError `unknown-position`
 */
export function sequenceOf(after: Position | undefined, end: number): number {
  if (after === undefined) return 0;
  const sequence = /^[0-9]{20}$/.test(after) ? Number(after) : 0;
  if (sequence >= 1 && sequence <= end) return sequence;
  const head = end === 0 ? null : positionOf(end);
  throw new LedgerError(
    'unknown-position',
    `the position ${JSON.stringify(after.slice(0, 40))} is not one of this store, which ends at ${head ?? 'nothing'}`,
    { position: after.slice(0, 40), head },
  );
}
