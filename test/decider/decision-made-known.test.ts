import { expect } from 'chai';
import { describe, it } from 'mocha';
import { carried, issue, later, onDecision } from './decisions.ts';
import { act, given, Stream } from './given.ts';
import { idOf, submissionId } from './people.ts';
import { convened, noInterest } from './reviews.ts';

describe('dissenting from a decision', () => {
  const dissent = (by: 'ana' | 'dua' | 'sec' = 'dua', seat: string = by) =>
    onDecision((decision) => act(by, 'record-dissent', { decision, seat, text: 'I would have declined.' }));

  it('is kept for good, once a seat', () => {
    given(...carried, issue())
      .when(dissent())
      .emits((stream) => ({
        type: 'DissentRecorded',
        data: {
          decision: stream.last('DecisionIssued').data.decision,
          seat: 'dua',
          text: 'I would have declined.',
        },
      }));
    given(...carried, issue(), dissent(), dissent('ana')).shows((state, stream) => {
      expect(state.decision?.dissents.map(({ seat }) => seat)).to.deep.equal(['dua', 'ana']);
      expect(state.decision?.dissents[1]?.event).to.equal(stream.last('DissentRecorded').id);
    });
    given(...carried, issue(), dissent())
      .when(dissent())
      .refuses('already-done', { what: 'dissent', id: 'dua' });
  });

  it('of an earlier deferral is kept on that', () => {
    const defer = issue({ outcome: 'deferred', deadline: later });
    const stream = new Stream().play([...carried, defer, dissent(), issue()]);
    expect(stream.state.pastDecisions[0]?.dissents).to.have.length(1);
    expect(stream.state.decision?.dissents).to.deep.equal([]);
  });

  it('is for a seat of that panel which judged', () => {
    given(...carried.slice(0, -1), issue())
      .when(dissent())
      .refuses('not-judged', { seat: 'dua' });
    given(...carried, issue())
      .when(dissent('sec', 'dua'))
      .refuses('not-permitted');
    given(...carried, issue())
      .when(dissent('ana', 'dua'))
      .refuses('not-permitted');
    given(...carried, issue())
      .when(dissent('ana', 'zoe'))
      .refuses('unknown-reference', { field: 'seat' });
    given(...carried, issue())
      .when(act('ana', 'record-dissent', { decision: idOf('none'), seat: 'ana', text: 'No.' }))
      .refuses('unknown-reference', { field: 'decision', id: idOf('none') });
  });

  it('is not for who has left the team of the seat', () =>
    given(...carried, issue())
      .when((stream) => ({
        ...act('dua', 'record-dissent', {
          decision: stream.last('DecisionIssued').data.decision,
          seat: 'dua',
          text: 'No.',
        }),
        now: { dua: { teams: [] } },
      }))
      .refuses('left-team', { seat: 'dua' }));

  it('is not for a panel that was convened afterwards', () => {
    const reopened = act('sec', 'reopen-submission', { reason: 'New facts.' });
    const closed = act('sec', 'close-submission', { why: 'completed' });
    given(...carried, issue(), closed, reopened, convened('ana', 'ben', 'cem'), noInterest('ana'))
      .when(dissent('ana'))
      .refuses('unknown-reference', { field: 'decision' });
  });
});

describe('publishing a decision', () => {
  const publish = (changes: object = {}) =>
    act('sec', 'publish-decision', { title: 'Convoy routing', summary: 'Approved.', ...changes });

  it('says what the public is told, and what is withheld on which ground', () => {
    const withheld = [{ field: 'reasons', ground: 'security' as const }];
    given(...carried, issue())
      .when(publish({ withheld, reference: 'GL-2026-1' }))
      .emits((stream) => ({
        type: 'DecisionPublished',
        data: {
          decision: stream.last('DecisionIssued').data.decision,
          withheld,
          reference: 'GL-2026-1',
          title: 'Convoy routing',
          summary: 'Approved.',
        },
      }));
    given(...carried, issue(), publish()).shows((state, stream) =>
      expect(state.published?.event).to.equal(stream.last('DecisionPublished').id),
    );
  });

  it('is for secretary and chair, after a decision', () => {
    given(...carried)
      .when(publish())
      .refuses('not-found', { what: 'decision', id: submissionId });
    given(...carried, issue())
      .when(act('ana', 'publish-decision', {}))
      .refuses('not-permitted');
    given(...carried, issue())
      .when(act('cha', 'publish-decision', {}))
      .emitsTypes('DecisionPublished');
  });

  it('withholds a field once, and none that it tells', () => {
    const ground = 'privacy' as const;
    given(...carried, issue())
      .when(publish({ withheld: [{ field: 'title', ground }] }))
      .refuses('invalid-command', { field: 'withheld', rule: 'title is given, so it is not withheld' });
    given(...carried, issue())
      .when(
        publish({
          withheld: [
            { field: 'purpose', ground },
            { field: 'purpose', ground },
          ],
        }),
      )
      .refuses('invalid-command', { field: 'withheld' });
  });
});
