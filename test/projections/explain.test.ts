import { expect } from 'chai';
import { describe, it } from 'mocha';
import { explain } from '../../projections/explain.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import { carried, conditionWanted, issue, later, withConditions } from '../decider/decisions.ts';
import { versionOne } from '../decider/framework.ts';
import { act, type Given, Stream } from '../decider/given.ts';
import { judged, received, screened, underReview } from '../decider/reviews.ts';
import {
  blocks,
  four,
  judges,
  raises,
  recused,
  screenedWith,
  sitting,
  streamOf,
  submitted,
} from './evaluator/panels.ts';

const at = '2026-01-20T12:00:00.000Z';
const explained = (state: ReviewState) => explain(versionOne, state, at);
const neededAfter = (...steps: readonly Given[]): readonly string[] =>
  explained(streamOf(...steps).state).needed;

const sealedIn = (state: ReviewState): ReviewState => ({
  ...state,
  judgments: state.judgments.map((each) => ({ ...each, content: 'sealed' })),
  raised: state.raised.map((each) => ({ ...each, content: 'sealed' })),
});

describe('what is still needed', () => {
  it('is a judgment from each required team that has not judged, and what is open', () => {
    expect(neededAfter(sitting(), judges('ana'), judges('ben'), raises('ben', 'no-harm'))).to.deep.equal([
      'one more judgment from National Security',
      'the concern on No harm is open',
    ]);
    const abstained = judges('cem', { position: 'abstain' });
    expect(neededAfter(sitting(), judges('ana'), judges('ben'), abstained)).to.deep.equal([
      'one more judgment from National Security',
    ]);
    expect(neededAfter(sitting())).to.deep.equal([
      'one more judgment from Product Policy',
      'one more judgment from National Security',
      'one more judgment for a quorum',
      'three more approvals, for 3 to carry it',
      'at least one seat that supports it',
    ]);
  });

  it('is nothing where an approval may be issued', () => {
    const explanation = explained(streamOf(sitting(), ...four.map((name) => judges(name))).state);
    expect(explanation).to.deep.include({ sealed: false, decided: null, needed: [] });
    expect(explanation.outcomes.map(({ outcome, allowed }) => [outcome, allowed])).to.deep.equal([
      ['approved', true],
      ['approved-with-conditions', true],
      ['declined', false],
      ['declined-prohibited', false],
      ['deferred', true],
    ]);
    expect(explanation.outcomes[2]?.failing).to.deep.equal([
      'carried: approvals enough, every required team among them, no open concern',
    ]);
    expect(explanation.outcomes[3]?.failing).to.deep.equal([
      'no standing finding that a prohibition is crossed',
    ]);
  });

  it('names what a team that has judged does not clear, and what stands', () => {
    const found = { 'no-harm': 'not-assessed' };
    const unassessed = four.map((name) => judges(name, { found }));
    expect(neededAfter(sitting(), ...unassessed)).to.deep.equal([
      'No harm not cleared by Product Policy and National Security',
    ]);
    const prohibits = blocks('dua', 'no-weapons', { found: { 'no-weapons': 'prohibited' } });
    expect(neededAfter(sitting(), judges('ana'), judges('ben'), judges('cem'), prohibits)).to.deep.equal([
      'a standing finding that No weapons is crossed',
      'the concern on No weapons is open',
    ]);
    const applies = { 'no-harm': 'not-applicable' };
    const presumed = new Stream().play([
      submitted,
      screenedWith('no-harm'),
      sitting(),
      ...four.map((name) => judges(name, { found: applies })),
    ]);
    expect(explained(presumed.state).needed).to.deep.equal([
      'the presumption that No harm is crossed, until found met by Product Policy and National Security',
    ]);
  });

  it('is an alternate where a required team has no seat left', () => {
    const gone = [recused('cem', 'self'), recused('dua', 'self')];
    expect(neededAfter(sitting(), ...four.map((name) => judges(name)), ...gone)).to.deep.equal([
      'an alternate for National Security, which has no seat that can judge',
    ]);
  });

  it('is an approval of a required team that abstained, and conditions for qualified findings', () => {
    const abstain = { position: 'abstain' } as const;
    expect(
      neededAfter(sitting(), judges('ana'), judges('ben'), judges('cem', abstain), judges('dua', abstain)),
    ).to.deep.equal(['one more approval, for 3 to carry it', 'no approval from National Security']);
    const found = { oversight: 'meets-if', fairness: 'meets-if' };
    const qualified = [judges('ana', { found }), ...four.slice(1).map((name) => judges(name))];
    const { state } = streamOf(sitting(), ...qualified);
    expect(explained(state).needed).to.deep.equal(['a condition on Oversight', 'a condition on Fairness']);
    expect(explained(state).outcomes[0]?.failing).to.deep.equal([
      'findings on Oversight and Fairness that need conditions',
    ]);
    const condition = {
      condition: 'c1',
      kind: 'continuing',
      owner: 'a',
      verifier: 'a',
      criteria: ['oversight', 'fairness'],
    } as const;
    expect(
      explain(versionOne, state, at, [{ ...condition, criteria: [...condition.criteria] }]).needed,
    ).to.deep.equal(['c1 verified by the owner or the submitter']);
  });

  it('never says whose view or position it is', () => {
    const { state, events } = streamOf(
      sitting(),
      judges('ana'),
      judges('ben', { position: 'reservation' }),
      raises('cem', 'fairness'),
      blocks('dua', 'no-harm', { found: { 'no-harm': 'prohibited' } }),
    );
    const text = JSON.stringify(explained(state));
    for (const seat of state.panel?.seats ?? []) {
      expect(text).not.to.match(new RegExp(`\\b${seat.seat}\\b`));
      expect(text).not.to.include(seat.holder);
    }
    for (const { id } of events) expect(text).not.to.include(id);
  });

  it('counts for everyone else only what the public log shows', () => {
    const { state } = streamOf(sitting(), judges('ana'), blocks('dua', 'no-harm'), raises('cem', 'fairness'));
    expect(explained(sealedIn(state))).to.deep.equal({
      sealed: true,
      decided: null,
      outcomes: [],
      needed: [
        '2 judgments outstanding',
        'one concern raised and open',
        'the rest is sealed until the decision',
      ],
    });
    const all = streamOf(sitting(), ...four.slice(1).map((name) => judges(name)));
    expect(explained(sealedIn(all.state)).needed).to.deep.equal([
      '1 judgment outstanding',
      'the rest is sealed until the decision',
    ]);
  });

  it('tells nothing to those without the rule fields that differs with what was judged', () => {
    const judged = (position: 'support' | 'abstain') =>
      streamOf(sitting(), ...four.map((name) => judges(name, { position }))).state;
    expect(explained(sealedIn(judged('support')))).to.deep.equal(explained(sealedIn(judged('abstain'))));
  });

  it('is what comes before a panel, and nothing after an end without a decision', () => {
    const stream = new Stream().play([received()]);
    expect(explained(stream.state).needed).to.deep.equal(['screening by the secretary']);
    stream.play([screened()]);
    expect(explained(stream.state).needed).to.deep.equal(['a panel, convened by the secretary']);
    stream.play([act('sub', 'withdraw-submission', {})]);
    expect(explained(stream.state).needed).to.deep.equal(['nothing: it ended as withdrawn']);
  });
});

