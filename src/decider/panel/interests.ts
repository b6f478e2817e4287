import type { LedgerEvent } from '../../../events/catalogue.ts';
import { LedgerError } from '../../../events/errors.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import { enterSeat } from '../enter-seat.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { requireHeldSeat } from '../gate.ts';
import { panelFramework, requirePanel } from '../open-review.ts';
import { invalidCommand, requireGiven, separation } from '../rules.ts';
import { requireFilled } from './seats.ts';

/** What a seat holder has to do with the case. A category in the framework's `recusing` recuses in the same append. */
export function declareInterest(
  asked: AskedOf<'declare-interest'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting, seat } = enterSeat(asked, state, facts, circumstances);
  const framework = panelFramework(requirePanel(state, circumstances.subject), facts);
  const { kind, categories = [], detail } = asked.data;
  if (kind === 'none' && categories.length > 0) {
    throw invalidCommand(asked.name, 'categories', 'stands only where an interest is declared');
  }
  requireCategories(categories, framework);
  requireHeldSeat(seat, facts, rules);
  rules.require(
    kind !== 'none' || seat.interest?.cleared !== false,
    () =>
      new LedgerError(
        'interest-uncleared',
        `seat ${seat.seat} has declared an interest; only somebody else can find that it does not stand in the way`,
        { seat: seat.seat },
      ),
  );
  const declaration: LedgerEvent = {
    type: 'InterestDeclared',
    data: {
      seat: seat.seat,
      kind,
      interest: { categories },
      ...(detail === undefined ? {} : { detail }),
    },
  };
  const recusal: LedgerEvent = { type: 'ReviewerRecused', data: { seat: seat.seat, kind: 'computed' } };
  const recusing = categories.some((category) => framework.terms.recusing.includes(category));
  return decided(acting, rules.broke(), recusing ? [declaration, recusal] : [declaration], {
    framework: framework.ref,
  });
}

function requireCategories(categories: readonly string[], { terms }: FrameworkVersion): void {
  const known = terms.interestCategories.map(({ key }) => key);
  const unknown = categories.find((category) => !known.includes(category));
  if (unknown === undefined) return;
  throw new LedgerError(
    'unknown-reference',
    `categories: the framework knows no interest ${unknown}; it has ${known.join(', ') || 'none'}`,
    { field: 'categories', id: unknown },
  );
}

/** Somebody else finds that the seat's declared interest does not stand in the way: its content opens. */
export function clearInterest(
  asked: AskedOf<'clear-interest'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting, seat } = enterSeat(asked, state, facts, circumstances);
  const { declaration, reason } = asked.data;
  rules.require(seat.holder === null || seat.holder !== facts.actor?.pseudonym, () =>
    separation('SOD-7', 'nobody clears their own interest', asked.name),
  );
  requireFilled(seat, rules);
  rules.require(
    seat.interest?.event === declaration && !seat.interest.cleared,
    () =>
      new LedgerError(
        'unknown-reference',
        `declaration ${declaration} is not what waits to be cleared in seat ${seat.seat}`,
        { field: 'declaration', id: declaration },
      ),
  );
  requireGiven(asked.name, { reason }, circumstances);
  return decided(acting, rules.broke(), [
    {
      type: 'InterestCleared',
      data: { seat: seat.seat, declaration, ...(reason === undefined ? {} : { reason }) },
    },
  ]);
}
