import type { ReviewState } from './review-state/state.ts';
import { governingDecision, standingOfDecision } from './standing.ts';

interface Due {
  /** The event that set the term: the decision. */
  readonly subject: string;
  /** What becomes due, as it stands in the system's command id beside `subject` and `due`. */
  readonly what: string;
  /** The last instant that is still in time: the act is due at any later one. */
  readonly due: string;
}

/** What the system itself has to append once a due instant has passed, in the shape of its command. */
export type DueAct = Due &
  (
    | {
        readonly command: 'expire-decision';
        readonly data: { readonly decision: string; readonly expires: string };
      }
    | {
        readonly command: 'record-overdue-condition';
        readonly data: { readonly decision: string; readonly condition: string; readonly due: string };
      }
  );

/**
 * The acts that time alone will cause, earliest first, whenever they are due; `isDue` applies the clock. What has been
 * recorded is due no more, and a condition whose date lies behind the decision's end never will be.
 */
export function dueActs(state: ReviewState): readonly DueAct[] {
  const decision = governingDecision(state);
  if (decision === null) return [];
  const standing = standingOfDecision(decision, '');
  if (standing === 'revoked' || standing === 'superseded' || standing === 'lapsed') return [];
  if (decision.outcome !== 'approved' && decision.outcome !== 'approved-with-conditions') return [];
  const { event: subject, expires } = decision;
  const acts: DueAct[] = decision.conditions.flatMap(({ condition, due, verified, breached }): DueAct[] => {
    if (due === undefined || verified !== null || breached !== null) return [];
    if (expires !== null && due > expires) return [];
    const data = { decision: decision.decision, condition, due };
    // Two conditions of one decision may be due together, so the condition is part of what becomes due.
    return [
      { command: 'record-overdue-condition', data, subject, what: `ConditionBreached/${condition}`, due },
    ];
  });
  if (expires !== null) {
    const data = { decision: decision.decision, expires };
    acts.push({ command: 'expire-decision', data, subject, what: 'DecisionExpired', due: expires });
  }
  return acts.sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}

/** Equality is in time: at the due instant itself nothing is due yet. */
export const isDue = ({ due }: DueAct, at: string): boolean => at > due;
