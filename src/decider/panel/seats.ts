import { LedgerError } from '../../../events/errors.ts';
import { countedJudgment } from '../../../projections/evaluator/seats.ts';
import type { ReviewState, SeatState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import { enterSeat } from '../enter-seat.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { requirePanel } from '../open-review.ts';
import { type Rules, requireGiven, separation } from '../rules.ts';
import { holderOf, requireSeatable, requireUnseated } from './seating.ts';

/** A person does not take the seat they were given. Who has judged or objected recuses instead, which fences. */
export function declineSeat(
  asked: AskedOf<'decline-seat'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting, seat } = enterSeat(asked, state, facts, circumstances);
  requireFilled(seat, rules);
  const acts = [...state.judgments, ...state.raised];
  rules.require(
    !acts.some((act) => act.seat === seat.seat && act.holder === seat.holder),
    () =>
      new LedgerError(
        'seat-judged',
        `seat ${seat.seat} has been used; recuse yourself to step back from it`,
        {
          seat: seat.seat,
        },
      ),
  );
  const { reason } = asked.data;
  return decided(acting, rules.broke(), [
    { type: 'SeatDeclined', data: { seat: seat.seat, ...(reason === undefined ? {} : { reason }) } },
  ]);
}

/**
 * The seat's holder is gone. A judgment that counts is not lost this way: it counts until an alternate sits, and only a
 * recusal voids it; so vacating can neither drop a seat's voice nor make the threshold easier by it.
 */
export function vacateSeat(
  asked: AskedOf<'vacate-seat'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting, seat } = enterSeat(asked, state, facts, circumstances);
  const { why, reason } = asked.data;
  rules.require(seat.holder === null || seat.holder !== facts.actor?.pseudonym, () =>
    separation('SOD-7', 'nobody vacates their own seat; decline it or recuse yourself', asked.name),
  );
  requireFilled(seat, rules);
  rules.require(why !== 'left-team' || hasLeft(seat, facts), () => taken(seat));
  rules.require(
    countedJudgment(state, seat) === null,
    () =>
      new LedgerError(
        'seat-judged',
        `what was recorded in seat ${seat.seat} counts until an alternate sits; seat one, or direct a recusal`,
        { seat: seat.seat },
      ),
  );
  if (why !== 'left-team') requireGiven(asked.name, { reason }, circumstances);
  return decided(acting, rules.broke(), [
    { type: 'SeatVacated', data: { seat: seat.seat, why, ...(reason === undefined ? {} : { reason }) } },
  ]);
}

/** Somebody else takes over a seat that is recused or vacant, or whose holder has left its team. It keeps its team. */
export function seatAlternate(
  asked: AskedOf<'seat-alternate'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting, seat } = enterSeat(asked, state, facts, circumstances);
  const person = holderOf('holder', asked.data.holder, facts);
  rules.require(seat.status !== 'sitting' || seat.holder === null || hasLeft(seat, facts), () => taken(seat));
  requireSeatable({ seat: seat.seat, team: seat.team, person }, asked.name, state, facts, rules);
  const sitting = requirePanel(state, circumstances.subject).seats.filter(
    ({ status }) => status === 'sitting',
  );
  requireUnseated(person, sitting, rules);
  const { reason } = asked.data;
  return decided(acting, rules.broke(), [
    {
      type: 'AlternateSeated',
      data: { seat: seat.seat, holder: person.pseudonym, ...(reason === undefined ? {} : { reason }) },
    },
  ]);
}

const hasLeft = ({ holder, team }: SeatState, facts: Facts): boolean =>
  holder !== null && team !== null && !facts.belongs(holder, team);

const taken = ({ seat, team }: SeatState): LedgerError =>
  new LedgerError('seat-taken', `seat ${seat} has a holder, who is still of ${team ?? 'its team'}`, { seat });

/** @throws LedgerError `seat-recused`, `seat-vacant` */
export function requireFilled({ seat, status }: SeatState, rules: Rules): void {
  rules.require(
    status !== 'recused',
    () => new LedgerError('seat-recused', `seat ${seat} is recused`, { seat }),
  );
  rules.require(
    status !== 'vacant',
    () => new LedgerError('seat-vacant', `seat ${seat} is vacant`, { seat }),
  );
}
