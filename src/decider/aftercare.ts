import { LedgerError } from '../../events/errors.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import type { AskedOf } from '../commands/catalogue.ts';
import type { Decided } from './decided.ts';
import type { Circumstances, Facts } from './facts.ts';

type Asked = AskedOf<
  | 'submit-evidence'
  | 'reject-evidence'
  | 'verify-condition'
  | 'extend-condition'
  | 'report-breach'
  | 'suspend-decision'
  | 'reinstate-decision'
  | 'revoke-decision'
  | 'supersede-decision'
  | 'expire-decision'
  | 'record-overdue-condition'
>;

export function decideAftercare(
  asked: Asked,
  _state: ReviewState,
  _facts: Facts,
  _circumstances: Circumstances,
): Decided {
  throw new LedgerError('unknown-command', 'not yet', { command: asked.name });
}
