import { LedgerError } from '../../../events/errors.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { separation } from '../rules.ts';
import { requireLogKey } from './log-key-of.ts';

/** The first entry of all. No role permits it: who sets a ledger up on this machine opens it, once, in the name of the registrar. */
export function openLedger(
  { name, data }: AskedOf<'open-ledger'>,
  facts: Facts,
  { via }: Circumstances,
): Decided {
  if (facts.founders !== null) {
    throw new LedgerError('already-exists', 'the ledger is open', { what: 'ledger', id: data.ledger });
  }
  if (via !== 'operator') {
    throw new LedgerError('not-permitted', 'a ledger is opened where it is kept, by its operator', {
      command: name,
      accepted: [],
    });
  }
  if (data.administrator === data.registrar) {
    throw separation('SOD-7', 'the first administrator and the first registrar are two people', name);
  }
  const { ledger, origin, logKey, administrator, registrar } = data;
  requireLogKey(name, 'logKey', logKey, origin);
  const event = { type: 'LedgerOpened', data: { ledger, origin, logKey, administrator, registrar } } as const;
  return decided({ role: 'registrar', team: null }, [], [event]);
}
