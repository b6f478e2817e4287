import { LedgerError } from '../../events/errors.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import type { AskedOf } from '../commands/catalogue.ts';
import type { Decided } from './decided.ts';
import type { Circumstances, Facts } from './facts.ts';

type Asked = AskedOf<
  | 'receive-submission'
  | 'revise-submission'
  | 'return-submission'
  | 'request-information'
  | 'provide-information'
  | 'screen-submission'
  | 'withdraw-submission'
  | 'close-submission'
  | 'reopen-submission'
  | 'correct-entry'
>;

export function decideSubmission(
  asked: Asked,
  _state: ReviewState,
  _facts: Facts,
  _circumstances: Circumstances,
): Decided {
  throw new LedgerError('unknown-command', 'not yet', { command: asked.name });
}
