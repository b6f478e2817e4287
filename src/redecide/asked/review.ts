import type { Recorded } from '../../../events/decode.ts';
import type { ConcernContent, JudgmentContent, VoteContent } from '../../../events/review.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { Telling } from '../enact.ts';
import { PROSE } from '../stand-ins.ts';

type ReviewAct = Recorded<
  | 'CommentAdded'
  | 'JudgmentRecorded'
  | 'JudgmentWithdrawn'
  | 'ConcernRaised'
  | 'ConcernAnswered'
  | 'ConcernWithdrawn'
  | 'ConcernAdopted'
  | 'ConcernVoteRecorded'
  | 'ActRefused'
  | 'AuditNoteAdded'
>;

/** What the log has opened of an act. */
export type Content = JudgmentContent | ConcernContent | VoteContent;

/** What was asked so that something is said in a review. `content` is what it says to the rules. */
export function reviewTelling(event: ReviewAct, state: ReviewState, content: Content | undefined): Telling {
  switch (event.type) {
    case 'CommentAdded': {
      const { inReplyTo, visibility } = event.data;
      return {
        name: 'add-comment',
        data: { ...(inReplyTo === undefined ? {} : { inReplyTo }), visibility, text: PROSE },
      };
    }
    case 'JudgmentRecorded':
      return judgment(event, state, content);
    case 'JudgmentWithdrawn':
      return {
        name: 'withdraw-judgment',
        data: { seat: event.data.seat, judgment: event.data.judgment },
      };
    case 'ConcernRaised': {
      const { seat, version, criteria } = event.data;
      const criterion = content !== undefined && 'criterion' in content ? content.criterion : '';
      return {
        name: 'raise-concern',
        data: { ...judged({ seat, version, criteria }), criterion, concern: PROSE, resolvedIf: PROSE },
      };
    }
    case 'ConcernAnswered':
      return { name: 'answer-concern', data: { concern: event.data.concern, answer: PROSE } };
    case 'ConcernWithdrawn':
      return { name: 'withdraw-concern', data: { concern: event.data.concern, seat: event.data.seat } };
    case 'ConcernAdopted':
      return { name: 'adopt-concern', data: { concern: event.data.concern, seat: event.data.seat } };
    case 'ConcernVoteRecorded': {
      const { concern, seat } = event.data;
      const overrule = content !== undefined && 'overrule' in content && content.overrule;
      return { name: 'record-concern-vote', data: { concern, seat, overrule } };
    }
    case 'ActRefused': {
      const { rule, act, day } = event.data;
      return { name: 'record-refusal', data: { rule, act, day } };
    }
    case 'AuditNoteAdded':
      return { name: 'add-audit-note', data: { text: PROSE } };
    default:
      return event satisfies never;
  }
}

function judgment(
  { data }: Recorded<'JudgmentRecorded'>,
  state: ReviewState,
  content: Content | undefined,
): Telling {
  const said =
    content !== undefined && 'findings' in content ? content : { findings: [], position: 'abstain' };
  const concern = 'concern' in said ? said.concern : undefined;
  const again = concern !== undefined && isRaised(concern.concern, state);
  return {
    name: 'record-judgment',
    data: {
      ...judged(data),
      findings: said.findings,
      position: said.position,
      ...(concern === undefined
        ? {}
        : {
            concern: {
              criterion: concern.criterion,
              concern: PROSE,
              resolvedIf: PROSE,
              ...(again ? { again: concern.concern } : {}),
            },
          }),
      reasons: { summary: PROSE },
    },
  };
}

interface Judged {
  readonly seat: string;
  readonly version: number;
  readonly criteria?: string | undefined;
}

const judged = ({ seat, version, criteria }: Judged) => ({
  seat,
  version,
  ...(criteria === undefined ? {} : { criteria }),
});

/** A judgment that carries a concern which was there before carries it again. */
const isRaised = (concern: string, { raised, judgments }: ReviewState): boolean =>
  raised.some((each) => each.concern === concern) ||
  judgments.some(({ content }) => content !== 'sealed' && content.concern?.concern === concern);
