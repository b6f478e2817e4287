import { LedgerError } from '../../../events/errors.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import { enterSeat } from '../enter-seat.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { requireGiven, separation } from '../rules.ts';
import { requireFilled } from './seats.ts';

/**
 * A holder steps back, or the chair or secretary has them step back, with a reason. Voids what the seat judged, and
 * fences its holder. Directing one's own recusal is refused: it would leave one's `prohibits` standing.
 */
export function recuse(
  asked: AskedOf<'recuse-reviewer'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting, seat } = enterSeat(asked, state, facts, circumstances);
  const { kind, reason } = asked.data;
  const own = seat.holder !== null && seat.holder === facts.actor?.pseudonym;
  rules.require(
    kind === 'directed' || own,
    () =>
      new LedgerError('not-permitted', `only its holder recuses seat ${seat.seat} of their own accord`, {
        command: asked.name,
        accepted: ['reviewer'],
      }),
  );
  rules.require(kind === 'self' || !own, () =>
    separation('SOD-7', 'nobody directs their own recusal; recuse yourself', asked.name),
  );
  requireFilled(seat, rules);
  if (kind === 'directed') requireGiven(asked.name, { reason }, circumstances);
  return decided(acting, rules.broke(), [
    { type: 'ReviewerRecused', data: { seat: seat.seat, kind, ...(reason === undefined ? {} : { reason }) } },
  ]);
}

/**
 * Somebody else ends a recusal; the recused are stopped by their fence before they come here. Whoever directed it may
 * take it back, which is on record. A computed one follows from what was declared and is not lifted: an alternate sits.
 * Once one does, the recusal is final.
 */
export function liftRecusal(
  asked: AskedOf<'lift-recusal'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting, seat } = enterSeat(asked, state, facts, circumstances);
  const recusal = seat.recusals.findLast(({ lifted }) => lifted === null);
  rules.require(
    recusal !== undefined,
    () =>
      new LedgerError('not-found', `seat ${seat.seat} is not recused`, { what: 'recusal', id: seat.seat }),
  );
  rules.require(
    recusal === undefined || seat.status === 'recused',
    () =>
      new LedgerError('seat-taken', `somebody else sits in ${seat.seat} now; the recusal stays`, {
        seat: seat.seat,
      }),
  );
  rules.require(
    recusal?.kind !== 'computed',
    () =>
      new LedgerError(
        'recusal-computed',
        `the recusal of seat ${seat.seat} follows from a declared interest and cannot be lifted; seat an alternate`,
        { seat: seat.seat },
      ),
  );
  const { reason } = asked.data;
  requireGiven(asked.name, { reason }, circumstances);
  return decided(acting, rules.broke(), [
    { type: 'RecusalLifted', data: { seat: seat.seat, ...(reason === undefined ? {} : { reason }) } },
  ]);
}
