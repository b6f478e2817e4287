import type { RecordedEvent } from '../../events/decode.ts';
import { isLedgerError, type LedgerError } from '../../events/errors.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import type { CommandName } from '../commands/catalogue.ts';
import { parseAsked } from '../commands/parse.ts';
import { decide } from '../decider/decider.ts';
import type { Circumstances, Facts } from '../decider/facts.ts';
import { ruleOf } from '../decider/rules.ts';
import { type Comparison, differences } from './compare.ts';
import type { Fault } from './report.ts';

/** A command as its events show it; what they keep sealed has a stand-in. */
export interface Telling {
  readonly name: CommandName;
  readonly data: unknown;
}

export interface Attempt extends Comparison {
  readonly telling: Telling;
  readonly state: ReviewState;
  readonly facts: Facts;
  readonly circumstances: Circumstances;
  readonly recorded: readonly [RecordedEvent, ...RecordedEvent[]];
}

/** Decides the act again, and compares what it comes to with what is recorded. */
export function enact(attempt: Attempt): readonly Fault[] {
  const { telling, state, facts, circumstances, recorded } = attempt;
  return refusals(() => {
    const decided = decide(parseAsked(telling.name, telling.data), state, facts, circumstances);
    return differences(decided, recorded, attempt);
  });
}

/** What a check finds, or the refusal that it ran into. */
export function refusals(check: () => readonly Fault[]): readonly Fault[] {
  try {
    return check();
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    return [faultOf(error)];
  }
}

function faultOf(error: LedgerError): Fault {
  const { code, message } = error;
  const rule = ruleOf(error);
  const says = `it would have been refused: ${message}`;
  switch (code) {
    case 'separation-of-duties':
    case 'not-permitted':
    case 'outcome-not-allowed':
      return { what: code, rule, says };
    case 'operator-cannot-vote':
      return { what: 'via-not-allowed', rule, says };
    default:
      return { what: 'rule-broken', rule, says };
  }
}
