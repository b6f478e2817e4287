import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type Act, act, given, type Step } from '../given.ts';
import { failingIn, outcomesOf } from '../outcomes.ts';
import { aliasOf, idOf, type Name } from '../people.ts';
import {
  afterHardStop,
  blocked,
  convened,
  inHistory,
  judged,
  noInterest,
  received,
  underReview,
} from '../reviews.ts';

const step = (name: Name): Act => act(name, 'recuse-reviewer', { seat: name, kind: 'self' });
const direct = (seat: Name, by: 'cha' | 'sec' = 'cha'): Act =>
  act(by, 'recuse-reviewer', { seat, kind: 'directed', reason: 'They wrote the proposal' });
const lift = (seat: Name, by: Name = 'cha'): Act =>
  act(by, 'lift-recusal', { seat, reason: 'It was a namesake' });
const alternate = (seat: Name, holder: Name): Act =>
  act('sec', 'seat-alternate', { seat, holder: idOf(holder) });
const all: readonly Step[] = [...underReview(), judged('ana'), judged('ben'), judged('cem'), judged('dua')];

describe('recusing oneself', () => {
  it('is one’s own act, with or without a reason', () => {
    given(...underReview())
      .when(step('ana'))
      .emits({ type: 'ReviewerRecused', data: { seat: 'ana', kind: 'self' } });
    given(...underReview())
      .when(act('ben', 'recuse-reviewer', { seat: 'ana', kind: 'self' }))
      .refuses('not-permitted', { command: 'recuse-reviewer' });
    given(...underReview())
      .when(act('cha', 'recuse-reviewer', { seat: 'ana', kind: 'self' }))
      .refuses('not-permitted', { accepted: ['reviewer'] });
  });

  it('after judging voids the judgment: it stays on record and counts no more', () =>
    given(...all, step('ana'), step('ben')).shows((state) => {
      expect(state.judgments).to.have.length(4);
      expect(outcomesOf(state)).to.deep.equal([]);
      expect(failingIn(state)).to.deep.include({ quorum: [], teams: ['product-policy'] });
    }));

  it('fences the person: every further act of theirs is refused, the comment too', () => {
    const after = [...all, step('ana')];
    given(...after).shows(({ fences }) =>
      expect(fences.map(({ person }) => person)).to.deep.equal([aliasOf('ana')]),
    );
    given(...after)
      .when(judged('ana'))
      .refuses('fenced', { command: 'record-judgment' });
    given(...after)
      .when(act('ana', 'add-comment', { text: 'One more thing' }))
      .refuses('fenced', { command: 'add-comment' });
  });

  it('is possible after the hard stop', () =>
    given(...underReview())
      .when({ ...step('ana'), at: afterHardStop })
      .emitsTypes('ReviewerRecused'));

  it('ends a prohibition that the seat had found, and lets its concern lapse after five days', () => {
    const prohibited = [
      ...underReview(),
      blocked('ana', 'no-harm', { 'no-harm': 'prohibited' }),
      judged('ben'),
      judged('cem'),
      judged('dua'),
      { ...step('ana'), at: '2026-01-06T00:00:00.000Z' },
    ];
    given(...prohibited).shows((state) => {
      expect(failingIn(state, '2026-01-11T00:00:00.000Z')).to.have.all.keys('concerns');
      expect(outcomesOf(state, '2026-01-11T00:00:00.001Z')).to.include('approved');
    });
  });

  it('is final once it has happened: the seat is not recused again', () =>
    given(...underReview(), step('ana'))
      .when(direct('ana'))
      .refuses('seat-recused', { seat: 'ana' }));

  it('is not for a vacant seat', () =>
    given(...underReview(), act('ana', 'decline-seat', { seat: 'ana' }))
      .when(direct('ana'))
      .refuses('seat-vacant', { seat: 'ana' }));
});

describe('a required team of which every seat recuses', () => {
  const gone = [...all, step('cem'), step('dua')];

  it('leaves no decision possible until an alternate sits and judges', () => {
    given(...gone).shows((state) => expect(outcomesOf(state)).to.deep.equal([]));
    given(...gone, alternate('cem', 'eli')).shows((state) => expect(outcomesOf(state)).to.deep.equal([]));
    given(
      ...gone,
      alternate('cem', 'eli'),
      act('eli', 'declare-interest', { seat: 'cem', kind: 'none' }),
      judged('eli', { seat: 'cem' }),
    ).shows((state) => expect(outcomesOf(state)).to.include('approved'));
  });
});

