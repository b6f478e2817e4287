import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { type Act, act, given, type Stream } from '../given.ts';
import { aliasOf } from '../people.ts';
import { afterHardStop, convened, inHistory, judged, received, screened } from '../reviews.ts';

const seated = [received(), screened(), convened()] as const;
const declare = (changes: Partial<CommandData<'declare-interest'>> = {}): Act =>
  act('ana', 'declare-interest', { seat: 'ana', kind: 'declared', categories: ['friendship'], ...changes });
const clear =
  (by: 'cha' | 'ana' | 'sec' = 'cha') =>
  (stream: Stream): Act =>
    act(by, 'clear-interest', {
      seat: 'ana',
      declaration: stream.last('InterestDeclared').id,
      reason: 'They met once',
    });

describe('declaring interests', () => {
  it('may say that there are none', () =>
    given(...seated)
      .when(act('ana', 'declare-interest', { seat: 'ana', kind: 'none' }))
      .emits({
        type: 'InterestDeclared',
        data: { seat: 'ana', kind: 'none', interest: { categories: [] } },
      }));

  it('names categories, and details for people', () =>
    given(...seated)
      .when(declare({ detail: 'We studied together' }))
      .emits({
        type: 'InterestDeclared',
        data: {
          seat: 'ana',
          kind: 'declared',
          interest: { categories: ['friendship'] },
          detail: 'We studied together',
        },
      }));

  it('in a category that the framework calls recusing recuses in the same append, and fences', () => {
    given(...seated)
      .when(declare({ categories: ['friendship', 'financial'] }))
      .emits(
        {
          type: 'InterestDeclared',
          data: { seat: 'ana', kind: 'declared', interest: { categories: ['friendship', 'financial'] } },
        },
        { type: 'ReviewerRecused', data: { seat: 'ana', kind: 'computed' } },
      );
    given(...seated, declare({ categories: ['financial'] })).shows(({ panel, fences }) => {
      expect(panel?.seats[0]?.status).to.equal('recused');
      expect(fences.map(({ person, kind }) => ({ person, kind }))).to.deep.equal([
        { person: aliasOf('ana'), kind: 'computed' },
      ]);
    });
  });

  it('knows only the framework’s categories', () =>
    given(...seated)
      .when(declare({ categories: ['astrology'] }))
      .refuses('unknown-reference', { field: 'categories', id: 'astrology' }));

  it('cannot be none and something', () =>
    given(...seated)
      .when(declare({ kind: 'none' }))
      .refuses('invalid-command', { field: 'categories' }));

  it('is for one’s own seat', () =>
    given(...seated)
      .when(act('ben', 'declare-interest', { seat: 'ana', kind: 'none' }))
      .refuses('not-permitted', { accepted: ['reviewer'] }));

  it('is no longer asked of a holder who left the team', () =>
    given(...seated)
      .when({ ...declare(), now: { ana: { teams: [] } } })
      .refuses('left-team', { seat: 'ana' }));

  it('keeps the content closed to who declared one, and to who has not said', () => {
    given(...seated)
      .when(judged('ana'))
      .refuses('interest-undeclared', { seat: 'ana' });
    given(...seated, declare())
      .when(judged('ana'))
      .refuses('interest-uncleared', { seat: 'ana' });
  });

  it('cannot be taken back by saying none afterwards', () => {
    given(...seated, declare())
      .when(act('ana', 'declare-interest', { seat: 'ana', kind: 'none' }))
      .refuses('interest-uncleared', { seat: 'ana' });
    const source = [inHistory(received()), inHistory(convened()), inHistory(declare())] as const;
    given(...source, inHistory(act('ana', 'declare-interest', { seat: 'ana', kind: 'none' }))).shows(
      ({ panel }) => expect(panel?.seats[0]?.interest).to.include({ kind: 'none', cleared: false }),
    );
  });

  it('may be done after the hard stop, as an alternate has to', () =>
    given(...seated)
      .when({ ...declare(), at: afterHardStop })
      .emitsTypes('InterestDeclared'));
});

describe('clearing an interest', () => {
  it('opens the content', () => {
    given(...seated, declare())
      .when(clear())
      .emits((stream) => ({
        type: 'InterestCleared',
        data: {
          seat: 'ana',
          declaration: stream.last('InterestDeclared').id,
          reason: 'They met once',
        },
      }));
    given(...seated, declare(), clear())
      .when(judged('ana'))
      .emitsTypes('JudgmentRecorded');
  });

  it('is somebody else’s: nobody clears their own (SOD-7)', () =>
    given(...seated, { ...declare(), now: { ana: { roles: ['chair'] } } })
      .when(clear('ana'))
      .refuses('separation-of-duties', { rule: 'SOD-7', command: 'clear-interest' }));

  it('needs a reason', () =>
    given(...seated, declare())
      .when((stream) =>
        act('sec', 'clear-interest', { seat: 'ana', declaration: stream.last('InterestDeclared').id }),
      )
      .refuses('invalid-command', { field: 'reason' }));

  it('is about the newest declaration, which still waits', () => {
    given(...seated, declare(), clear())
      .when(clear('sec'))
      .refuses('unknown-reference', { field: 'declaration' });
    given(...seated, declare(), (stream) => declare({ detail: stream.last('InterestDeclared').id }))
      .when((stream) =>
        act('sec', 'clear-interest', {
          seat: 'ana',
          declaration: stream.events.find(({ type }) => type === 'InterestDeclared')?.id ?? '',
          reason: 'The first one',
        }),
      )
      .refuses('unknown-reference', { field: 'declaration' });
  });

  it('does not undo a computed recusal', () =>
    given(...seated, declare({ categories: ['financial'] }))
      .when(clear('sec'))
      .refuses('seat-recused', { seat: 'ana' }));
});
