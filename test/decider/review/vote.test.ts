import { expect } from 'chai';
import { describe, it } from 'mocha';
import { versionOne } from '../framework.ts';
import { type Act, act, given, type Step, type Stream } from '../given.ts';
import { failingIn, outcomesOf } from '../outcomes.ts';
import { idOf, type Name } from '../people.ts';
import {
  afterHardStop,
  blocked,
  convened,
  deadline,
  inHistory,
  judged,
  noInterest,
  received,
  screened,
  underReview,
} from '../reviews.ts';

const carried = (stream: Stream): string => {
  const content = stream.state.judgments[0]?.content;
  return content === undefined || content === 'sealed' ? '' : (content.concern?.concern ?? '');
};
const vote =
  (name: Name, overrule = true, seat: string = name) =>
  (stream: Stream): Act =>
    act(name, 'record-concern-vote', { concern: carried(stream), seat, overrule });
const objection: readonly Step[] = [...underReview(), blocked('ana', 'fairness')];

describe('voting on a concern', () => {
  it('seals the vote', () =>
    given(...objection)
      .when((stream) =>
        act('ben', 'record-concern-vote', {
          concern: carried(stream),
          seat: 'ben',
          overrule: false,
          reason: 'It is right',
        }),
      )
      .emits((stream) => ({
        type: 'ConcernVoteRecorded',
        data: {
          concern: carried(stream),
          seat: 'ben',
          vote: { overrule: false },
          reasons: { summary: 'It is right' },
        },
      })));

  it('overrules with two thirds of the other seats, in the append of the vote that decides', () => {
    given(...objection, vote('ben'))
      .when(vote('cem'))
      .emits(
        (stream) => ({
          type: 'ConcernVoteRecorded',
          data: { concern: carried(stream), seat: 'cem', vote: { overrule: true }, reasons: {} },
        }),
        (stream) => ({ type: 'ConcernOverruled', data: { concern: carried(stream) } }),
      );
  });

  it('keeps the dissent: the seat’s block stays as it was, and does not approve', () =>
    given(...objection, judged('ben'), judged('cem'), judged('dua'), vote('ben'), vote('cem')).shows(
      (state) => {
        expect(failingIn(state)).to.deep.equal({});
        expect(outcomesOf(state)).to.include('approved');
        const content = state.judgments[0]?.content;
        expect(content === 'sealed' ? null : content?.position).to.equal('block');
      },
    ));

  it('counts silence as no', () =>
    given(...objection, vote('ben')).shows((state) => expect(failingIn(state)).to.have.property('concerns')));

  it('can be changed until the end', () => {
    given(...objection, vote('ben'), vote('ben', false))
      .when(vote('cem'))
      .emitsTypes('ConcernVoteRecorded');
    given(...objection, vote('ben', false), vote('cem'))
      .when(vote('ben'))
      .emitsTypes('ConcernVoteRecorded', 'ConcernOverruled');
  });

  it('is over with the concern', () => {
    given(...objection, vote('ben'), vote('cem'))
      .when(vote('dua'))
      .refuses('concern-ended', { ended: 'overruled' });
    given(...objection, judged('ana'))
      .when(vote('ben'))
      .refuses('concern-ended', { ended: 'judged-again' });
  });

  it('is not for the seat that objects', () =>
    given(...objection)
      .when(vote('ana'))
      .refuses('own-concern'));

  it('is about a concern of this review', () =>
    given(...underReview())
      .when(act('ben', 'record-concern-vote', { concern: idOf('nothing'), seat: 'ben', overrule: true }))
      .refuses('unknown-reference', { field: 'concern' }));

  it('is for a holder who can act, until the hard stop', () => {
    given(...objection)
      .when((stream) => ({ ...vote('ben')(stream), at: deadline.hardStop }))
      .emitsTypes('ConcernVoteRecorded');
    given(...objection)
      .when((stream) => ({ ...vote('ben')(stream), at: afterHardStop }))
      .refuses('late', { at: afterHardStop, hardStop: deadline.hardStop });
    given(...objection)
      .when((stream) => ({ ...vote('ben')(stream), now: { ben: { teams: [] } } }))
      .refuses('left-team', { seat: 'ben' });
    given(received(), screened(), convened(), noInterest('ana'), blocked('ana', 'fairness'))
      .when(vote('ben'))
      .refuses('interest-undeclared', { seat: 'ben' });
  });
});

