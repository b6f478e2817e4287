import { expect } from 'chai';
import { describe, it } from 'mocha';
import { evaluateDeferral } from '../../projections/evaluator/deferral.ts';
import {
  evolve,
  isSubmissionEvent,
  type RecordedSubmissionEvent,
} from '../../projections/review-state/evolve.ts';
import { initialReviewState } from '../../projections/review-state/state.ts';
import { carried, issue, later, opened } from './decisions.ts';
import { versionOne } from './framework.ts';
import { type Act, given, Stream } from './given.ts';
import { blocked, deadline, judged, underReview } from './reviews.ts';

/** As a reader holds it who can open no judgment. */
function withoutRules(event: RecordedSubmissionEvent): RecordedSubmissionEvent {
  if (event.type !== 'JudgmentRecorded') return event;
  const { judgment: _, ...data } = event.data;
  return { ...event, data };
}

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
  it('says the same whatever was judged, objected to and voted, and what anyone can run again', () => {
    const frozen = (...steps: readonly Act[]) => {
      const stream = new Stream().play([...underReview(), ...steps, defer]);
      const { evaluation } = stream.last('DecisionIssued').data;
      const sealed = stream.events.slice(0, -1).filter(isSubmissionEvent).map(withoutRules);
      const state = sealed.reduce(evolve, initialReviewState);
      expect(evaluateDeferral(versionOne, state, evaluation.at)).to.deep.equal(evaluation);
      return evaluation;
    };
    const all = [judged('ana'), judged('ben'), judged('cem')];
    const evaluation = frozen(...all);
    const crossed = blocked('ana', 'no-harm', { 'no-harm': 'prohibited' });
    expect(frozen(crossed, judged('ben', { position: 'abstain' }), judged('cem'))).to.deep.equal(evaluation);
    expect(evaluation.result).to.deep.equal([{ outcome: 'deferred', allowed: true }]);
    expect(evaluation.atoms.map(({ atom }) => atom)).to.deep.equal([
      'quorum',
      'fresh',
      'all-judged',
      'hard-stop-passed',
      'heard',
    ]);
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
