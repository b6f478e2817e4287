import type { ReviewState } from '../../projections/review-state/state.ts';
import type { AskedOf } from '../commands/catalogue.ts';
import {
  extendCondition,
  rejectEvidence,
  reportBreach,
  submitEvidence,
  verifyCondition,
} from './aftercare/conditions.ts';
import { expireDecision, recordOverdueCondition } from './aftercare/due.ts';
import {
  reinstateDecision,
  revokeDecision,
  supersedeDecision,
  suspendDecision,
} from './aftercare/standing.ts';
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

/** What happens to an approval and its conditions after it was given. */
export function decideAftercare(
  asked: Asked,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  switch (asked.name) {
    case 'submit-evidence':
      return submitEvidence(asked, state, facts, circumstances);
    case 'reject-evidence':
      return rejectEvidence(asked, state, facts, circumstances);
    case 'verify-condition':
      return verifyCondition(asked, state, facts, circumstances);
    case 'extend-condition':
      return extendCondition(asked, state, facts, circumstances);
    case 'report-breach':
      return reportBreach(asked, state, facts, circumstances);
    case 'suspend-decision':
      return suspendDecision(asked, state, facts, circumstances);
    case 'reinstate-decision':
      return reinstateDecision(asked, state, facts, circumstances);
    case 'revoke-decision':
      return revokeDecision(asked, state, facts, circumstances);
    case 'supersede-decision':
      return supersedeDecision(asked, state, facts, circumstances);
    case 'expire-decision':
      return expireDecision(asked, state, facts, circumstances);
    case 'record-overdue-condition':
      return recordOverdueCondition(asked, state, facts, circumstances);
    default:
      return asked satisfies never;
  }
}
