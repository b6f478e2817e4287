import type { LedgerEvent } from '../../../events/catalogue.ts';
import { LedgerError } from '../../../events/errors.ts';
import { lastSealed } from '../../../projections/log-keys.ts';
import type { CommandData } from '../../commands/catalogue.ts';
import type { Circumstances, Facts } from '../facts.ts';

/**
 * Days are sealed in their order, each once it is over; those on which nothing was read are left out.
 * @throws LedgerError `not-due`, `already-done`
 */
export function sealAccess(
  { day, rows, saltedSha256 }: CommandData<'seal-access'>,
  { log }: Facts,
  { at }: Circumstances,
): LedgerEvent {
  if (at.slice(0, 10) <= day) {
    throw new LedgerError('not-due', `${day} is not over at ${at}`, { due: `${day}T23:59:59.999Z`, at });
  }
  const last = lastSealed(log);
  if (last !== null && day <= last.day) {
    throw new LedgerError('already-done', `the days up to ${last.day} are sealed`, {
      what: 'access day',
      id: day,
    });
  }
  const previous = last === null ? {} : { previous: last.sealed.event };
  return { type: 'AccessSealed', data: { day, rows, saltedSha256, ...previous } };
}
