import type { LedgerEvent } from '../../../events/catalogue.ts';
import { LedgerError } from '../../../events/errors.ts';
import { originOf } from '../../../projections/log-keys.ts';
import type { CommandData } from '../../commands/catalogue.ts';
import type { Facts } from '../facts.ts';
import { invalidCommand } from '../rules.ts';
import { requireLogKey } from './log-key-of.ts';

/**
 * After a restore that lost entries the log goes on under a new name: one name never signs two histories (DESIGN §9).
 * @throws LedgerError `already-exists` for a name that it had, `invalid-command`
 */
export function recoverLedger(
  { origin, logKey, continues }: CommandData<'recover-ledger'>,
  { log }: Facts,
): LedgerEvent {
  const present = originOf(log);
  if (log.founded === null || present === null)
    throw new LedgerError('not-found', 'the ledger is not open', { what: 'ledger', id: '' });
  if (log.origins.some((each) => each.origin === origin)) {
    throw new LedgerError(
      'already-exists',
      `${origin} has signed a history; one that has lost entries goes on under a new name`,
      { what: 'origin', id: origin },
    );
  }
  if (continues.origin !== present.origin) {
    throw invalidCommand(
      'recover-ledger',
      'continues.origin',
      `${present.origin}, the log whose head was lost`,
    );
  }
  requireLogKey('recover-ledger', 'logKey', logKey, origin);
  return { type: 'LedgerOpened', data: { ...log.founded, origin, logKey, continues } };
}
