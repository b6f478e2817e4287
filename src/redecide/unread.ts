import type { RecordedEvent } from '../../events/decode.ts';
import type { JudgmentContent } from '../../events/review.ts';
import type { FrameworkVersion } from '../../projections/framework-versions.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import type { Content } from './asked/review.ts';

const nothing: JudgmentContent = { findings: [], position: 'abstain' };

/** What is sealed taken for something that no rule minds, so that all else of an act can be asked. */
export function withoutSealed(state: ReviewState, framework: FrameworkVersion | undefined): ReviewState {
  const criterion = framework?.criteria[0]?.criterion ?? '';
  return {
    ...state,
    judgments: state.judgments.map((each) =>
      each.content === 'sealed' ? { ...each, content: nothing } : each,
    ),
    raised: state.raised.map((each) =>
      each.content === 'sealed' ? { ...each, content: { criterion } } : each,
    ),
    votes: state.votes.map((each) =>
      each.content === 'sealed' ? { ...each, content: { overrule: false } } : each,
    ),
  };
}

/** Content that stands for what an act says and was never opened: a whole judgment against which no rule has anything. */
export function neutralContent(
  event: RecordedEvent,
  framework: FrameworkVersion | undefined,
): Content | undefined {
  const criteria = framework?.criteria ?? [];
  switch (event.type) {
    case 'JudgmentRecorded': {
      const findings = criteria.flatMap(({ criterion, scale: key }) => {
        const scale = framework?.terms.scales.find(({ scale }) => scale === key)?.findings ?? [];
        const chosen =
          scale.find(({ effect }) => effect === 'not-assessed') ??
          scale.find(({ effect }) => effect !== 'prohibits') ??
          scale[0];
        return chosen === undefined ? [] : [{ criterion, finding: chosen.finding }];
      });
      return { findings, position: 'abstain' };
    }
    case 'ConcernRaised':
      return { criterion: criteria[0]?.criterion ?? 'none' };
    case 'ConcernVoteRecorded':
      return { overrule: false };
    default:
      return undefined;
  }
}
