import { LedgerError } from '../../../events/errors.ts';
import { ledgerStream } from '../../../events/stream.ts';
import type { CommandName } from '../../commands/catalogue.ts';
import { commandRules } from '../../permissions/commands.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { asSystem } from '../gate.ts';
import { type Acting, permit } from '../permit.ts';
import { rulesFor } from '../rules.ts';

/**
 * What every act on an open ledger's own stream has passed before its own rules are asked.
 * @throws LedgerError `not-found` before the ledger is open, `import-closed`, `not-permitted`
 */
export function enterLedger(name: CommandName, facts: Facts, circumstances: Circumstances): Acting {
  const { via, imported } = circumstances;
  if (facts.founders === null)
    throw new LedgerError('not-found', 'the ledger is not open', { what: 'ledger', id: '' });
  if (imported !== null) {
    throw new LedgerError('import-closed', `${name} is not imported: it is about this ledger itself`, {
      stream: ledgerStream,
    });
  }
  if (via === 'system') return asSystem(name);
  if (commandRules[name].atTheMachine === true && via !== 'operator') {
    throw new LedgerError('not-permitted', `${name} is done where the ledger is kept, by its operator`, {
      command: name,
      accepted: [],
    });
  }
  return permit(name, facts.actor, { standings: [] }, rulesFor(false));
}
