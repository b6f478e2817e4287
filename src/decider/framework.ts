import { LedgerError } from '../../events/errors.ts';
import type { AskedOf } from '../commands/catalogue.ts';
import type { Decided } from './decided.ts';
import type { Circumstances, Facts } from './facts.ts';

type Asked = AskedOf<'propose-framework' | 'publish-framework' | 'retire-framework'>;

export function decideFramework(asked: Asked, _facts: Facts, _circumstances: Circumstances): Decided {
  throw new LedgerError('unknown-command', 'not yet', { command: asked.name });
}
