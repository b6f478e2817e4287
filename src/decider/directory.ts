import { LedgerError } from '../../events/errors.ts';
import type { AskedOf } from '../commands/catalogue.ts';
import type { Decided } from './decided.ts';
import type { Circumstances, Facts } from './facts.ts';

type Asked = AskedOf<
  'register-person' | 'propose-role' | 'grant-role' | 'revoke-role' | 'join-team' | 'leave-team'
>;

export function decideDirectory(asked: Asked, _facts: Facts, _circumstances: Circumstances): Decided {
  throw new LedgerError('unknown-command', 'not yet', { command: asked.name });
}
