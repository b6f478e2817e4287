import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { LedgerEvent } from '../../../events/catalogue.ts';
import type { JudgmentContent } from '../../../events/review.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import { findings } from '../../decider/framework.ts';
import { given, happened, type Stream } from '../../decider/given.ts';
import { aliasOf, ledgerId } from '../../decider/people.ts';
import { imported } from '../../decider/reviews.ts';
import { concernId, judges, revised, sitting, submitted } from '../evaluator/panels.ts';

const panel = [submitted, sitting()] as const;
const salt = 'AAAAAAAAAAAAAAAAAAAAAA';
const content: JudgmentContent = { findings: findings(), position: 'support' };
const concern = concernId('c');
/** An act whose rule field this reader cannot open. */
const sealedJudgment: LedgerEvent = { type: 'JudgmentRecorded', data: { seat: 'ana', version: 1 } };
const sealedConcern: LedgerEvent = { type: 'ConcernRaised', data: { concern, seat: 'ana', version: 1 } };
const sealedVote: LedgerEvent = { type: 'ConcernVoteRecorded', data: { concern, seat: 'ben' } };

describe('the state of a review', () => {
  it('counts comments', () =>
    given(
      ...panel,
      happened('sub', { type: 'CommentAdded', data: { visibility: 'participants' } }),
      happened('ana', { type: 'CommentAdded', data: { visibility: 'panel' } }),
    ).shows((state) => expect(state.comments).to.equal(2)));

  it('keeps a judgment with its holder, the version judged, and whether that was the current one', () =>
    given(...panel, judges('ana'), revised(2, true), judges('ben')).shows((state, stream) => {
      const [first, second] = state.judgments;
      expect(first).to.deep.include({
        seat: 'ana',
        holder: aliasOf('ana'),
        version: 1,
        onCurrent: true,
        withdrawn: null,
        content,
        opened: false,
      });
      expect(second).to.deep.include({
        event: stream.last('JudgmentRecorded').id,
        revision: stream.last('JudgmentRecorded').revision,
        version: 1,
        onCurrent: false,
      });
    }));

  it('marks a withdrawn judgment with the event that withdrew it', () =>
    given(...panel, judges('ana'), judges('ana'), (stream: Stream) =>
      happened('ana', {
        type: 'JudgmentWithdrawn',
        data: { seat: 'ana', judgment: stream.last('JudgmentRecorded').id },
      }),
    ).shows((state, stream) =>
      expect(state.judgments.map(({ withdrawn }) => withdrawn)).to.deep.equal([
        null,
        stream.last('JudgmentWithdrawn').id,
      ]),
    ));

  it('learns nothing from the announcement that judgments are stale: the material version says it', () =>
    given(...panel, judges('ana'), revised(2, true), (stream: Stream) =>
      happened('sub', {
        type: 'JudgmentsMarkedStale',
        data: { version: 2, judgments: [stream.last('JudgmentRecorded').id] },
      }),
    ).shows((state) => {
      expect(state.materialVersion).to.equal(2);
      expect(state.judgments[0]).to.deep.include({ version: 1, withdrawn: null });
    }));

  it('keeps what was done about a concern, in order, by whom and in which seat', () =>
    given(
      ...panel,
      happened('ana', {
        type: 'ConcernRaised',
        data: { concern, seat: 'ana', version: 1, content: { criterion: 'fairness' } },
      }),
      happened('sub', { type: 'ConcernAnswered', data: { concern } }),
      happened('ben', { type: 'ConcernAdopted', data: { concern, seat: 'ben' } }),
      happened('ben', { type: 'ConcernWithdrawn', data: { concern, seat: 'ben' } }),
      happened('cem', { type: 'ConcernOverruled', data: { concern } }),
    ).shows((state) => {
      expect(state.raised).to.have.length(1);
      expect(state.raised[0]).to.deep.include({
        concern,
        seat: 'ana',
        holder: aliasOf('ana'),
        content: { criterion: 'fairness' },
      });
      expect(state.concernActs.map(({ kind, seat, holder }) => ({ kind, seat, holder }))).to.deep.equal([
        { kind: 'answered', seat: null, holder: aliasOf('sub') },
        { kind: 'adopted', seat: 'ben', holder: aliasOf('ben') },
        { kind: 'withdrawn', seat: 'ben', holder: aliasOf('ben') },
        { kind: 'overruled', seat: null, holder: aliasOf('cem') },
      ]);
    }));

  it('keeps every vote, the newest of a seat last', () =>
    given(
      ...panel,
      happened('ben', {
        type: 'ConcernVoteRecorded',
        data: { concern, seat: 'ben', vote: { overrule: true } },
      }),
      happened('ben', {
        type: 'ConcernVoteRecorded',
        data: { concern, seat: 'ben', vote: { overrule: false } },
      }),
    ).shows((state) =>
      expect(state.votes.map(({ seat, holder, content: vote }) => ({ seat, holder, vote }))).to.deep.equal([
        { seat: 'ben', holder: aliasOf('ben'), vote: { overrule: true } },
        { seat: 'ben', holder: aliasOf('ben'), vote: { overrule: false } },
      ]),
    ));

  it('takes an act of imported history for that of the person the source names, or of nobody known', () => {
    given(...panel, { ...happened('ana', sealedJudgment), imported }).shows((state) =>
      expect(state.judgments[0]?.holder).to.equal(aliasOf('ana')),
    );
    given(...panel, { ...happened(null, sealedJudgment), imported }).shows((state) =>
      expect(state.judgments[0]?.holder).to.equal(null),
    );
  });

  it('keeps refusals by person, rule and day', () =>
    given(
      ...panel,
      happened('system', {
        type: 'ActRefused',
        data: { person: aliasOf('adm'), rule: 'SOD-7', act: 'lift-recusal', day: '2026-01-05' },
      }),
    ).shows((state, stream) => {
      const { id, actor } = stream.last('ActRefused');
      expect(actor.person).to.equal(ledgerId);
      expect(state.refusals).to.deep.equal([
        { event: id, person: aliasOf('adm'), rule: 'SOD-7', act: 'lift-recusal', day: '2026-01-05' },
      ]);
    }));
});

