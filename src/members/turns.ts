import type { RecordedSubmissionEvent } from '../../projections/review-state/evolve.ts';
import type { Reading } from './reader.ts';
import { type Told, type ToldText, textOf, told } from './told-text.ts';

/** What changes the course of a case beside screening, return, decision and evidence, as it is said in a list. */
export const turnInWords = {
  PanelDissolved: 'panel dissolved',
  DueDateExtended: 'due later',
  SubmissionWithdrawn: 'withdrawn',
  SubmissionClosed: 'closed',
  SubmissionReopened: 'reopened',
  ConditionVerified: 'condition met',
  ConditionExtended: 'condition due later',
  ConditionBreached: 'condition broken',
  DecisionSuspended: 'suspended',
  DecisionReinstated: 'reinstated',
  DecisionRevoked: 'revoked',
  DecisionSuperseded: 'superseded',
  DecisionExpired: 'lapsed',
} as const;
export type TurnType = keyof typeof turnInWords;

const isTurnType = (type: string): type is TurnType => Object.hasOwn(turnInWords, type);
export const turnTypes: readonly TurnType[] = Object.keys(turnInWords).filter(isTurnType);

export interface ToldTurn extends Told {
  readonly what: TurnType;
  /** The kind of reason that the record has in the open. */
  readonly why: string | null;
  readonly condition: string | null;
  /** The new due date. */
  readonly until: string | null;
  readonly reason: ToldText;
}

/** What happened to a case beside what was asked, judged and decided, each with its reason: whose case it is asks for that. */
export const turnsOf = (reading: Reading): readonly ToldTurn[] =>
  reading.events.flatMap(({ event }) =>
    isTurnType(event.type) ? [{ ...told(event), what: event.type, ...saidIn(event, reading) }] : [],
  );

function saidIn(
  event: RecordedSubmissionEvent,
  reading: Reading,
): Pick<ToldTurn, 'why' | 'condition' | 'until' | 'reason'> {
  const { data } = event;
  const reason = 'reason' in data ? data.reason : 'note' in data ? data.note : undefined;
  return {
    why: 'why' in data && typeof data.why === 'string' ? data.why : null,
    condition: 'condition' in data && typeof data.condition === 'string' ? data.condition : null,
    until:
      event.type === 'DueDateExtended'
        ? event.data.deadline.due
        : event.type === 'ConditionExtended'
          ? event.data.due
          : null,
    reason: textOf(reading, event, reason),
  };
}
