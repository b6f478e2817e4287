import { expect } from 'chai';
import { describe, it } from 'mocha';
import { carried, conditionWanted, issue } from './decisions.ts';
import { act, given, type Stream } from './given.ts';
import { aliasOf, idOf } from './people.ts';
import { convened, judged, noInterest, received, screened, underReview } from './reviews.ts';

const recorded = { owner: aliasOf('own'), verifier: aliasOf('ver') };

describe('proposing a decision', () => {
  const propose = (by: 'sec' | 'cha' = 'sec', outcome: 'approved' | 'declined' = 'approved') =>
    act(by, 'propose-decision', { outcome, reasons: 'It is fair.' });

  it('is recorded with its conditions, whose texts and people are sealed or pseudonyms', () => {
    const condition = conditionWanted();
    given(...underReview())
      .when(act('sec', 'propose-decision', { outcome: 'approved-with-conditions', conditions: [condition] }))
      .emits({
        type: 'DecisionProposed',
        data: {
          proposal: {
            outcome: 'approved-with-conditions',
            conditions: [
              {
                condition: 'report',
                kind: 'after',
                ...recorded,
                due: '2026-03-31T17:00:00.000Z',
                criteria: ['oversight'],
              },
            ],
          },
          texts: { report: 'Report on oversight.' },
        },
      });
    given(...underReview())
      .when(propose())
      .emits({
        type: 'DecisionProposed',
        data: { proposal: { outcome: 'approved', conditions: [] }, texts: {}, reasons: 'It is fair.' },
      });
  });

  it('moves the case to decision, and withdrawing the last proposal moves it back', () => {
    given(...underReview(), propose(), propose('cha', 'declined')).shows((state) => {
      expect(state.phase).to.equal('decision');
      expect(
        state.proposals.map(({ content, by }) => [content !== 'sealed' && content.outcome, by]),
      ).to.deep.equal([
        ['approved', aliasOf('sec')],
        ['declined', aliasOf('cha')],
      ]);
    });
    given(...underReview(), propose(), (stream) =>
      act('sec', 'withdraw-proposal', { proposal: stream.last('DecisionProposed').id }),
    ).shows((state) => expect(state.phase).to.equal('review'));
  });

  it('is refused before a panel sits and after it has decided', () => {
    given(received(), screened())
      .when(propose())
      .refuses('wrong-phase', { phase: 'screening', accepted: ['review', 'decision'] });
    given(...carried, issue())
      .when(propose())
      .refuses('wrong-phase', { phase: 'aftercare' });
    given(
      ...underReview(),
      judged('ana'),
      judged('ben'),
      judged('cem'),
      judged('dua', { position: 'abstain' }),
    )
      .when(propose())
      .emitsTypes('DecisionProposed');
  });

  it('is refused to those without the role, and to submitter and sponsor in any', () => {
    given(...underReview())
      .when(act('ana', 'propose-decision', { outcome: 'approved' }))
      .refuses('not-permitted', { accepted: ['chair', 'secretary'] });
    const now = { sub: { roles: ['chair'] as const }, spo: { roles: ['secretary'] as const } };
    for (const by of ['sub', 'spo'] as const) {
      given(received({ sponsor: idOf('spo') }), screened(), convened())
        .when(act(by, 'propose-decision', { outcome: 'approved' }, { now }))
        .refuses('separation-of-duties', { rule: 'SOD-1', command: 'propose-decision' });
      given(
        received({ sponsor: idOf('spo') }),
        screened(),
        convened(),
        ...(['ana', 'ben', 'cem'] as const).map(noInterest),
        judged('ana'),
        judged('ben'),
        judged('cem'),
      )
        .when(issue({}, by, { now }))
        .refuses('separation-of-duties', { rule: 'SOD-1', command: 'issue-decision' });
    }
  });

  it('is refused in the operator’s name', () => {
    given(...underReview())
      .when(act('sec', 'propose-decision', { outcome: 'approved' }, { via: 'operator' }))
      .refuses('operator-cannot-vote');
  });
});

describe('withdrawing a proposal', () => {
  const proposed = act('sec', 'propose-decision', { outcome: 'approved' });
  const withdraw = (by: 'sec' | 'cha' | 'ana', reason?: string) => (stream: Stream) =>
    act(by, 'withdraw-proposal', {
      proposal: stream.last('DecisionProposed').id,
      ...(reason === undefined ? {} : { reason }),
    });

  it('is for its proposer, and for the chair', () => {
    given(...underReview(), proposed)
      .when(withdraw('sec', 'Too early.'))
      .emits((stream) => ({
        type: 'DecisionProposalWithdrawn',
        data: { proposal: stream.last('DecisionProposed').id, reason: 'Too early.' },
      }));
    given(...underReview(), proposed)
      .when(withdraw('cha'))
      .emitsTypes('DecisionProposalWithdrawn');
    given(...underReview(), act('cha', 'propose-decision', { outcome: 'approved' }))
      .when(withdraw('sec'))
      .refuses('not-permitted', { accepted: ['chair'] });
    given(...underReview(), proposed)
      .when(withdraw('ana'))
      .refuses('not-permitted');
  });

  it('is refused twice, and of what is none', () => {
    given(...underReview(), proposed, withdraw('sec'))
      .when(withdraw('sec'))
      .refuses('already-done', { what: 'proposal' });
    const id = idOf('nothing');
    given(...underReview(), proposed)
      .when(act('sec', 'withdraw-proposal', { proposal: id }))
      .refuses('unknown-reference', { field: 'proposal', id });
  });
});
