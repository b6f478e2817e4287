import type { ReviewState } from '../../projections/review-state/state.ts';
import type { Asked } from '../commands/catalogue.ts';
import { decideAftercare } from './aftercare.ts';
import type { Decided } from './decided.ts';
import { decideDecision } from './decision.ts';
import { decideDirectory } from './directory.ts';
import { decideErasure } from './erasure.ts';
import type { Circumstances, Facts } from './facts.ts';
import { decideFramework } from './framework.ts';
import { decideHolds } from './ledger/holds.ts';
import { decideLedger } from './ledger.ts';
import { decidePanel } from './panel.ts';
import { decideReview } from './review.ts';
import { decideSubmission } from './submission.ts';

/**
 * Everything that may happen, and nothing else may: a command, the stream's state and facts of other streams in, the
 * events to append out. Pure: no clock, no id, no log, no I/O.
 * @throws LedgerError the refusal
 */
export function decide(
  asked: Asked,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  switch (asked.name) {
    case 'open-ledger':
    case 'recover-ledger':
    case 'add-log-key':
    case 'retire-log-key':
    case 'record-export':
    case 'seal-access':
      return decideLedger(asked, facts, circumstances);
    case 'place-hold':
    case 'release-hold':
    case 'set-retention':
      return decideHolds(asked, facts, circumstances);
    case 'register-person':
    case 'correct-person':
    case 'propose-role':
    case 'grant-role':
    case 'revoke-role':
    case 'join-team':
    case 'leave-team':
      return decideDirectory(asked, facts, circumstances);
    case 'propose-framework':
    case 'publish-framework':
    case 'retire-framework':
      return decideFramework(asked, facts, circumstances);
    case 'receive-submission':
    case 'revise-submission':
    case 'return-submission':
    case 'request-information':
    case 'provide-information':
    case 'screen-submission':
    case 'withdraw-submission':
    case 'close-submission':
    case 'reopen-submission':
    case 'correct-entry':
      return decideSubmission(asked, state, facts, circumstances);
    case 'convene-panel':
    case 'decline-seat':
    case 'vacate-seat':
    case 'seat-alternate':
    case 'declare-interest':
    case 'clear-interest':
    case 'recuse-reviewer':
    case 'lift-recusal':
    case 'dissolve-panel':
    case 'set-due-date':
    case 'extend-due-date':
      return decidePanel(asked, state, facts, circumstances);
    case 'add-comment':
    case 'record-judgment':
    case 'withdraw-judgment':
    case 'raise-concern':
    case 'answer-concern':
    case 'withdraw-concern':
    case 'adopt-concern':
    case 'record-concern-vote':
    case 'record-refusal':
    case 'add-audit-note':
      return decideReview(asked, state, facts, circumstances);
    case 'propose-decision':
    case 'withdraw-proposal':
    case 'issue-decision':
    case 'record-dissent':
    case 'publish-decision':
      return decideDecision(asked, state, facts, circumstances);
    case 'submit-evidence':
    case 'reject-evidence':
    case 'verify-condition':
    case 'extend-condition':
    case 'report-breach':
    case 'suspend-decision':
    case 'reinstate-decision':
    case 'revoke-decision':
    case 'supersede-decision':
    case 'expire-decision':
    case 'record-overdue-condition':
      return decideAftercare(asked, state, facts, circumstances);
    case 'propose-erasure':
    case 'approve-erasure':
    case 'record-erased':
      return decideErasure(asked, facts, circumstances);
    default:
      return asked satisfies never;
  }
}