describe('what is sealed to a reader', () => {
  const sealed = [
    ...panel,
    happened('ana', sealedJudgment),
    happened('ana', sealedConcern),
    happened('ben', sealedVote),
  ] as const;
  const contents = (state: ReviewState) => [
    ...state.judgments.map((each) => each.content),
    ...state.raised.map((each) => each.content),
    ...state.votes.map((each) => each.content),
  ];

  it('says so', () =>
    given(...sealed).shows((state) => expect(contents(state)).to.deep.equal(['sealed', 'sealed', 'sealed'])));

  it('is known to everyone from its opening on, and is what a reader who held it knew before', () => {
    const openings = (stream: Stream) =>
      happened(
        'cha',
        {
          type: 'JudgmentOpened',
          data: { act: stream.last('JudgmentRecorded').id, salt, judgment: content },
        },
        {
          type: 'ConcernOpened',
          data: { act: stream.last('ConcernRaised').id, salt, content: { criterion: 'fairness' } },
        },
        {
          type: 'VoteOpened',
          data: { act: stream.last('ConcernVoteRecorded').id, salt, vote: { overrule: true } },
        },
      );
    const held = [
      ...panel,
      judges('ana'),
      happened('ana', {
        type: 'ConcernRaised',
        data: { concern, seat: 'ana', version: 1, content: { criterion: 'fairness' } },
      }),
      happened('ben', {
        type: 'ConcernVoteRecorded',
        data: { concern, seat: 'ben', vote: { overrule: true } },
      }),
    ] as const;
    given(...sealed, openings).shows((opened) => {
      expect(contents(opened)).to.deep.equal([content, { criterion: 'fairness' }, { overrule: true }]);
      given(...held, openings).shows((known) => expect(opened).to.deep.equal(known));
      expect([...opened.judgments, ...opened.raised, ...opened.votes].every((each) => each.opened)).to.equal(
        true,
      );
    });
  });

  it('stays sealed where another act is opened', () =>
    given(...sealed, happened('ana', sealedJudgment), (stream: Stream) =>
      happened('cha', {
        type: 'JudgmentOpened',
        data: { act: stream.last('JudgmentRecorded').id, salt, judgment: content },
      }),
    ).shows((state) => expect(state.judgments.map(({ opened }) => opened)).to.deep.equal([false, true])));
});
