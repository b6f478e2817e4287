import { LedgerError } from '../../../events/errors.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { enter } from '../gate.ts';
import { separation } from '../rules.ts';

/** An auditor notes what they found, in any phase. Nobody audits a case that they are part of: they would be their own witness. */
export function addAuditNote(
  asked: AskedOf<'add-audit-note'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const { about } = asked.data;
  rules.require(!isPartOf(state, facts.actor?.pseudonym), () =>
    separation('SOD-1', 'nobody audits a case that is their own or in which they hold a seat', asked.name),
  );
  if (about !== undefined && facts.entry(about) === undefined) {
    throw new LedgerError('unknown-reference', `about ${about} is no entry of this submission`, {
      field: 'about',
      id: about,
    });
  }
  return decided(acting, rules.broke(), [{ type: 'AuditNoteAdded', data: { note: asked.data } }]);
}

const isPartOf = ({ submitter, sponsor, panel }: ReviewState, person: string | undefined): boolean =>
  person !== undefined &&
  (person === submitter ||
    person === sponsor ||
    panel?.seats.some(({ holder }) => holder === person) === true);
