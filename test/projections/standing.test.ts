import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { ReviewState } from '../../projections/review-state/state.ts';
import { flagsOf, standingAt, standingOf, standingSchedule } from '../../projections/standing.ts';
import {
  allJudged,
  condition,
  decidedAt,
  decision,
  issued,
  stateAfter,
  type Told,
  underReview,
  verified,
} from './story.ts';

const due = '2026-03-10T09:00:00.000Z';
const justAfterDue = '2026-03-10T09:00:00.001Z';
const expires = '2026-06-01T00:00:00.000Z';
const lapsed = '2026-06-01T00:00:00.001Z';
const approved = (...more: readonly Told[]): ReviewState =>
  stateAfter(...allJudged, issued('approved', { expires }), ...more);
const conditional = (...more: readonly Told[]): ReviewState => {
  const conditions = [
    condition('first', 'before', due),
    condition('then', 'after'),
    condition('always', 'continuing'),
  ];
  return stateAfter(...allJudged, issued('approved-with-conditions', { conditions, expires }), ...more);
};

describe('the standing of a submission', () => {
  it('is none before a decision, and without an approval', () => {
    expect(standingOf(stateAfter(), decidedAt)).to.equal('none');
    expect(standingOf(stateAfter(...allJudged), decidedAt)).to.equal('none');
    expect(standingOf(stateAfter(...allJudged, issued('declined', { expires })), lapsed)).to.equal('none');
  });

  it('is none until an approval takes effect, and in force from that instant', () => {
    const state = stateAfter(...allJudged, issued('approved', { effective: due }));
    expect(standingOf(state, '2026-03-10T08:59:59.999Z')).to.equal('none');
    expect(standingOf(state, due)).to.equal('in-force');
  });

  it('lapses by the clock alone, one millisecond after the expiry', () => {
    expect(standingOf(approved(), expires)).to.equal('in-force');
    expect(standingOf(approved(), lapsed)).to.equal('lapsed');
  });

  it('is lapsed at any clock once the expiry is recorded', () => {
    const state = approved({ type: 'DecisionExpired', data: { decision, expires } });
    expect(standingOf(state, decidedAt)).to.equal('lapsed');
  });

  it('waits for the conditions that come before it', () => {
    expect(standingOf(conditional(), decidedAt)).to.equal('pending-conditions');
    expect(standingOf(conditional(verified('first')), decidedAt)).to.equal('in-force');
  });

  it('is suspended by the clock alone once a due date has passed unverified', () => {
    expect(standingOf(conditional(), due)).to.equal('pending-conditions');
    expect(standingOf(conditional(), justAfterDue)).to.equal('suspended');
    expect(standingOf(conditional(verified('first')), justAfterDue)).to.equal('in-force');
  });

  it('is suspended by a breach until it is verified, whatever a claim says', () => {
    const breach = { type: 'ConditionBreached', data: { decision, condition: 'always' } } as const;
    const claim = {
      type: 'ConditionEvidenceSubmitted',
      data: { decision, condition: 'always', evidence: 'e' },
    } as const;
    const first = verified('first');
    expect(standingOf(conditional(first, breach), decidedAt)).to.equal('suspended');
    expect(standingOf(conditional(first, breach, claim), decidedAt)).to.equal('suspended');
    expect(standingOf(conditional(first, breach, claim, verified('always')), decidedAt)).to.equal('in-force');
  });

  it('is revoked or superseded before anything else', () => {
    const revoked = { type: 'DecisionRevoked', data: { decision } } as const;
    const by = { submission: decision, decision };
    expect(standingOf(approved(revoked), lapsed)).to.equal('revoked');
    expect(standingOf(approved({ type: 'DecisionSuperseded', data: { decision, by } }), lapsed)).to.equal(
      'superseded',
    );
  });

  it('stays that of the earlier approval while a reopened case is deferred', () => {
    const state = approved(
      { type: 'SubmissionReopened', data: { reason: 'r' } },
      issued('deferred', { decision: '7f7b3f52-94a1-4c0b-8a38-0d5a3b1f8a12' }),
    );
    expect(standingOf(state, decidedAt)).to.equal('in-force');
  });

  it('has a schedule that gives the same answers', () => {
    for (const state of [stateAfter(), approved(), conditional(), conditional(verified('first'))])
      for (const at of [decidedAt, due, justAfterDue, expires, lapsed])
        expect(standingAt(standingSchedule(state), at), at).to.equal(standingOf(state, at));
    expect(standingSchedule(conditional())).to.deep.equal([
      { from: null, standing: 'pending-conditions' },
      { from: justAfterDue, standing: 'suspended' },
      { from: lapsed, standing: 'lapsed' },
    ]);
  });
});

describe('the flags of a submission', () => {
  it('point out a review that is late, from the millisecond after', () => {
    const state = stateAfter(...underReview);
    expect(flagsOf(state, '2026-02-10T17:00:00.000Z')).to.deep.equal([]);
    expect(flagsOf(state, '2026-02-10T17:00:00.001Z')).to.deep.equal(['review-overdue']);
    expect(flagsOf(state, '2026-02-14T17:00:00.001Z')).to.deep.equal(['review-overdue', 'hard-stop-passed']);
  });

  it('point out what an approval needs soon', () => {
    expect(flagsOf(conditional(), justAfterDue)).to.deep.equal(['condition-overdue']);
    expect(flagsOf(approved(), '2026-05-02T00:00:00.000Z')).to.deep.equal(['expires-soon']);
    const reReview = stateAfter(...allJudged, issued('approved', { reReview: due }));
    expect(flagsOf(reReview, justAfterDue)).to.deep.equal(['re-review-due']);
    expect(flagsOf(approved(), lapsed)).to.deep.equal([]);
  });

  it('point out an unanswered question', () => {
    const state = stateAfter(...underReview, { type: 'InformationRequested', data: { due, questions: 'q' } });
    expect(flagsOf(state, justAfterDue)).to.include('information-overdue');
  });
});