describe('the arithmetic of overruling', () => {
  const recuse = (name: Name): Act => act(name, 'recuse-reviewer', { seat: name, kind: 'self' });

  it('asks the seats that are left: a recused one neither votes nor is asked', () => {
    given(...objection, recuse('dua'), vote('ben'))
      .when(vote('cem'))
      .emitsTypes('ConcernVoteRecorded', 'ConcernOverruled');
    given(...objection, vote('ben'), recuse('ben'), vote('cem')).shows((state) =>
      expect(failingIn(state)).to.have.property('concerns'),
    );
  });

  it('does not count what an earlier holder of the seat voted', () =>
    given(
      ...objection,
      vote('ben'),
      recuse('ben'),
      act('sec', 'seat-alternate', { seat: 'ben', holder: idOf('fay') }),
    )
      .when(vote('cem'))
      .emitsTypes('ConcernVoteRecorded'));

  it('needs two other seats', () =>
    given(...objection, recuse('cem'), recuse('dua'))
      .when(vote('ben'))
      .emitsTypes('ConcernVoteRecorded'));

  it('needs three seats in all where the objector was recused by direction', () =>
    given(
      ...objection,
      act('cha', 'recuse-reviewer', { seat: 'ana', kind: 'directed', reason: 'A conflict' }),
      recuse('dua'),
      vote('ben'),
    )
      .when(vote('cem'))
      .emitsTypes('ConcernVoteRecorded'));

  it('asks all who are left when the objector was recused by direction, whose concern stays', () => {
    const directed = [
      ...objection,
      act('cha', 'recuse-reviewer', { seat: 'ana', kind: 'directed', reason: 'A conflict' }),
    ];
    given(...directed, vote('ben')).shows((state) => expect(failingIn(state)).to.have.property('concerns'));
    given(...directed, vote('ben'))
      .when(vote('cem'))
      .emits(
        (stream) => ({
          type: 'ConcernVoteRecorded',
          data: { concern: carried(stream), seat: 'cem', vote: { overrule: true }, reasons: {} },
        }),
        (stream) => ({ type: 'ConcernOverruled', data: { concern: carried(stream) } }),
      );
  });
});

describe('a concern on a prohibition', () => {
  const crossed: readonly Step[] = [...underReview(), blocked('ana', 'no-harm', { 'no-harm': 'prohibited' })];

  it('cannot be overruled while a `prohibits` on it stands, by however many', () => {
    given(...crossed, vote('ben'), vote('cem'))
      .when(vote('dua'))
      .emitsTypes('ConcernVoteRecorded');
    given(...crossed, vote('ben'), vote('cem'), vote('dua')).shows((state) =>
      expect(failingIn(state)).to.include.all.keys('concerns', 'no-prohibits.no-harm'),
    );
  });

  it('can be overruled where nobody found that the line is crossed', () =>
    given(...underReview(), blocked('ana', 'no-harm', { 'no-harm': 'not-assessed' }), vote('ben'))
      .when(vote('cem'))
      .emitsTypes('ConcernVoteRecorded', 'ConcernOverruled'));

  it('can be overruled once the prohibition no longer stands, by the next vote', () => {
    const raised = act('dua', 'raise-concern', {
      seat: 'dua',
      version: 1,
      criteria: versionOne.hash,
      criterion: 'no-harm',
      concern: 'It could be turned on people',
      resolvedIf: 'It cannot be',
    });
    const on = (name: Name) => (stream: Stream) =>
      act(name, 'record-concern-vote', {
        concern: stream.last('ConcernRaised').data.concern,
        seat: name,
        overrule: true,
      });
    given(...crossed, raised, on('ana'), on('ben'), on('cem'), judged('ana'))
      .when(on('cem'))
      .emitsTypes('ConcernVoteRecorded', 'ConcernOverruled');
  });
});

describe('votes in imported history', () => {
  it('are taken over with what they broke', () => {
    const history = [
      inHistory(received()),
      inHistory(screened()),
      inHistory(convened()),
      inHistory(noInterest('ana')),
      inHistory(blocked('ana', 'fairness')),
    ];
    given(...history)
      .when((stream) => inHistory(vote('ana')(stream)))
      .broke('own-concern');
    given(...history)
      .when((stream) => inHistory(vote('ben')(stream)))
      .broke('interest-undeclared');
  });
});

describe('a review of which something cannot be opened', () => {
  const closed = (step: (stream: Stream) => Act) => (stream: Stream) => {
    const given = step(stream);
    stream.state = {
      ...stream.state,
      judgments: stream.state.judgments.map((judgment) => ({ ...judgment, content: 'sealed' as const })),
    };
    return given;
  };

  it('is not voted on: no rule is run on half of what was said', () =>
    given(...objection)
      .when(closed(vote('ben')))
      .refuses('review-sealed'));

  it('takes an imported vote on a concern that may be inside', () =>
    given(
      inHistory(received()),
      inHistory(screened()),
      inHistory(convened()),
      inHistory(noInterest('ana')),
      inHistory(noInterest('ben')),
      inHistory(blocked('ana', 'fairness')),
    )
      .when(closed((stream) => inHistory(vote('ben')(stream))))
      .broke('review-sealed'));
});
