import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type Concern, concernsOf } from '../../../projections/evaluator/concerns.ts';
import { type Given, happened } from '../../decider/given.ts';
import { aliasOf } from '../../decider/people.ts';
import {
  adopts,
  blocks,
  concernId,
  judges,
  lifted,
  overruled,
  raises,
  recused,
  replaced,
  revised,
  sitting,
  streamOf,
  vacated,
  votes,
  withdrawsConcern,
  withdrawsJudgment,
} from './panels.ts';

const soon = '2026-01-20T12:00:00.000Z';
const recusedAt = '2026-01-10T12:00:00.000Z';
/** Five days later, to the millisecond, and one after it. */
const lapses = '2026-01-15T12:00:00.000Z';
const overdue = '2026-01-15T12:00:00.001Z';

const concerns = (at: string, ...steps: readonly Given[]): readonly Concern[] =>
  concernsOf(streamOf(sitting(), ...steps).state, at, 5);
const endOf = (at: string, ...steps: readonly Given[]): Concern['ended'] | undefined =>
  concerns(at, ...steps)[0]?.ended;

describe('a concern', () => {
  it('is open from its record, whether raised by itself or carried by a judgment', () => {
    const stream = streamOf(sitting(), raises('ana', 'fairness'), blocks('dua', 'no-harm'));
    expect(concernsOf(stream.state, soon, 5)).to.deep.equal([
      {
        concern: concernId('ana'),
        event: stream.last('ConcernRaised').id,
        revision: 3,
        carriedBy: 'itself',
        raiser: { seat: 'ana', holder: aliasOf('ana') },
        owner: { seat: 'ana', holder: aliasOf('ana'), since: stream.last('ConcernRaised').recordedAt },
        criterion: 'fairness',
        answers: [],
        votes: [],
        ended: null,
        adoptBy: null,
      },
      {
        concern: concernId('dua'),
        event: stream.last('JudgmentRecorded').id,
        revision: 4,
        carriedBy: 'judgment',
        raiser: { seat: 'dua', holder: aliasOf('dua') },
        owner: { seat: 'dua', holder: aliasOf('dua'), since: stream.last('JudgmentRecorded').recordedAt },
        criterion: 'no-harm',
        answers: [],
        votes: [],
        ended: null,
        adoptBy: null,
      },
    ]);
  });

  it('shows its answers and the newest vote of each seat', () => {
    const answer = happened('sub', { type: 'ConcernAnswered', data: { concern: concernId('dua') } });
    const [concern] = concerns(
      soon,
      blocks('dua', 'no-harm'),
      answer,
      votes('ana', 'dua', false),
      votes('ben', 'dua', true),
      votes('ana', 'dua', true),
    );
    expect(concern?.answers).to.have.length(1);
    expect(concern?.votes.map(({ seat, content }) => [seat, content])).to.deep.equal([
      ['ben', { overrule: true }],
      ['ana', { overrule: true }],
    ]);
    expect(concern?.ended).to.equal(null);
  });

  it('whose criterion is closed to the reader says so', () => {
    const closed = happened('ana', {
      type: 'ConcernRaised',
      data: { concern: concernId('ana'), seat: 'ana', version: 1 },
    });
    expect(concerns(soon, closed)[0]?.criterion).to.equal('sealed');
  });

  it('ends when withdrawn, or overruled', () => {
    expect(endOf(soon, raises('ana', 'fairness'), withdrawsConcern('ana'))).to.equal('withdrawn');
    expect(endOf(soon, blocks('dua', 'fairness'), withdrawsConcern('dua'))).to.equal('withdrawn');
    expect(endOf(soon, blocks('dua', 'fairness'), overruled('dua'))).to.equal('overruled');
  });

  it('carried by a judgment ends when its seat judges again without it, and stays the first where it is carried again', () => {
    expect(endOf(soon, blocks('dua', 'fairness'), judges('dua'))).to.equal('judged-again');
    const again = concerns(soon, blocks('dua', 'fairness'), blocks('dua', 'fairness'));
    expect(again.map(({ ended, revision }) => [ended, revision])).to.deep.equal([[null, 3]]);
    expect(endOf(soon, blocks('dua', 'fairness'), judges('ana'))).to.equal(null);
    expect(endOf(soon, raises('dua', 'fairness'), judges('dua'))).to.equal(null);
  });

  it('that ended when its seat judged again stays ended when the holder is recused later', () => {
    const steps = [blocks('dua', 'fairness'), judges('dua'), recused('dua', 'directed')];
    expect(endOf(soon, ...steps)).to.equal('judged-again');
  });

  it('outlives its judgment being withdrawn or going stale', () => {
    expect(endOf(soon, blocks('dua', 'fairness'), withdrawsJudgment('dua'))).to.equal(null);
    expect(endOf(soon, blocks('dua', 'fairness'), revised(2, true))).to.equal(null);
    const again = judges('dua', { version: 2 });
    expect(endOf(soon, blocks('dua', 'fairness'), revised(2, true), again)).to.equal('judged-again');
    expect(endOf(soon, blocks('dua', 'fairness'), judges('dua'), withdrawsJudgment('dua'))).to.equal(null);
  });

  it('of who left the seat is not ended by the judgment of who follows', () => {
    const follows = [vacated('dua'), replaced('dua', 'eli'), judges('eli', { seat: 'dua' })];
    expect(endOf(soon, blocks('dua', 'fairness'), ...follows)).to.equal(null);
    expect(endOf(soon, blocks('dua', 'fairness'), revised(2, true), ...follows)).to.equal(null);
    // What its raiser had ended stays ended.
    expect(endOf(soon, blocks('dua', 'fairness'), judges('dua'), ...follows)).to.equal('judged-again');
    const directed = [recused('dua', 'directed'), replaced('dua', 'eli'), judges('eli', { seat: 'dua' })];
    expect(endOf(soon, blocks('dua', 'fairness'), judges('dua'), ...directed)).to.equal('judged-again');
  });

  it('lapses five days after its raiser is recused by themselves or by computation', () => {
    for (const kind of ['self', 'computed'] as const) {
      const steps = [raises('dua', 'fairness'), recused('dua', kind, recusedAt)];
      expect(concerns(soon, ...steps)[0]?.adoptBy).to.equal(lapses);
      expect(endOf(lapses, ...steps)).to.equal(null);
      expect(endOf(overdue, ...steps)).to.equal('lapsed');
    }
  });

  it('does not lapse after a directed recusal, nor end with what an alternate judges', () => {
    const steps = [blocks('dua', 'fairness'), recused('dua', 'directed', recusedAt), replaced('dua', 'eli')];
    expect(endOf(soon, ...steps, judges('eli', { seat: 'dua' }))).to.equal(null);
    expect(endOf(soon, ...steps, overruled('dua'))).to.equal('overruled');
  });

  it('does not lapse where the recusal was lifted in time, but where it was lifted later', () => {
    const steps = [raises('dua', 'fairness'), recused('dua', 'self', recusedAt)];
    expect(endOf(soon, ...steps, { ...lifted('dua'), at: lapses })).to.equal(null);
    expect(endOf(soon, ...steps, { ...lifted('dua'), at: overdue })).to.equal('lapsed');
  });

  it('lives on with the seat that adopts it in time, and not after it lapsed', () => {
    const steps = [raises('dua', 'fairness'), recused('dua', 'self', recusedAt)];
    const [concern] = concerns(soon, ...steps, adopts('ana', 'dua', lapses));
    expect(concern).to.deep.include({
      raiser: { seat: 'dua', holder: aliasOf('dua') },
      owner: { seat: 'ana', holder: aliasOf('ana'), since: lapses },
      ended: null,
      adoptBy: null,
    });
    const late = concerns(soon, ...steps, adopts('ana', 'dua', overdue))[0];
    expect(late?.ended).to.equal('lapsed');
    expect(late?.owner.seat).to.equal('dua');
  });

  it('may be adopted again when who adopted it is recused', () => {
    const steps = [
      raises('dua', 'fairness'),
      recused('dua', 'self', recusedAt),
      adopts('ana', 'dua', '2026-01-12T12:00:00.000Z'),
      recused('ana', 'self', '2026-01-13T12:00:00.000Z'),
    ];
    expect(endOf('2026-01-18T12:00:00.000Z', ...steps)).to.equal(null);
    expect(endOf('2026-01-18T12:00:00.001Z', ...steps)).to.equal('lapsed');
    const [kept] = concerns(
      '2026-02-18T12:00:00.001Z',
      ...steps,
      adopts('ben', 'dua', '2026-01-14T12:00:00.000Z'),
    );
    expect(kept?.owner.seat).to.equal('ben');
    expect(kept?.ended).to.equal(null);
  });

  it('carried by a judgment and adopted does not end with what its first seat judges later', () => {
    const steps = [
      blocks('dua', 'fairness'),
      recused('dua', 'self', recusedAt),
      adopts('ana', 'dua', '2026-01-12T12:00:00.000Z'),
      { ...lifted('dua'), at: '2026-01-13T12:00:00.000Z' },
      judges('dua'),
    ];
    expect(endOf(soon, ...steps)).to.equal(null);
  });
});
