import type { ReviewState } from '../../projections/review-state/state.ts';
import type { AskedOf } from '../commands/catalogue.ts';
import type { Decided } from './decided.ts';
import type { Circumstances, Facts } from './facts.ts';
import { addAuditNote } from './review/audit-note.ts';
import { addComment } from './review/comment.ts';
import { adoptConcern, answerConcern, raiseConcern, withdrawConcern } from './review/concerns.ts';
import { recordJudgment, withdrawJudgment } from './review/judgments.ts';
import { recordRefusal } from './review/refusal.ts';
import { recordConcernVote } from './review/vote.ts';

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
  | 'add-audit-note'
>;

/** What people say while a submission is reviewed: comments, judgments, concerns and votes on them (DESIGN §7); and what auditors note. */
export function decideReview(
  asked: Asked,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  switch (asked.name) {
    case 'add-comment':
      return addComment(asked, state, facts, circumstances);
    case 'record-judgment':
      return recordJudgment(asked, state, facts, circumstances);
    case 'withdraw-judgment':
      return withdrawJudgment(asked, state, facts, circumstances);
    case 'raise-concern':
      return raiseConcern(asked, state, facts, circumstances);
    case 'answer-concern':
      return answerConcern(asked, state, facts, circumstances);
    case 'withdraw-concern':
      return withdrawConcern(asked, state, facts, circumstances);
    case 'adopt-concern':
      return adoptConcern(asked, state, facts, circumstances);
    case 'record-concern-vote':
      return recordConcernVote(asked, state, facts, circumstances);
    case 'record-refusal':
      return recordRefusal(asked, state, facts, circumstances);
    case 'add-audit-note':
      return addAuditNote(asked, state, facts, circumstances);
    default:
      return asked satisfies never;
  }
}
