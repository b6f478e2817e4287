import type { Criterion, Effect } from '../../events/framework.ts';
import type { JudgmentContent } from '../../events/review.ts';
import type { FrameworkVersion } from '../framework-versions.ts';
import type { JudgmentState, ReviewState } from '../review-state/state.ts';

/** The effect of a judgment's finding on a criterion; a missing one is `not-assessed`. */
export function effectOn(
  framework: FrameworkVersion,
  criterion: Criterion,
  content: JudgmentContent,
): Effect {
  const finding = content.findings.find((each) => each.criterion === criterion.criterion)?.finding;
  const scale = framework.terms.scales.find((each) => each.scale === criterion.scale);
  return scale?.findings.find((each) => each.finding === finding)?.effect ?? 'not-assessed';
}

/**
 * The judgments whose `prohibits` on a prohibition stands. It stands from its record until the seat judges the current
 * version without it, or its holder is recused (self, computed); after a directed recusal only an alternate's judgment
 * lifts it. Withdrawing a judgment lifts nothing, and a withdrawn judgment lifts nothing either.
 */
export function standingProhibits(
  framework: FrameworkVersion,
  state: ReviewState,
  criterion: Criterion,
): readonly JudgmentState[] {
  return state.judgments.filter((judgment) => {
    if (judgment.content === 'sealed') return false;
    if (effectOn(framework, criterion, judgment.content) !== 'prohibits') return false;
    return !recusedSince(state, judgment) && !judgedWithout(framework, state, criterion, judgment);
  });
}

function recusedSince(state: ReviewState, judgment: JudgmentState): boolean {
  const seat = state.panel?.seats.find((candidate) => candidate.seat === judgment.seat);
  return (seat?.recusals ?? []).some(
    ({ kind, holder, at, lifted }) =>
      kind !== 'directed' && holder === judgment.holder && at >= judgment.at && lifted === null,
  );
}

function judgedWithout(
  framework: FrameworkVersion,
  state: ReviewState,
  criterion: Criterion,
  judgment: JudgmentState,
): boolean {
  return state.judgments.some(
    (later) =>
      later.seat === judgment.seat &&
      later.revision > judgment.revision &&
      later.onCurrent &&
      later.withdrawn === null &&
      later.content !== 'sealed' &&
      effectOn(framework, criterion, later.content) !== 'prohibits',
  );
}
