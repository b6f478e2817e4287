import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createdId } from '../../../events/derived-ids.ts';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { versionOne } from '../framework.ts';
import { type Act, act, given, type Stream } from '../given.ts';
import { failingIn } from '../outcomes.ts';
import { commandId, idOf, type Name } from '../people.ts';
import { afterHardStop, blocked, deadline, judged, received, underReview } from '../reviews.ts';

const raise = (name: Name, changes: Partial<CommandData<'raise-concern'>> = {}): Act =>
  act(name, 'raise-concern', {
    seat: name,
    version: 1,
    criteria: versionOne.hash,
    criterion: 'fairness',
    concern: 'Nobody asked the drivers',
    resolvedIf: 'They are asked',
    ...changes,
  });
/** The one concern of the review. */
const only = (stream: Stream): string => stream.state.raised[0]?.concern ?? carried(stream);
const carried = (stream: Stream): string => {
  const content = stream.state.judgments[0]?.content;
  return content === undefined || content === 'sealed' ? '' : (content.concern?.concern ?? '');
};
const answer =
  (by: Name) =>
  (stream: Stream): Act =>
    act(by, 'answer-concern', { concern: only(stream), answer: 'We have asked them' });
const withdraw =
  (by: Name, seat: string = by) =>
  (stream: Stream): Act =>
    act(by, 'withdraw-concern', { concern: only(stream), seat });
const adopt =
  (by: Name, seat: string = by, at?: string) =>
  (stream: Stream): Act =>
    act(
      by,
      'adopt-concern',
      { concern: only(stream), seat, reason: 'It is right' },
      at === undefined ? {} : { at },
    );
const recuse = (name: Name, at?: string): Act =>
  act(name, 'recuse-reviewer', { seat: name, kind: 'self' }, at === undefined ? {} : { at });
const open = (state: Parameters<typeof failingIn>[0], at?: string) => failingIn(state, at)['concerns'] ?? [];

describe('what is done about a concern', () => {
  it('rests on the framework, whose days say whether it has lapsed', () => {
    const before = [...underReview(), raise('ana', { criteria: versionOne.hash })] as const;
    for (const step of [answer('sub'), withdraw('ana')])
      given(...before)
        .when(step)
        .reliesOn({ framework: versionOne.ref });
  });
});

describe('raising a concern by itself', () => {
  it('names the criterion, what is wrong and what would resolve it', () =>
    given(...underReview())
      .when(raise('ana', { criteria: versionOne.hash }))
      .emits({
        type: 'ConcernRaised',
        data: {
          concern: createdId(commandId(8), 'concern'),
          seat: 'ana',
          version: 1,
          criteria: versionOne.hash,
          content: { criterion: 'fairness' },
          statement: { concern: 'Nobody asked the drivers', resolvedIf: 'They are asked' },
        },
      }));

  it('blocks until it ends, whatever its seat judges', () =>
    given(...underReview(), raise('ana'), judged('ana')).shows((state) =>
      expect(open(state)).to.have.length(1),
    ));

  it('is about what is there now', () => {
    given(...underReview())
      .when(raise('ana', { version: 2 }))
      .refuses('version-changed', { given: 2, current: 1 });
    given(...underReview())
      .when(raise('ana', { criteria: 'c'.repeat(64) }))
      .refuses('criteria-changed', { current: versionOne.hash });
    given(...underReview())
      .when(raise('ana', { criterion: 'beauty' }))
      .refuses('unknown-reference', { field: 'criterion', id: 'beauty' });
  });

  it('is for a holder who can act, until the hard stop', () => {
    given(...underReview())
      .when({ ...raise('ana'), at: deadline.hardStop })
      .emitsTypes('ConcernRaised');
    given(...underReview())
      .when({ ...raise('ana'), at: afterHardStop })
      .refuses('late', { at: afterHardStop, hardStop: deadline.hardStop });
    given(...underReview())
      .when({ ...raise('ana'), now: { ana: { teams: [] } } })
      .refuses('left-team', { seat: 'ana' });
    given(...underReview())
      .when(raise('ben', { seat: 'ana' }))
      .refuses('not-permitted', { command: 'raise-concern' });
  });
});

describe('answering a concern', () => {
  it('is the submitter’s, the sponsor’s or the secretary’s, and leaves it open', () => {
    const [first, ...rest] = underReview();
    expect(first).to.not.equal(undefined);
    for (const name of ['sub', 'spo', 'sec'] as const) {
      given(received({ sponsor: idOf('spo') }), ...rest, raise('ana'))
        .when(answer(name))
        .emits((stream) => ({
          type: 'ConcernAnswered',
          data: { concern: only(stream), answer: 'We have asked them' },
        }));
    }
    given(...underReview(), raise('ana'))
      .when(answer('ben'))
      .refuses('not-permitted', { accepted: ['submitter', 'secretary'] });
    given(...underReview(), raise('ana'), answer('sub')).shows((state) =>
      expect(open(state)).to.have.length(1),
    );
  });

  it('is possible after the hard stop', () =>
    given(...underReview(), raise('ana'))
      .when((stream) => ({ ...answer('sub')(stream), at: afterHardStop }))
      .emitsTypes('ConcernAnswered'));

  it('answers one that is open, carried by a judgment or raised by itself', () => {
    given(...underReview(), blocked('ana', 'fairness'))
      .when(answer('sub'))
      .emitsTypes('ConcernAnswered');
    given(...underReview(), raise('ana'), withdraw('ana'))
      .when(answer('sub'))
      .refuses('concern-ended', { ended: 'withdrawn' });
    given(...underReview())
      .when(act('sub', 'answer-concern', { concern: idOf('nothing'), answer: 'What?' }))
      .refuses('unknown-reference', { field: 'concern', id: idOf('nothing') });
  });
});

