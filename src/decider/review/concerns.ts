import { LedgerError } from '../../../events/errors.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { actInstant } from '../act-instant.ts';
import { type Decided, decided } from '../decided.ts';
import { enterSeat } from '../enter-seat.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { enter, requireHeldSeat, requireInTime, requireOpenSeat } from '../gate.ts';
import { panelFramework, requireOpenReview, requirePanel } from '../open-review.ts';
import { requireAllowance } from './allowance.ts';
import { requireCriterion, requireCurrent } from './current.ts';
import { openConcern } from './open-concern.ts';

/** A seat objects before, or beside, its judgment. */
export function raiseConcern(
  asked: AskedOf<'raise-concern'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting, seat } = enterSeat(asked, state, facts, circumstances);
  const { data } = asked;
  const panel = requirePanel(state, circumstances.subject);
  const framework = panelFramework(panel, facts);
  const at = actInstant(circumstances);
  if (at !== null) requireInTime(state, at, rules);
  requireOpenSeat(seat, facts, rules);
  requireAllowance(seat, state, panel, framework, rules);
  requireCurrent(asked, state, framework, circumstances, rules);
  requireCriterion('criterion', data.criterion, framework);
  return decided(
    acting,
    rules.broke(),
    [
      {
        type: 'ConcernRaised',
        data: {
          concern: circumstances.sealedId,
          seat: seat.seat,
          version: data.version,
          ...(data.criteria === undefined ? {} : { criteria: data.criteria }),
          content: { criterion: data.criterion },
          statement: { concern: data.concern, resolvedIf: data.resolvedIf },
        },
      },
    ],
    { framework: framework.ref, version: data.version },
  );
}

/** Submitter, sponsor or secretary answers; also after the hard stop. The concern stays open until its raiser is content. */
export function answerConcern(
  asked: AskedOf<'answer-concern'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  requireOpenReview(state, rules);
  const framework = panelFramework(requirePanel(state, circumstances.subject), facts);
  const { concern, answer } = asked.data;
  openConcern('concern', concern, state, framework, circumstances, rules);
  return decided(acting, rules.broke(), [{ type: 'ConcernAnswered', data: { concern, answer } }], {
    framework: framework.ref,
  });
}

/** Who raised it, or adopted it, is content; also after the hard stop. An alternate cannot say so for the raiser. */
export function withdrawConcern(
  asked: AskedOf<'withdraw-concern'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting, seat } = enterSeat(asked, state, facts, circumstances);
  const framework = panelFramework(requirePanel(state, circumstances.subject), facts);
  requireHeldSeat(seat, facts, rules);
  const { concern, reason } = asked.data;
  const owner = openConcern('concern', concern, state, framework, circumstances, rules)?.owner;
  rules.require(
    owner === undefined || (owner.seat === seat.seat && owner.holder === facts.actor?.pseudonym),
    () =>
      new LedgerError(
        'not-permitted',
        'a concern is withdrawn by who raised it, or adopted it, and nobody else',
        {
          command: asked.name,
          accepted: ['reviewer'],
        },
      ),
  );
  return decided(
    acting,
    rules.broke(),
    [
      {
        type: 'ConcernWithdrawn',
        data: { concern, seat: seat.seat, ...(reason === undefined ? {} : { reason }) },
      },
    ],
    { framework: framework.ref },
  );
}

/** Another seat makes the concern of a recused owner its own, before it lapses. */
export function adoptConcern(
  asked: AskedOf<'adopt-concern'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting, seat } = enterSeat(asked, state, facts, circumstances);
  const panel = requirePanel(state, circumstances.subject);
  const framework = panelFramework(panel, facts);
  const at = actInstant(circumstances);
  if (at !== null) requireInTime(state, at, rules);
  requireOpenSeat(seat, facts, rules);
  requireAllowance(seat, state, panel, framework, rules);
  const { concern: id, reason } = asked.data;
  const concern = openConcern('concern', id, state, framework, circumstances, rules);
  rules.require(
    concern === null || (concern.adoptBy !== null && concern.owner.seat !== seat.seat),
    () =>
      new LedgerError(
        'concern-not-adoptable',
        `concern ${id} is not up for adoption: another seat can adopt it once its owner has recused`,
        { concern: id },
      ),
  );
  return decided(
    acting,
    rules.broke(),
    [
      {
        type: 'ConcernAdopted',
        data: { concern: id, seat: seat.seat, ...(reason === undefined ? {} : { reason }) },
      },
    ],
    { framework: framework.ref },
  );
}
