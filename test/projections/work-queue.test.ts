import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { SubmissionEvent } from '../../events/catalogue.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import { waitingInWords } from '../../projections/work-queue/in-words.ts';
import { waitingOn } from '../../projections/work-queue.ts';
import { findings } from '../decider/framework.ts';
import { framework } from '../histories/setting.ts';
import { uuid } from '../recorded.ts';
import {
  allJudged,
  condition,
  convened,
  deadline,
  decidedAt,
  decision,
  declares,
  issued,
  judges,
  on,
  received,
  screened,
  stateAfter,
  type Told,
  told,
  underReview,
  verified,
  who,
} from './story.ts';

const during = '2026-02-02T09:00:00.000Z';
const afterStop = '2026-02-14T17:00:00.001Z';
const names = ['ana', 'ben', 'cem', 'dua', 'eli', 'sub', 'spo', 'ver'];

/** `reason: who`, by name or role. */
function waiting(story: readonly Told[], at = during): readonly string[] {
  return waitingOfState(stateAfter(...story), at);
}
const waitingOfState = (state: ReviewState, at: string): readonly string[] =>
  waitingOn(state, framework, at).map(({ why, who: { person, roles } }) => {
    const name = names.find((each) => who(each) === person);
    return `${why}: ${person === null ? roles.join(' or ') : name}`;
  });

const concern = uuid('a concern');
const raises: SubmissionEvent = {
  type: 'ConcernRaised',
  data: {
    concern,
    seat: 'ana',
    version: 1,
    content: { criterion: 'fairness' },
    statement: { concern: 'c', resolvedIf: 'r' },
  },
};
const raised = told(raises, { by: who('ana'), role: 'reviewer' });
const proposed: SubmissionEvent = {
  type: 'DecisionProposed',
  data: { proposal: { outcome: 'approved', conditions: [] }, texts: {} },
};
const published: SubmissionEvent = { type: 'DecisionPublished', data: { decision, withheld: [] } };

