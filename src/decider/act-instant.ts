import { lowerBound } from '../../events/time.ts';
import type { Circumstances } from './facts.ts';

/**
 * The instant that an act's times are held against: now, or for an imported act the earliest instant at which it can have
 * happened, so that it is noted as late only where it surely was. Null where its source does not say when.
 */
export const actInstant = ({ at, imported }: Circumstances): string | null =>
  imported?.occurred === undefined ? at : lowerBound(imported.occurred);
