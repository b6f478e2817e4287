import { LedgerError } from '../../events/errors.ts';
import { parseMoment } from '../../events/time.ts';

/** Up to where a replay goes. Both may be given: what was known then, of what had happened by then. */
export interface Cut {
  /** An instant: events that had not happened by then are left out, whenever they were recorded. */
  readonly asOf?: string;
  /** An instant of the ledger clock, or the leaf index of the last event that counts. */
  readonly knownAt?: string | number;
}

/** What a person means by `--as-of` and `--known-at`; a number is an index, a bare date means its end. @throws LedgerError `invalid-time` */
export function parseCut(given: { readonly asOf?: string; readonly knownAt?: string }): Cut {
  return {
    ...(given.asOf === undefined ? {} : { asOf: parseMoment(given.asOf, 'as-of') }),
    ...(given.knownAt === undefined ? {} : { knownAt: parseKnownAt(given.knownAt) }),
  };
}

/** Four digits alone would be a year to a reader, and `2026-03` a month: only a whole number is an index. */
function parseKnownAt(text: string): string | number {
  if (!/^\d{1,15}$/.test(text)) return parseMoment(text, 'known-at');
  return checkIndex(Number(text));
}

export function checkIndex(index: number): number {
  if (Number.isSafeInteger(index) && index >= 0) return index;
  throw new LedgerError(
    'invalid-time',
    'known-at must be a leaf index from 0, an instant, a day or a month',
    {
      field: 'known-at',
      rule: 'index, instant, day or month',
    },
  );
}
