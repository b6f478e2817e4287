import type { Recorded } from '../../../events/decode.ts';
import type { Telling } from '../enact.ts';
import { PROSE } from '../stand-ins.ts';

type DecisionAct = Recorded<
  | 'DecisionProposed'
  | 'DecisionProposalWithdrawn'
  | 'DecisionIssued'
  | 'DissentRecorded'
  | 'DecisionPublished'
>;

/** What was asked so that a review comes to its outcome. What a proposal proposes is never opened: any outcome stands for it. */
export function decisionTelling(event: DecisionAct): Telling {
  switch (event.type) {
    case 'DecisionProposed':
      return { name: 'propose-decision', data: { outcome: 'declined', reasons: PROSE } };
    case 'DecisionProposalWithdrawn':
      return { name: 'withdraw-proposal', data: { proposal: event.data.proposal } };
    case 'DecisionIssued': {
      const { outcome, proposal, conditions, effective, expires, reReview, deadline } = event.data;
      return {
        name: 'issue-decision',
        data: {
          outcome,
          ...(proposal === undefined ? {} : { proposal }),
          conditions: conditions.map((condition) => ({ ...condition, text: PROSE })),
          effective,
          ...(expires === undefined ? {} : { expires }),
          ...(reReview === undefined ? {} : { reReview }),
          ...(deadline === undefined ? {} : { deadline }),
          reasons: { facts: PROSE, why: PROSE },
        },
      };
    }
    case 'DissentRecorded':
      return {
        name: 'record-dissent',
        data: { decision: event.data.decision, seat: event.data.seat, text: PROSE },
      };
    case 'DecisionPublished': {
      const { withheld, reference } = event.data;
      return {
        name: 'publish-decision',
        data: { withheld, ...(reference === undefined ? {} : { reference }) },
      };
    }
    default:
      return event satisfies never;
  }
}