describe('what a submission waits for', () => {
  it('is the secretary until a panel is convened', () => {
    expect(waiting([received])).to.deep.equal(['screen-submission: secretary']);
    expect(waiting([received, screened])).to.deep.equal(['convene-panel: secretary']);
  });

  it('is the submitter while a question is open, and since when and until when', () => {
    const due = '2026-02-05T00:00:00.000Z';
    const asked = on('2026-02-01T10:00:00.000Z', {
      type: 'InformationRequested',
      data: { due, questions: 'q' },
    });
    const [only, ...more] = waitingOn(stateAfter(received, asked), framework, during);
    expect(more).to.deep.equal([]);
    expect(only).to.deep.include({ why: 'answer-information', since: '2026-02-01T10:00:00.000Z', due });
    expect(only?.who.person).to.equal(who('sub'));
  });

  it('is each seat, by what it has not yet done', () => {
    const story = [
      received,
      screened,
      convened,
      declares('ana'),
      declares('ben', 'declared'),
      declares('cem'),
      judges('cem'),
    ];
    expect(waiting(story)).to.deep.equal([
      'record-judgment: ana',
      'clear-interest: secretary or chair',
      'declare-interest: dua',
    ]);
  });

  it('does not tell what anyone judged, even to a reader who knows', () => {
    const blocks = {
      type: 'JudgmentRecorded',
      data: {
        seat: 'ana',
        version: 1,
        judgment: {
          findings: findings({ 'no-harm': 'prohibited' }),
          position: 'block',
          concern: { concern, criterion: 'no-harm' },
        },
        reasons: {},
      },
    } as const;
    const sealed = stateAfter(...underReview, told(blocks, { by: who('ana') }), judges('ben'));
    const opened = {
      ...sealed,
      judgments: sealed.judgments.map((each) => ({ ...each, content: blocks.data.judgment })),
    };
    expect(opened.judgments[0]?.content).to.not.equal('sealed');
    const expected = ['record-judgment: cem', 'record-judgment: dua'];
    expect(waitingOfState(sealed, during)).to.deep.equal(expected);
    expect(waitingOfState(opened, during)).to.deep.equal(expected);
  });

  it('is every seat again after a material revision', () => {
    const revised: SubmissionEvent = {
      type: 'SubmissionRevised',
      data: { version: 2, changed: ['purpose'], material: true, fields: {} },
    };
    const since = '2026-02-03T00:00:00.000Z';
    const state = stateAfter(...underReview, judges('ana'), on(since, revised), judges('ben', 2));
    expect(waitingOfState(state, during)).to.deep.equal([
      'judge-again: ana',
      'record-judgment: cem',
      'record-judgment: dua',
    ]);
    expect(waitingOn(state, framework, during)[0]?.since).to.equal(since);
  });

  it('is an alternate for a seat that nobody holds any more', () => {
    const left = { type: 'SeatVacated', data: { seat: 'ana', why: 'left-team' } } as const;
    const recused = { type: 'ReviewerRecused', data: { seat: 'ben', kind: 'self' } } as const;
    const seated = { type: 'AlternateSeated', data: { seat: 'ana', holder: who('eli') } } as const;
    expect(waiting([...underReview, left, recused]).slice(0, 2)).to.deep.equal([
      'seat-alternate: secretary',
      'seat-alternate: secretary',
    ]);
    expect(waiting([...underReview, left, seated])[0]).to.equal('declare-interest: eli');
  });

  it('is no judgment after the hard stop, but a decision, or more time where there is no quorum', () => {
    const three = [...underReview, judges('ana'), judges('ben'), judges('cem')];
    expect(waiting(three, deadline.hardStop)).to.deep.equal(['record-judgment: dua']);
    expect(waiting(three, afterStop)).to.deep.equal(['propose-decision: chair or secretary']);
    expect(waiting([...underReview, judges('ana')], afterStop)).to.deep.equal([
      'extend-or-dissolve: secretary',
    ]);
  });

  it('is the proposal, then the decision, then its publication', () => {
    expect(waiting(allJudged)).to.deep.equal(['propose-decision: chair or secretary']);
    expect(waiting([...allJudged, proposed])).to.deep.equal(['issue-decision: chair or secretary']);
    const decided = [...allJudged, proposed, issued('approved')];
    expect(waiting(decided)).to.deep.equal(['publish-decision: secretary or chair']);
    expect(waiting([...decided, published])).to.deep.equal([]);
    expect(waiting([...allJudged, issued('declined'), published])).to.deep.equal([
      'close-submission: secretary',
    ]);
  });

  it('is an answer and the votes on a concern that stands by itself', () => {
    const story = [...allJudged, raised];
    const votes = ['vote-on-concern: ben', 'vote-on-concern: cem', 'vote-on-concern: dua'];
    const propose = 'propose-decision: chair or secretary';
    expect(waiting(story)).to.deep.equal(['answer-concern: sub', ...votes, propose]);
    const vote = {
      type: 'ConcernVoteRecorded',
      data: { concern, seat: 'ben', vote: { overrule: true }, reasons: {} },
    } as const;
    const answer = { type: 'ConcernAnswered', data: { concern, answer: 'a' } } as const;
    const later = [...story, answer, told(vote, { by: who('ben') })];
    expect(waiting(later)).to.deep.equal([...votes.slice(1), propose]);
    expect(waiting([...later, { type: 'ConcernWithdrawn', data: { concern, seat: 'ana' } }])).to.deep.equal([
      propose,
    ]);
  });

  it('is the adoption of a concern whose raiser is recused, for as long as that is possible', () => {
    const recused = { type: 'ReviewerRecused', data: { seat: 'ana', kind: 'self' } } as const;
    const story = [...underReview, raised, on('2026-02-02T00:00:00.000Z', recused)];
    expect(waiting(story, '2026-02-07T00:00:00.000Z')).to.include('adopt-concern: reviewer');
    expect(waiting(story, '2026-02-07T00:00:00.001Z').join()).to.not.contain('concern');
    // Who has adopted it speaks for it, and has no vote on it.
    const adopted = { type: 'ConcernAdopted', data: { concern, seat: 'ben' } } as const;
    const votes = waiting([...story, told(adopted, { by: who('ben') })]).filter((each) =>
      each.startsWith('vote'),
    );
    expect(votes).to.deep.equal(['vote-on-concern: cem', 'vote-on-concern: dua']);
  });

  it('is the owner of a condition, then its verifier, and the secretary once it is overdue', () => {
    const due = '2026-03-10T00:00:00.000Z';
    const conditions = [condition('first', 'before', due), condition('always', 'continuing')];
    const story = [...allJudged, issued('approved-with-conditions', { conditions }), published];
    expect(waiting(story, decidedAt)).to.deep.equal(['submit-evidence: sub']);
    expect(waiting(story, '2026-03-10T00:00:00.001Z')).to.deep.equal([
      'submit-evidence: sub',
      'resolve-suspension: secretary or chair',
    ]);
    const claim = {
      type: 'ConditionEvidenceSubmitted',
      data: { decision, condition: 'first', evidence: 'e' },
    } as const;
    expect(waiting([...story, claim], decidedAt)).to.deep.equal(['verify-condition: ver']);
    expect(waiting([...story, claim, verified('first')], decidedAt)).to.deep.equal([]);
  });

  it('is a re-review when its time has come, and the closing of what has lapsed', () => {
    const reReview = '2026-04-01T00:00:00.000Z';
    const expires = '2026-05-01T00:00:00.000Z';
    const story = [...allJudged, issued('approved', { reReview, expires }), published];
    expect(waiting(story, reReview)).to.deep.equal([]);
    expect(waiting(story, '2026-04-01T00:00:00.001Z')).to.deep.equal(['re-review: secretary']);
    expect(waiting(story, '2026-05-01T00:00:00.001Z')).to.deep.equal(['close-submission: secretary']);
    const revoked = [...story, { type: 'DecisionRevoked', data: { decision } } as const];
    expect(waiting(revoked, decidedAt)).to.deep.equal(['close-submission: secretary']);
  });

  it('is nobody for a closed case, or for a history that was only ever imported', () => {
    expect(waiting([received, { type: 'SubmissionWithdrawn', data: {} }])).to.deep.equal([]);
    const imported = { source: 'elsewhere', broke: [], by: who('sub') };
    const old = told({ type: 'SubmissionReceived', data: { framework: 'tests', fields: {} } }, { imported });
    expect(waiting([old])).to.deep.equal([]);
    expect(waiting([old, screened])).to.deep.equal(['convene-panel: secretary']);
  });

  it('is said in words, with the team as its framework calls it', () => {
    const [ana] = waitingOn(stateAfter(...underReview), framework, during);
    expect(ana && waitingInWords(ana, framework)).to.equal('record a judgment (Product Policy)');
    expect(ana && waitingInWords(ana, null)).to.equal('record a judgment (product-policy)');
    const [first] = waitingOn(stateAfter(received), framework, during);
    expect(first && waitingInWords(first, framework)).to.equal('screen the submission');
  });
});
