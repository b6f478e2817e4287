import type { AskedOf } from '../commands/catalogue.ts';
import { type Decided, decided } from './decided.ts';
import type { Circumstances, Facts } from './facts.ts';
import { enterLedger } from './ledger/enter-ledger.ts';
import { addLogKey, retireLogKey } from './ledger/log-keys.ts';
import { openLedger } from './ledger/open-ledger.ts';
import { recordExport } from './ledger/record-export.ts';
import { recoverLedger } from './ledger/recover-ledger.ts';
import { sealAccess } from './ledger/seal-access.ts';

type Asked = AskedOf<
  'open-ledger' | 'recover-ledger' | 'add-log-key' | 'retire-log-key' | 'record-export' | 'seal-access'
>;

/** The log's own entries: how it began, its keys, what was given out of it. */
export function decideLedger(asked: Asked, facts: Facts, circumstances: Circumstances): Decided {
  if (asked.name === 'open-ledger') return openLedger(asked, facts, circumstances);
  const acting = enterLedger(asked.name, facts, circumstances);
  return decided(acting, [], [recorded(asked, facts, circumstances)]);
}

function recorded(
  asked: Exclude<Asked, AskedOf<'open-ledger'>>,
  facts: Facts,
  circumstances: Circumstances,
): Decided['events'][0] {
  switch (asked.name) {
    case 'recover-ledger':
      return recoverLedger(asked.data, facts);
    case 'add-log-key':
      return addLogKey(asked.data, facts);
    case 'retire-log-key':
      return retireLogKey(asked.data, facts);
    case 'record-export':
      return recordExport(asked.data, facts, circumstances);
    case 'seal-access':
      return sealAccess(asked.data, facts, circumstances);
    default:
      return asked satisfies never;
  }
}
