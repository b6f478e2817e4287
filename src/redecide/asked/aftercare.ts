import type { Recorded } from '../../../events/decode.ts';
import type { Telling } from '../enact.ts';
import { PROSE } from '../stand-ins.ts';

type AftercareAct = Recorded<
  | 'ConditionEvidenceSubmitted'
  | 'ConditionEvidenceRejected'
  | 'ConditionVerified'
  | 'ConditionExtended'
  | 'ConditionBreached'
  | 'DecisionSuspended'
  | 'DecisionReinstated'
  | 'DecisionRevoked'
  | 'DecisionSuperseded'
  | 'DecisionExpired'
>;

/** What was asked, by people or by the clock, so that an approval stands as it does. Null for what nobody asks by itself. */
export function aftercareTelling(event: AftercareAct): Telling | null {
  switch (event.type) {
    case 'ConditionEvidenceSubmitted':
      return { name: 'submit-evidence', data: { ...about(event.data), evidence: PROSE } };
    case 'ConditionEvidenceRejected': {
      const { evidence } = event.data;
      return { name: 'reject-evidence', data: { ...about(event.data), evidence, reason: PROSE } };
    }
    case 'ConditionVerified': {
      const { evidence, result } = event.data;
      return {
        name: 'verify-condition',
        data: { ...about(event.data), ...(evidence === undefined ? {} : { evidence }), result },
      };
    }
    case 'ConditionExtended':
      return {
        name: 'extend-condition',
        data: { ...about(event.data), due: event.data.due, reason: PROSE },
      };
    case 'ConditionBreached':
      return event.actor.via === 'system'
        ? { name: 'record-overdue-condition', data: { ...about(event.data), due: event.data.due } }
        : { name: 'report-breach', data: about(event.data) };
    case 'DecisionSuspended': {
      const { decision, why } = event.data;
      return why === 'incident' || why === 'other'
        ? { name: 'suspend-decision', data: { decision, why, reason: PROSE } }
        : null;
    }
    case 'DecisionReinstated':
      return { name: 'reinstate-decision', data: { decision: event.data.decision, reason: PROSE } };
    case 'DecisionRevoked': {
      const { decision } = event.data;
      return {
        name: 'revoke-decision',
        data: { ...(decision === undefined ? {} : { decision }), reason: PROSE },
      };
    }
    case 'DecisionSuperseded': {
      const { decision, by } = event.data;
      return { name: 'supersede-decision', data: { decision, by } };
    }
    case 'DecisionExpired': {
      const { decision, expires } = event.data;
      return { name: 'expire-decision', data: { decision, expires } };
    }
    default:
      return event satisfies never;
  }
}

const about = ({ decision, condition }: { readonly decision: string; readonly condition: string }) => ({
  decision,
  condition,
});
