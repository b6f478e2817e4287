import { describe, it } from 'mocha';
import { approvedWith, conditionWanted, onCondition, onDecision } from './decisions.ts';
import { type Act, act, given } from './given.ts';
import { idOf } from './people.ts';
import { convened, inHistory, noInterest, received, screened, underReview } from './reviews.ts';

/** The submitter who is the secretary too. */
const both = (step: Act): Act => ({
  ...step,
  by: 'sub',
  now: { sub: { roles: ['submitter', 'secretary'] } },
});

describe('whose case it is, being secretary too', () => {
  const refused = { rule: 'SOD-1' } as const;

  it('neither screens it nor convenes its panel', () => {
    given(received()).when(both(screened())).refuses('separation-of-duties', refused);
    given(received(), screened()).when(both(convened())).refuses('separation-of-duties', refused);
  });

  it('says neither who sits nor who does not', () => {
    const recused = act('ana', 'recuse-reviewer', { seat: 'ana', kind: 'self' });
    for (const step of [
      act('sec', 'recuse-reviewer', { seat: 'ben', kind: 'directed', reason: 'A conflict' }),
      act('sec', 'vacate-seat', { seat: 'ben', why: 'unavailable', reason: 'On leave' }),
      act('sec', 'seat-alternate', { seat: 'ana', holder: idOf('fay') }),
      act('sec', 'lift-recusal', { seat: 'ana', reason: 'A mistake' }),
      act('sec', 'dissolve-panel', { reason: 'Nobody is left' }),
    ])
      given(...underReview(), recused)
        .when(both(step))
        .refuses('separation-of-duties', refused);
  });

  it('clears no interest in it', () =>
    given(
      ...underReview().slice(0, 3),
      act('ana', 'declare-interest', { seat: 'ana', kind: 'declared', categories: ['friendship'] }),
    )
      .when((stream) =>
        both(
          act('sec', 'clear-interest', {
            seat: 'ana',
            declaration: stream.last('InterestDeclared').id,
            reason: 'Small',
          }),
        ),
      )
      .refuses('separation-of-duties', refused));

  it('neither reopens it nor prolongs what its approval asks of it', () => {
    const withdrawn = act('sub', 'withdraw-submission', {});
    given(received(), withdrawn)
      .when(both(act('sec', 'reopen-submission', { reason: 'New facts' })))
      .refuses('separation-of-duties', refused);
    const until = '2026-12-31T23:59:59.999Z';
    const extend = onCondition('report', (on) =>
      both(act('sec', 'extend-condition', { ...on, due: until, reason: 'Ill' })),
    );
    given(...approvedWith(conditionWanted()))
      .when(extend)
      .refuses('separation-of-duties', refused);
    const reinstate = onDecision((decision) =>
      both(act('sec', 'reinstate-decision', { decision, reason: 'Cleared up' })),
    );
    given(...approvedWith(conditionWanted()))
      .when(reinstate)
      .refuses('separation-of-duties', refused);
  });

  it('may still give it time, ask, and take it back', () => {
    given(received())
      .when(both(act('sub', 'request-information', { questions: 'Which routes?' })))
      .emitsTypes('InformationRequested');
    given(...underReview(), noInterest('ana'))
      .when(both(act('sub', 'withdraw-submission', {})))
      .emitsTypes('SubmissionWithdrawn');
  });

  it('is not asked of the operator, who enters for others and is known for it', () =>
    given(received())
      .when({ ...both(screened()), via: 'operator' })
      .emitsTypes('SubmissionScreened'));

  it('is noted where history says so', () =>
    given(inHistory(received()))
      .when(inHistory({ ...screened(), by: 'sub' }))
      .broke('SOD-1', 'not-permitted'));
});
