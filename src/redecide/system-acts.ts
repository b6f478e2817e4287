import type { RecordedEvent } from '../../events/decode.ts';
import { isSystemCommandId, systemCommandId } from '../../events/derived-ids.ts';
import { parseStream } from '../../events/stream.ts';
import { decisionsOf } from '../../projections/review-state/decision.ts';
import type { RecordedSubmissionEvent } from '../../projections/review-state/evolve.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import { commandNames, commandSpecs } from '../commands/catalogue.ts';
import type { Fault } from './report.ts';

/** By which door an act came: the ids of the system's commands are its own, and imports are named as such. */
export function doorFaults({ actor, command, imported, type }: RecordedEvent): readonly Fault[] {
  const faults: Fault[] = [];
  if ((actor.via === 'import') !== (imported !== undefined))
    faults.push({
      what: 'via-not-allowed',
      says: `${type} came by ${actor.via}, and ${imported === undefined ? 'names no source' : 'names a source that was imported'}`,
    });
  if ((actor.via === 'system') !== isSystemCommandId(command))
    faults.push({
      what: 'via-not-allowed',
      says: `${type} came by ${actor.via}, and its command id is ${isSystemCommandId(command) ? 'one of the system’s own' : 'none of the system’s'}`,
    });
  return faults;
}

/**
 * What the system did by itself, beside the rules of the act: it is the ledger's, its id says what became due and when, and
 * a refusal names a rule and an act that there are, on the day on which it stands.
 */
export function systemFaults(
  event: RecordedSubmissionEvent,
  state: ReviewState,
  ledger: string | null,
): readonly Fault[] {
  if (event.actor.via !== 'system') return [];
  const faults: Fault[] = [];
  const wrong = (says: string): number => faults.push({ what: 'system-act', says });
  if (event.actor.person !== ledger)
    wrong(`its actor is ${event.actor.person}, and the ledger is ${ledger ?? 'unknown'}`);
  if (event.actor.role !== 'service') wrong(`the system acts as service, not as ${event.actor.role}`);
  const expected = dueCommand(event, state);
  if (expected !== null && expected !== event.command)
    wrong(`its command id is ${event.command}, and what became due gives ${expected}`);
  if (event.type === 'ActRefused') faults.push(...refusalFaults(event));
  return faults;
}

function dueCommand(event: RecordedSubmissionEvent, state: ReviewState): string | null {
  const decided = (id: string): string | undefined =>
    decisionsOf(state).find(({ decision }) => decision === id)?.event;
  switch (event.type) {
    case 'DecisionExpired': {
      const subject = decided(event.data.decision);
      return subject === undefined ? null : systemCommandId(subject, event.type, event.data.expires);
    }
    case 'ConditionBreached': {
      const { decision, condition, due } = event.data;
      const subject = decided(decision);
      if (subject === undefined || due === undefined) return null;
      return systemCommandId(subject, `${event.type}/${condition}`, due);
    }
    case 'ActRefused': {
      const { person, rule, day } = event.data;
      return systemCommandId(parseStream(event.stream)?.id ?? '', `ActRefused/${person}/${rule}`, day);
    }
    default:
      return null;
  }
}

function refusalFaults({
  data: { rule, act, day },
  recordedAt,
}: Extract<RecordedSubmissionEvent, { type: 'ActRefused' }>): readonly Fault[] {
  const faults: Fault[] = [];
  if (!/^(SOD-[0-9]+|fenced)$/.test(rule))
    faults.push({ what: 'system-act', says: `${rule} is no rule whose refusals go on record` });
  const known = commandSpecs.some(({ name, stream }) => name === act && stream === 'submission');
  if (!known)
    faults.push({
      what: 'system-act',
      says: `${act} is no act on a submission${commandNames.some((name) => name === act) ? '' : ', nor any other'}`,
    });
  if (day > recordedAt.slice(0, 10))
    faults.push({ what: 'system-act', says: `it is of ${day}, and stands at ${recordedAt}` });
  return faults;
}
