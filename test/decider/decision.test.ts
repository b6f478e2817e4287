import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { LedgerEvent } from '../../events/catalogue.ts';
import { evaluate } from '../../projections/evaluator/evaluate.ts';
import { carried, decisionId, issue, opened, reasons } from './decisions.ts';
import { versionOne } from './framework.ts';
import { act, given, givenIn, happened, Stream } from './given.ts';
import { aliasOf, idOf, submissionId } from './people.ts';
import { blocked, judged, noInterest, received, screened, underReview } from './reviews.ts';

const salt = 'AAAAAAAAAAAAAAAAAAAAAA';

describe('issuing a decision', () => {
  it('opens every act of the panel and freezes the evaluation, in one append', () => {
    const stream = new Stream();
    stream.play(carried);
    const before = stream.state;
    const { decided, at } = stream.ask(issue());
    const judgments = stream.events.filter(({ type }) => type === 'JudgmentRecorded');
    const expected: LedgerEvent[] = before.judgments.map(({ event, content }) => {
      if (content === 'sealed') throw new Error('sealed');
      return { type: 'JudgmentOpened', data: { act: event, salt, judgment: content } };
    });
    expect(judgments).to.have.length(4);
    const evaluation = evaluate(versionOne, before, at);
    if (evaluation === 'sealed') throw new Error('sealed');
    expect(decided.events).to.deep.equal([
      ...expected,
      {
        type: 'DecisionIssued',
        data: {
          decision: decisionId(carried.length + 1),
          outcome: 'approved',
          evaluation,
          conditions: [],
          effective: at,
          reasons,
        },
      },
    ]);
    expect(decided).to.deep.include({
      role: 'chair',
      team: null,
      broke: [],
      framework: versionOne.ref,
      version: 1,
    });
  });

  it('opens superseded and withdrawn judgments, concerns and votes with the rest, and what is open no second time', () => {
    const acts = [
      ...underReview(),
      blocked('dua', 'fairness'),
      act('cem', 'raise-concern', {
        seat: 'cem',
        version: 1,
        criteria: versionOne.hash,
        criterion: 'oversight',
        concern: 'Who decides?',
        resolvedIf: 'A human does.',
      }),
      judged('ana'),
      judged('ben'),
    ];
    const stream = new Stream().play(acts);
    const concern = stream.last('ConcernRaised').data.concern;
    stream.play([
      act('ana', 'record-concern-vote', { concern, seat: 'ana', overrule: false }),
      act('ana', 'record-concern-vote', { concern, seat: 'ana', overrule: true }),
      act('cem', 'withdraw-concern', { concern, seat: 'cem' }),
      judged('cem'),
      judged('dua'),
    ]);
    const types = stream.ask(issue()).decided.events.map(({ type }) => type);
    expect(types).to.deep.equal([
      'JudgmentOpened',
      'JudgmentOpened',
      'JudgmentOpened',
      'JudgmentOpened',
      'JudgmentOpened',
      'ConcernOpened',
      'VoteOpened',
      'VoteOpened',
      'DecisionIssued',
    ]);
    stream.record(issue());
    expect(stream.state.judgments.every(({ opened }) => opened)).to.equal(true);
    expect(stream.state.raised.every(({ opened }) => opened)).to.equal(true);
    expect(stream.state.votes.every(({ opened }) => opened)).to.equal(true);
  });

  it('opens no act a second time that an import recorded opened', () => {
    const stream = new Stream().play(carried);
    const first = stream.state.judgments[0];
    if (first === undefined || first.content === 'sealed') throw new Error('no judgment');
    stream.play([
      happened('ana', {
        type: 'JudgmentOpened',
        data: { act: first.event, salt, judgment: first.content },
      }),
    ]);
    expect(stream.ask(issue()).decided.events.map(({ type }) => type)).to.deep.equal([
      ...opened(3),
      'DecisionIssued',
    ]);
  });

  it('evaluates what a fold up to it holds once the acts are open', () => {
    const stream = new Stream().play([...carried, issue()]);
    const { evaluation } = stream.last('DecisionIssued').data;
    expect(evaluate(versionOne, stream.state, evaluation.at)).to.deep.equal(evaluation);
  });

  it('is refused with the atoms that fail', () => {
    given(...underReview(), judged('ana'), judged('cem'))
      .when(issue())
      .refuses('outcome-not-allowed', { outcome: 'approved', failing: ['quorum', 'threshold'] });
    given(...carried.slice(0, -1), blocked('dua', 'no-harm', { 'no-harm': 'prohibited' }))
      .when(issue())
      .refuses('outcome-not-allowed', { failing: ['no-prohibits.no-harm', 'concerns'] });
    const tie = [
      ...underReview(),
      judged('ana'),
      judged('cem'),
      blocked('ben', 'fairness'),
      blocked('dua', 'fairness'),
    ];
    given(...tie)
      .when(issue())
      .refuses('outcome-not-allowed', { failing: ['threshold', 'concerns'] });
    given(...tie)
      .when(issue({ outcome: 'declined' }))
      .emitsTypes(...opened(4), 'DecisionIssued');
    const abstained = [
      ...underReview(),
      judged('ana'),
      judged('cem'),
      judged('ben', { position: 'abstain' }),
      judged('dua', { position: 'abstain' }),
    ];
    given(...abstained)
      .when(issue())
      .refuses('outcome-not-allowed', { failing: ['threshold'] });
    given(...carried)
      .when(issue({ outcome: 'declined' }))
      .refuses('outcome-not-allowed', { failing: ['not-carried'] });
  });

  it('may decline for a bright line before everyone was heard', () => {
    given(
      ...underReview(),
      judged('ana'),
      judged('cem'),
      blocked('dua', 'no-harm', { 'no-harm': 'prohibited' }),
    )
      .when(issue({ outcome: 'declined-prohibited' }))
      .emitsTypes(...opened(3), 'DecisionIssued');
    given(...carried)
      .when(issue({ outcome: 'declined-prohibited' }))
      .refuses('outcome-not-allowed', { failing: ['prohibited'] });
  });

  it('is refused where a required team did not assess a bright line', () => {
    given(
      ...underReview(),
      judged('ana'),
      judged('ben'),
      judged('cem', {}, { 'no-harm': 'not-assessed' }),
      judged('dua', {}, { 'no-harm': 'not-assessed' }),
    )
      .when(issue())
      .refuses('outcome-not-allowed', { failing: ['cleared.no-harm'] });
  });

  it('is judged by the framework under which the panel convened, whatever has been published since', () => {
    const stricter = {
      ...versionOne,
      version: 2,
      ref: `tests@2#${'b'.repeat(64)}`,
      terms: { ...versionOne.terms, rules: { ...versionOne.terms.rules, minSeats: 50 } },
      criteria: versionOne.criteria.slice(1),
    };
    givenIn(
      {
        frameworks: {
          revision: 9,
          recordedAt: null,
          source: null,
          nativeSince: 0,
          proposals: [],
          versions: [versionOne, stricter],
        },
      },
      received(),
      screened(),
      happened('sec', {
        type: 'PanelConvened',
        data: {
          panelNumber: 1,
          framework: versionOne.ref,
          seats: (['ana', 'ben', 'cem'] as const).map((name) => ({
            seat: name,
            holder: aliasOf(name),
            team: name === 'cem' ? 'national-security' : 'product-policy',
          })),
        },
      }),
      ...(['ana', 'ben', 'cem'] as const).map(noInterest),
      judged('ana'),
      judged('ben'),
      judged('cem'),
    )
      .when(issue())
      .emitsTypes(...opened(3), 'DecisionIssued');
  });

  it('is refused while a disclosure that it has to open is missing', () => {
    givenIn({ ruleSalt: () => undefined }, ...carried)
      .when(issue())
      .refuses('review-sealed', { submission: submissionId });
    const stream = new Stream().play(carried);
    const [first, ...rest] = stream.state.judgments;
    if (first === undefined) throw new Error('no judgment');
    stream.state = { ...stream.state, judgments: [{ ...first, content: 'sealed' }, ...rest] };
    expect(() => stream.ask(issue())).to.throw('missing from the vault');
  });

  it('is refused before a panel sits and a second time', () => {
    given(received(), screened()).when(issue()).refuses('wrong-phase', { phase: 'screening' });
    given(...carried, issue())
      .when(issue())
      .refuses('wrong-phase', { phase: 'aftercare' });
    const declined = [
      ...underReview(),
      judged('ana'),
      judged('cem'),
      ...(['ben', 'dua'] as const).map((name) => judged(name, { position: 'abstain' })),
      issue({ outcome: 'declined' }),
    ];
    given(...declined)
      .when(issue({ outcome: 'declined' }))
      .refuses('wrong-phase', { phase: 'decision' });
    given(...declined).shows((state) => {
      expect(state).to.deep.include({ phase: 'decision', outcome: 'declined', proposals: [] });
    });
  });

  it('needs reasons, from whoever may issue it', () => {
    given(...carried)
      .when(act('cha', 'issue-decision', { outcome: 'approved' }))
      .refuses('invalid-command', { command: 'issue-decision', field: 'reasons' });
    given(...carried)
      .when(issue({}, 'sec'))
      .emitsTypes(...opened(4), 'DecisionIssued');
    given(...carried)
      .when(issue({}, 'ana'))
      .refuses('not-permitted', { accepted: ['chair', 'secretary'] });
    given(...carried)
      .when(issue({}, 'cha', { via: 'operator' }))
      .refuses('operator-cannot-vote');
  });

  it('takes a term that begins before it ends, and only for an approval', () => {
    const effective = '2026-03-01T00:00:00.000Z';
    const expires = '2027-03-01T00:00:00.000Z';
    const reReview = '2026-09-01T00:00:00.000Z';
    const stream = new Stream().play([...carried, issue({ effective, expires, reReview })]);
    expect(stream.last('DecisionIssued').data).to.deep.include({ effective, expires, reReview });
    given(...carried)
      .when(issue({ effective, expires: effective }))
      .refuses('invalid-command', {
        field: 'expires',
        rule: `later than ${effective}, when it takes effect`,
      });
    given(...carried)
      .when(issue({ expires: '2026-01-01T00:00:00.000Z' }))
      .refuses('invalid-command', { field: 'expires' });
    given(...carried)
      .when(issue({ outcome: 'declined', expires }))
      .refuses('invalid-command', { field: 'expires' });
    given(...carried)
      .when(issue({ outcome: 'declined', reReview }))
      .refuses('invalid-command', { field: 'reReview' });
  });

  it('takes effect when it is issued or later, and never before', () =>
    given(...carried)
      .when((stream) => issue({ effective: stream.last('JudgmentRecorded').recordedAt }))
      .refuses('invalid-command', { field: 'effective' }));

  describe('on a proposal', () => {
    const proposed = act('sec', 'propose-decision', { outcome: 'approved' });
    it('names it, and clears what else was proposed', () => {
      const stream = new Stream().play([...carried, proposed]);
      const proposal = stream.last('DecisionProposed').id;
      stream.record(issue({ proposal }));
      expect(stream.last('DecisionIssued').data.proposal).to.equal(proposal);
      expect(stream.state.proposals).to.deep.equal([]);
    });
    it('is refused where that is withdrawn, proposes something else or is none', () => {
      const withdrawn = (stream: Stream) =>
        act('sec', 'withdraw-proposal', { proposal: stream.last('DecisionProposed').id });
      given(...carried, proposed, withdrawn)
        .when((stream) => issue({ proposal: stream.last('DecisionProposed').id }))
        .refuses('already-done', { what: 'proposal' });
      given(...carried, proposed)
        .when((stream) => issue({ outcome: 'declined', proposal: stream.last('DecisionProposed').id }))
        .refuses('invalid-command', { field: 'proposal', rule: 'it proposes approved, not declined' });
      given(...carried, proposed)
        .when(issue({ proposal: idOf('nothing') }))
        .refuses('unknown-reference', { field: 'proposal', id: idOf('nothing') });
    });
  });
});