describe('directing a recusal', () => {
  it('is the chair’s or the secretary’s, about somebody else, with a reason', () => {
    given(...underReview())
      .when(direct('ana', 'sec'))
      .emits({
        type: 'ReviewerRecused',
        data: { seat: 'ana', kind: 'directed', reason: 'They wrote the proposal' },
      });
    given(...underReview())
      .when(act('cha', 'recuse-reviewer', { seat: 'ana', kind: 'directed' }))
      .refuses('invalid-command', { command: 'recuse-reviewer', field: 'reason' });
    given(...underReview())
      .when(act('ben', 'recuse-reviewer', { seat: 'ana', kind: 'directed', reason: 'I say so' }))
      .refuses('not-permitted', { accepted: ['reviewer', 'chair', 'secretary'] });
  });

  it('is not for oneself, who so would leave a prohibition standing (SOD-7)', () =>
    given(...underReview())
      .when({
        ...act('ana', 'recuse-reviewer', { seat: 'ana', kind: 'directed', reason: 'I had to' }),
        now: { ana: { roles: ['chair'] } },
      })
      .refuses('separation-of-duties', { rule: 'SOD-7', command: 'recuse-reviewer' }));

  it('does not remove a standing `prohibits`, until an alternate has judged without it', () => {
    const removed = [
      ...underReview(),
      blocked('ana', 'no-harm', { 'no-harm': 'prohibited' }),
      judged('ben'),
      judged('cem'),
      judged('dua'),
      direct('ana'),
    ];
    given(...removed).shows((state) => {
      expect(failingIn(state)).to.deep.include({ 'no-prohibits.no-harm': ['ana'] });
      expect(outcomesOf(state)).to.deep.equal(['declined', 'declined-prohibited', 'deferred']);
    });
    given(
      ...removed,
      alternate('ana', 'fay'),
      act('fay', 'declare-interest', { seat: 'ana', kind: 'none' }),
      judged('fay', { seat: 'ana' }),
    ).shows((state) => expect(failingIn(state)).to.have.all.keys('concerns'));
  });
});

describe('lifting a recusal', () => {
  it('seats the holder again, whose judgment counts as before', () => {
    given(...all, step('ana'))
      .when(lift('ana'))
      .emits({ type: 'RecusalLifted', data: { seat: 'ana', reason: 'It was a namesake' } });
    given(...all, step('ana'), lift('ana')).shows((state) => {
      expect(state.fences).to.deep.equal([]);
      expect(state.panel?.seats[0]?.status).to.equal('sitting');
      expect(failingIn(state)).to.deep.equal({});
    });
  });

  it('may be done by who directed it, which is on record', () =>
    given(...underReview(), direct('ana', 'cha'))
      .when(lift('ana', 'cha'))
      .emitsTypes('RecusalLifted'));

  it('is never one’s own, whatever role one has (SOD-7)', () =>
    given(...underReview(), { ...step('ana'), now: { ana: { roles: ['chair', 'secretary'] } } })
      .when(lift('ana', 'ana'))
      .refuses('separation-of-duties', { rule: 'SOD-7', command: 'lift-recusal' }));

  it('needs a reason', () =>
    given(...underReview(), step('ana'))
      .when(act('cha', 'lift-recusal', { seat: 'ana' }))
      .refuses('invalid-command', { field: 'reason' }));

  it('is for a seat that is recused', () =>
    given(...underReview())
      .when(lift('ana'))
      .refuses('not-found', { what: 'recusal', id: 'ana' }));

  it('comes too late once an alternate sits', () =>
    given(...underReview(), step('ana'), alternate('ana', 'fay'))
      .when(lift('ana'))
      .refuses('seat-taken', { seat: 'ana' }));

  it('cannot undo what follows from a declared interest', () =>
    given(
      ...underReview(),
      act('ana', 'declare-interest', { seat: 'ana', kind: 'declared', categories: ['financial'] }),
    )
      .when(lift('ana'))
      .refuses('recusal-computed', { seat: 'ana' }));
});

describe('a conflicted administrator', () => {
  // Only a history can have seated one; natively SOD-9 refuses the seat.
  const conflicted = [
    inHistory(received()),
    inHistory(convened('ana', 'adm', 'cem', 'dua')),
    inHistory(noInterest('adm')),
    act('adm', 'recuse-reviewer', { seat: 'adm', kind: 'self' }),
  ];

  it('cannot lift their own fence, and the refusal names the rule under which it goes on record', () => {
    const error = given(...conflicted)
      .when(lift('adm', 'adm'))
      .refuses('separation-of-duties', { rule: 'SOD-7', command: 'lift-recusal' });
    expect(error.rule).to.equal('SOD-7');
  });

  it('cannot seat anybody in their place, nor clear an interest', () => {
    given(...conflicted)
      .when(act('adm', 'seat-alternate', { seat: 'adm', holder: idOf('fay') }))
      .refuses('separation-of-duties', { rule: 'SOD-7' });
    given(...conflicted)
      .when((stream) =>
        act('adm', 'clear-interest', { seat: 'adm', declaration: stream.last('InterestDeclared').id }),
      )
      .refuses('separation-of-duties', { rule: 'SOD-7' });
  });
});

describe('recusals in imported history', () => {
  it('are taken over with what they broke', () => {
    const history = [inHistory(received()), inHistory(convened())];
    given(...history)
      .when(inHistory(act('ben', 'recuse-reviewer', { seat: 'ana', kind: 'self' })))
      .broke('not-permitted');
    given(...history, inHistory(step('ana')))
      .when(inHistory(lift('ana', 'ana')))
      .broke('SOD-7', 'fenced', 'not-permitted');
    given(...history)
      .when(inHistory(lift('ana')))
      .broke('not-found');
  });
});
