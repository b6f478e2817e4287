import { LedgerError } from '../../../events/errors.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { enter } from '../gate.ts';

/** A refusal by separation of duties or a fence goes on record, once per person, rule and day. */
export function recordRefusal(
  asked: AskedOf<'record-refusal'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const { rule, act, day } = asked.data;
  const person = facts.actor?.pseudonym;
  if (person === undefined) {
    throw new LedgerError('unknown-reference', 'a refusal is recorded of somebody', {
      field: 'person',
      id: '',
    });
  }
  const before = state.refusals.find(
    (refusal) => refusal.person === person && refusal.rule === rule && refusal.day === day,
  );
  if (before !== undefined) {
    throw new LedgerError('already-exists', `a refusal by ${rule} on ${day} is on record`, {
      what: 'refusal',
      id: before.event,
    });
  }
  return decided(acting, rules.broke(), [{ type: 'ActRefused', data: { person, rule, act, day } }]);
}
