import { LedgerError } from '../../../events/errors.ts';
import type { Deadline } from '../../../events/panel.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { actInstant } from '../act-instant.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { enter } from '../gate.ts';
import { requireOpenReview, requirePanel } from '../open-review.ts';
import { type Rules, requireGiven } from '../rules.ts';

/** The first deadline of a panel that was convened without one; later ones are extensions, with a reason. */
export function setDueDate(
  asked: AskedOf<'set-due-date'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  requireOpenReview(state, rules);
  const panel = requirePanel(state, circumstances.subject);
  rules.require(
    panel.deadline === null,
    () =>
      new LedgerError(
        'already-exists',
        `the review is due ${panel.deadline?.due ?? ''}; extend-due-date moves it`,
        {
          what: 'deadline',
          id: panel.deadline?.due ?? '',
        },
      ),
  );
  const { deadline } = asked.data;
  requireDeadline(deadline, circumstances, rules);
  return decided(acting, rules.broke(), [{ type: 'DueDateSet', data: { deadline } }]);
}

/** More time, also after the hard stop; never less. */
export function extendDueDate(
  asked: AskedOf<'extend-due-date'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  requireOpenReview(state, rules);
  const panel = requirePanel(state, circumstances.subject);
  const { deadline, reason } = asked.data;
  requireGiven(asked.name, { reason }, circumstances);
  requireDeadline(deadline, circumstances, rules);
  const before = panel.deadline;
  rules.require(
    before !== null,
    () =>
      new LedgerError('not-found', 'the panel has no due date yet; set-due-date gives it one', {
        what: 'deadline',
        id: circumstances.subject,
      }),
  );
  if (before !== null) {
    rules.require(deadline.due > before.due, () => invalid('due', `later than ${before.due}, where it was`));
    rules.require(deadline.hardStop >= before.hardStop, () =>
      invalid('hardStop', `not before ${before.hardStop}, where it was`),
    );
  }
  return decided(acting, rules.broke(), [
    { type: 'DueDateExtended', data: { deadline, ...(reason === undefined ? {} : { reason }) } },
  ]);
}

/** The three ends in their order, and the first still to come. @throws LedgerError `invalid-deadline` */
export function requireDeadline(deadline: Deadline, circumstances: Circumstances, rules: Rules): void {
  const { due, graceUntil, hardStop } = deadline;
  rules.require(due <= graceUntil, () => invalid('graceUntil', `not before due, ${due}`));
  rules.require(graceUntil <= hardStop, () => invalid('hardStop', `not before graceUntil, ${graceUntil}`));
  const at = actInstant(circumstances);
  rules.require(at === null || due > at, () => invalid('due', `later than now, ${at ?? ''}`));
}

const invalid = (name: keyof Deadline, rule: string): LedgerError =>
  new LedgerError('invalid-deadline', `deadline.${name} has to be ${rule}`, {
    field: `deadline.${name}`,
    rule,
  });
