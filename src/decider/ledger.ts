import { LedgerError } from '../../events/errors.ts';
import type { AskedOf } from '../commands/catalogue.ts';
import type { Decided } from './decided.ts';
import type { Facts } from './facts.ts';

type Asked = AskedOf<'open-ledger'>;

export function decideLedger(asked: Asked, _facts: Facts): Decided {
  throw new LedgerError('unknown-command', 'not yet', { command: asked.name });
}