describe('withdrawing a concern', () => {
  it('ends it', () => {
    given(...underReview(), raise('ana'))
      .when(withdraw('ana'))
      .emits((stream) => ({ type: 'ConcernWithdrawn', data: { concern: only(stream), seat: 'ana' } }));
    given(...underReview(), raise('ana'), withdraw('ana')).shows((state) =>
      expect(open(state)).to.deep.equal([]),
    );
  });

  it('is for who raised it', () => {
    given(...underReview(), raise('ana'))
      .when(withdraw('ben'))
      .refuses('not-permitted', { command: 'withdraw-concern' });
    given(
      ...underReview(),
      raise('ana'),
      act('cha', 'recuse-reviewer', { seat: 'ana', kind: 'directed', reason: 'A conflict' }),
      act('sec', 'seat-alternate', { seat: 'ana', holder: idOf('fay') }),
    )
      .when(withdraw('fay', 'ana'))
      .refuses('not-permitted', { command: 'withdraw-concern' });
  });

  it('is possible after the hard stop, once', () => {
    given(...underReview(), raise('ana'))
      .when((stream) => ({ ...withdraw('ana')(stream), at: afterHardStop }))
      .emitsTypes('ConcernWithdrawn');
    given(...underReview(), raise('ana'), withdraw('ana'))
      .when(withdraw('ana'))
      .refuses('concern-ended', { ended: 'withdrawn' });
  });

  it('is for a holder of the team still', () =>
    given(...underReview(), raise('ana'))
      .when((stream) => ({ ...withdraw('ana')(stream), now: { ana: { teams: [] } } }))
      .refuses('left-team', { seat: 'ana' }));
});

describe('adopting a concern', () => {
  const recusedAt = '2026-01-10T00:00:00.000Z';
  const lastInstant = '2026-01-15T00:00:00.000Z';
  const orphaned = [...underReview(), raise('ana'), recuse('ana', recusedAt)];

  it('keeps alive what would lapse with its raiser’s recusal', () => {
    given(...orphaned)
      .when(adopt('ben'))
      .emits((stream) => ({
        type: 'ConcernAdopted',
        data: { concern: only(stream), seat: 'ben', reason: 'It is right' },
      }));
    given(...orphaned, adopt('ben')).shows((state) => expect(open(state)).to.have.length(1));
    given(...orphaned).shows((state) => expect(open(state)).to.deep.equal([]));
  });

  it('is possible to the last instant of the days that the framework gives', () => {
    given(...orphaned)
      .when(adopt('ben', 'ben', lastInstant))
      .emitsTypes('ConcernAdopted');
    given(...orphaned)
      .when(adopt('ben', 'ben', '2026-01-15T00:00:00.001Z'))
      .refuses('concern-ended', { ended: 'lapsed' });
  });

  it('is not for a concern whose owner sits, nor after a directed recusal, where it stays anyhow', () => {
    given(...underReview(), raise('ana'))
      .when(adopt('ben'))
      .refuses('concern-not-adoptable');
    given(
      ...underReview(),
      raise('ana'),
      act('cha', 'recuse-reviewer', { seat: 'ana', kind: 'directed', reason: 'A conflict' }),
    )
      .when(adopt('ben'))
      .refuses('concern-not-adoptable');
  });

  it('is another seat’s: the alternate raises their own', () =>
    given(
      ...orphaned,
      act('sec', 'seat-alternate', { seat: 'ana', holder: idOf('fay') }),
      act('fay', 'declare-interest', { seat: 'ana', kind: 'none' }),
    )
      .when(adopt('fay', 'ana'))
      .refuses('concern-not-adoptable'));

  it('hands on who may withdraw it, and who may lose it again', () => {
    given(...orphaned, adopt('ben'))
      .when(withdraw('ben'))
      .emitsTypes('ConcernWithdrawn');
    given(...orphaned, adopt('ben'), recuse('ben'))
      .when(adopt('cem'))
      .emitsTypes('ConcernAdopted');
  });

  it('is for a holder whose content is open', () =>
    given(...orphaned)
      .when((stream) => ({ ...adopt('ben')(stream), now: { ben: { teams: [] } } }))
      .refuses('left-team', { seat: 'ben' }));

  it('is an objection, and so late after the hard stop', () =>
    given(...underReview(), raise('ana'), recuse('ana', '2026-02-05T00:00:00.000Z'))
      .when(adopt('ben', 'ben', afterHardStop))
      .refuses('late'));
});
