import { LedgerError } from '../../events/errors.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import type { AskedOf } from '../commands/catalogue.ts';
import type { Decided } from './decided.ts';
import type { Circumstances, Facts } from './facts.ts';

type Asked = AskedOf<
  | 'add-comment'
  | 'record-judgment'
  | 'withdraw-judgment'
  | 'raise-concern'
  | 'answer-concern'
  | 'withdraw-concern'
  | 'adopt-concern'
  | 'record-concern-vote'
  | 'record-refusal'
>;

export function decideReview(
  asked: Asked,
  _state: ReviewState,
  _facts: Facts,
  _circumstances: Circumstances,
): Decided {
  throw new LedgerError('unknown-command', 'not yet', { command: asked.name });
}
