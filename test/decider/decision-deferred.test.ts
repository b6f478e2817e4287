import { expect } from 'chai';
import { describe, it } from 'mocha';
import { carried, issue, later, opened } from './decisions.ts';
import { given, Stream } from './given.ts';
import { deadline, judged, underReview } from './reviews.ts';

describe('deferring a decision', () => {
  const defer = issue({ outcome: 'deferred', deadline: later });
  it('opens nothing, sets a new due date and goes on with the review', () => {
    given(...carried)
      .when(defer)
      .emitsTypes('DecisionIssued');
    given(...carried, defer).shows((state, stream) => {
      expect(state).to.deep.include({ phase: 'review', outcome: 'deferred' });
      expect(state.panel?.deadline).to.deep.equal(later);
      expect(state.panel?.deadlineSet).to.equal(stream.last('DecisionIssued').id);
      expect(state.judgments.some(({ opened }) => opened)).to.equal(false);
    });
  });
  it('can be followed by a decision, which opens all and names the deferral among its inputs', () => {
    const stream = new Stream().play([...carried, defer]);
    const deferral = stream.last('DecisionIssued');
    const { decided } = stream.ask(issue());
    expect(decided.events.map(({ type }) => type)).to.deep.equal([...opened(4), 'DecisionIssued']);
    stream.record(issue());
    expect(stream.last('DecisionIssued').data.evaluation.inputs).to.include(deferral.id);
    expect(stream.state.pastDecisions.map(({ decision }) => decision)).to.deep.equal([
      deferral.data.decision,
    ]);
  });
  it('needs a quorum, and a deadline that is new, yet to come and in order', () => {
    given(...underReview(), judged('ana'))
      .when(defer)
      .refuses('outcome-not-allowed', { failing: ['quorum'] });
    given(...carried)
      .when(issue({ outcome: 'deferred' }))
      .refuses('invalid-command', { field: 'deadline' });
    given(...carried)
      .when(issue({ outcome: 'deferred', deadline }))
      .refuses('invalid-command', { field: 'deadline.due' });
    given(...carried)
      .when(issue({ outcome: 'deferred', deadline: { ...later, graceUntil: deadline.due } }))
      .refuses('invalid-deadline', { field: 'deadline.graceUntil' });
    given(...carried)
      .when(issue({ deadline: later }))
      .refuses('invalid-command', { field: 'deadline' });
  });
});
