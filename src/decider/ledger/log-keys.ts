import type { LedgerEvent } from '../../../events/catalogue.ts';
import { LedgerError } from '../../../events/errors.ts';
import { activeKeys, originOf } from '../../../projections/log-keys.ts';
import type { CommandData } from '../../commands/catalogue.ts';
import type { Facts } from '../facts.ts';
import { requireLogKey } from './log-key-of.ts';

/** @throws LedgerError `already-exists` for a key that signs now or did once; `invalid-command` for one of another log */
export function addLogKey({ key }: CommandData<'add-log-key'>, { log }: Facts): LedgerEvent {
  if (log.keys.some((each) => each.key === key)) {
    throw new LedgerError('already-exists', 'the key is, or was, a key of this log; a retired one stays so', {
      what: 'log key',
      id: key,
    });
  }
  requireLogKey('add-log-key', 'key', key, originOf(log)?.origin ?? '');
  return { type: 'LogKeyAdded', data: { key } };
}

/** @throws LedgerError `unknown-reference`, `already-done`, `last-log-key` */
export function retireLogKey({ key }: CommandData<'retire-log-key'>, { log }: Facts): LedgerEvent {
  const known = log.keys.find((each) => each.key === key);
  const active = activeKeys(log);
  if (known === undefined) {
    throw new LedgerError(
      'unknown-reference',
      `key: no key of this log; it is signed by ${active.join(', ')}`,
      {
        field: 'key',
        id: key,
      },
    );
  }
  if (known.ended !== null) {
    throw new LedgerError('already-done', `no checkpoint is signed by it since ${known.ended.at}`, {
      what: 'log key',
      id: key,
    });
  }
  if (active.length < 2) {
    throw new LedgerError(
      'last-log-key',
      'it is the only key that signs the log; add another, and retire this one once both have signed',
      { key },
    );
  }
  return { type: 'LogKeyRetired', data: { key } };
}
