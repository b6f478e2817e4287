import { expect } from 'chai';
import { describe, it } from 'mocha';
import { versionOne } from './framework.ts';
import { type Act, act, given, happened, type Stream } from './given.ts';
import { idOf } from './people.ts';
import { blocked, deadline, judged, underReview } from './reviews.ts';

const carried = (stream: Stream): string => {
  const content = stream.state.judgments[0]?.content;
  return content === undefined || content === 'sealed' ? '' : (content.concern?.concern ?? '');
};
const decided = [
  ...underReview(),
  blocked('ana', 'fairness'),
  happened('cha', {
    type: 'DecisionIssued',
    data: {
      decision: idOf('decision'),
      outcome: 'declined',
      evaluation: {
        evaluator: 'evaluator-1',
        rules: versionOne.ref,
        at: '2026-01-20T09:00:00.000Z',
        version: 1,
        inputs: [],
        atoms: [],
        result: [],
      },
      conditions: [],
      effective: '2026-01-20T09:00:00.000Z',
    },
  }),
] as const;

const acts: readonly ((stream: Stream) => Act)[] = [
  () => act('ben', 'decline-seat', { seat: 'ben' }),
  () => act('sec', 'vacate-seat', { seat: 'ben', why: 'other', reason: 'Away' }),
  () => act('sec', 'seat-alternate', { seat: 'ben', holder: idOf('fay') }),
  () => act('ben', 'declare-interest', { seat: 'ben', kind: 'none' }),
  ({ state }) =>
    act('cha', 'clear-interest', {
      seat: 'ben',
      declaration: state.panel?.seats[1]?.interest?.event ?? '',
      reason: 'None',
    }),
  () => act('ben', 'recuse-reviewer', { seat: 'ben', kind: 'self' }),
  () => act('cha', 'lift-recusal', { seat: 'ben', reason: 'A namesake' }),
  () => act('sec', 'dissolve-panel', { reason: 'Enough' }),
  () => act('sec', 'set-due-date', { deadline }),
  () => act('sec', 'extend-due-date', { deadline, reason: 'Illness' }),
  () => judged('ben'),
  (stream) => act('ana', 'withdraw-judgment', { seat: 'ana', judgment: stream.last('JudgmentRecorded').id }),
  () =>
    act('ben', 'raise-concern', {
      seat: 'ben',
      version: 1,
      criterion: 'fairness',
      concern: 'Too late',
      resolvedIf: 'Never',
    }),
  (stream) => act('sub', 'answer-concern', { concern: carried(stream), answer: 'But' }),
  (stream) => act('ana', 'withdraw-concern', { concern: carried(stream), seat: 'ana' }),
  (stream) => act('ben', 'adopt-concern', { concern: carried(stream), seat: 'ben' }),
  (stream) => act('ben', 'record-concern-vote', { concern: carried(stream), seat: 'ben', overrule: true }),
];

describe('once the outcome is issued, the review is over', () => {
  const names = acts.map((step) => step(given(...decided).played()).asked.name);
  for (const [index, step] of acts.entries()) {
    it(`for ${names[index] ?? ''}`, () => {
      const error = given(...decided)
        .when(step)
        .refuses('wrong-phase', { phase: 'decision', accepted: ['review', 'decision'] });
      expect(error.message).to.include('declined');
    });
  }

  it('but people may go on talking, also after the hard stop', () =>
    given(...decided)
      .when(act('sub', 'add-comment', { text: 'Why?' }, { at: '2026-03-01T00:00:00.000Z' }))
      .emitsTypes('CommentAdded'));
});

describe('a command that names a seat', () => {
  it('is refused where the panel has none of that name', () => {
    for (const imported of [undefined, { source: 'archive' }])
      given(...underReview().map((step) => (imported === undefined ? step : { ...step, imported })))
        .when(act('ana', 'decline-seat', { seat: 'bench' }, imported === undefined ? {} : { imported }))
        .refuses('unknown-reference', { field: 'seat', id: 'bench' });
  });
});
