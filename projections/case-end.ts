import type { RecordedEvent } from '../events/decode.ts';
import type { RecordClass } from '../events/ledger.ts';
import { upperBound } from '../events/time.ts';
import { isReviewOpen } from './review-state/open.ts';
import type { ReviewState } from './review-state/state.ts';
import { governingDecision } from './standing.ts';

/** How a case ended, and when it did at the latest: its text is kept from then on. */
export interface CaseEnd {
  readonly recordClass: RecordClass;
  readonly at: string;
}

/** The end of a case after one more event of it; null while it goes on. A case that is reopened ends anew. */
export function caseEnd(
  before: CaseEnd | null,
  after: ReviewState,
  event: Pick<RecordedEvent, 'recordedAt' | 'occurred'>,
): CaseEnd | null {
  const recordClass = classOf(after);
  if (recordClass === null) return null;
  if (before?.recordClass === recordClass) return before;
  const at = event.occurred === undefined ? null : upperBound(event.occurred);
  return { recordClass, at: at ?? event.recordedAt };
}

/** An approval keeps its case open until it has expired, or was revoked or superseded. */
function classOf(state: ReviewState): RecordClass | null {
  const isOver = state.phase === 'closed' || state.phase === 'decision' || state.phase === 'aftercare';
  if (!isOver || isReviewOpen(state)) return null;
  const decision = governingDecision(state);
  if (decision === null) return state.phase === 'closed' ? 'undecided' : null;
  if (decision.outcome !== 'approved' && decision.outcome !== 'approved-with-conditions') return 'declined';
  const { superseded, revoked, expired } = decision;
  return superseded === null && revoked === null && expired === null ? null : 'approved';
}