describe('why it came out so', () => {
  it('is the answer that was frozen into the decision', () => {
    const { state } = new Stream().play([...carried, issue()]);
    const explanation = explained(state);
    expect(explanation).to.deep.include({
      sealed: false,
      decided: 'approved',
      needed: ['four counted judgments; 3 make a quorum', 'four approvals; 3 carry it', 'no open concern'],
    });
    expect(explanation.outcomes.find(({ outcome }) => outcome === 'declined')?.allowed).to.equal(false);
    expect(
      explained({ ...state, judgments: [], raised: [] }).needed,
      'whatever the fold still holds',
    ).to.deep.equal(explanation.needed);
  });

  it('names what stood against it', () => {
    const declined = new Stream().play([
      ...underReview(),
      judged('ana'),
      judged('ben', { position: 'abstain' }),
      judged('cem', { position: 'abstain' }),
      act('dua', 'record-judgment', {
        seat: 'dua',
        version: 1,
        criteria: versionOne.hash,
        findings: versionOne.criteria.map(({ criterion }) => ({ criterion, finding: 'meets' })),
        position: 'block',
        concern: { criterion: 'fairness', concern: 'Not fair.', resolvedIf: 'It is.' },
      }),
      issue({ outcome: 'declined' }),
    ]);
    expect(explained(declined.state).needed).to.deep.equal([
      'four counted judgments; 3 make a quorum',
      'one approval; 3 carry it',
      'no approval from National Security',
      'an open concern on Fairness',
    ]);
  });

  it('counts the conditions that were imposed', () => {
    const stream = new Stream().play([
      ...carried.slice(0, -1),
      judged('dua', {}, { oversight: 'meets-if' }),
      withConditions(conditionWanted()),
    ]);
    expect(explained(stream.state).needed).to.include('one condition imposed');
  });

  it('says of a history that was taken over where these rules would not have allowed it', () => {
    const imported = { source: 'elsewhere' } as const;
    const stream = new Stream().play([
      { ...received(), imported },
      act(null, 'issue-decision', { outcome: 'approved' }, { imported }),
    ]);
    expect(explained(stream.state).needed.at(-1)).to.equal(
      'not by these rules: it was taken over from where it was decided',
    );
  });

  it('waits for the decision after a deferral', () => {
    const stream = new Stream().play([...carried, issue({ outcome: 'deferred', deadline: later })]);
    expect(explained(stream.state)).to.deep.include({ decided: null, needed: [] });
  });
});
