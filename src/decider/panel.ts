import { LedgerError } from '../../events/errors.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import type { AskedOf } from '../commands/catalogue.ts';
import type { Decided } from './decided.ts';
import type { Circumstances, Facts } from './facts.ts';

type Asked = AskedOf<
  | 'convene-panel'
  | 'decline-seat'
  | 'vacate-seat'
  | 'seat-alternate'
  | 'declare-interest'
  | 'clear-interest'
  | 'recuse-reviewer'
  | 'lift-recusal'
  | 'dissolve-panel'
  | 'set-due-date'
  | 'extend-due-date'
>;

export function decidePanel(
  asked: Asked,
  _state: ReviewState,
  _facts: Facts,
  _circumstances: Circumstances,
): Decided {
  throw new LedgerError('unknown-command', 'not yet', { command: asked.name });
}
