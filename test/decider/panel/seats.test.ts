import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { versionOne } from '../framework.ts';
import { type Act, act, given } from '../given.ts';
import { failingIn, outcomesOf } from '../outcomes.ts';
import { aliasOf, idOf, type Name } from '../people.ts';
import {
  afterHardStop,
  blocked,
  convened,
  inHistory,
  judged,
  noInterest,
  received,
  underReview,
} from '../reviews.ts';

const decline = (name: Name): Act => act(name, 'decline-seat', { seat: name, reason: 'On leave' });
const vacate = (seat: Name, changes: Partial<CommandData<'vacate-seat'>> = {}): Act =>
  act('sec', 'vacate-seat', { seat, why: 'unavailable', reason: 'On leave', ...changes });
const alternate = (seat: Name, holder: Name): Act =>
  act('sec', 'seat-alternate', { seat, holder: idOf(holder), reason: 'Next on the list' });
const recuse = (name: Name): Act => act(name, 'recuse-reviewer', { seat: name, kind: 'self' });
/** Ben moves to another team, as the directory says from this act on. */
const benLeft = (step: Act): Act => ({ ...step, now: { ben: { teams: [] } } });

describe('declining a seat', () => {
  it('leaves it vacant', () => {
    given(...underReview())
      .when(decline('ben'))
      .emits({ type: 'SeatDeclined', data: { seat: 'ben', reason: 'On leave' } });
    given(...underReview(), decline('ben')).shows(({ panel }) =>
      expect(panel?.seats[1]).to.include({ seat: 'ben', status: 'vacant', holder: aliasOf('ben') }),
    );
  });

  it('is its holder’s alone', () =>
    given(...underReview())
      .when(act('ana', 'decline-seat', { seat: 'ben' }))
      .refuses('not-permitted', { command: 'decline-seat', accepted: ['reviewer'] }));

  it('is too late for a seat that was used: stepping back from it is a recusal', () => {
    given(...underReview(), judged('ben'))
      .when(decline('ben'))
      .refuses('seat-judged', { seat: 'ben' });
    given(
      ...underReview(),
      act('ben', 'raise-concern', {
        seat: 'ben',
        version: 1,
        criteria: versionOne.hash,
        criterion: 'fairness',
        concern: 'Nobody was asked',
        resolvedIf: 'They are',
      }),
    )
      .when(decline('ben'))
      .refuses('seat-judged', { seat: 'ben' });
  });

  it('names a seat of the panel', () =>
    given(...underReview())
      .when(act('ben', 'decline-seat', { seat: 'bench' }))
      .refuses('unknown-reference', { field: 'seat', id: 'bench' }));

  it('is nobody’s before a panel sits', () =>
    given(received()).when(decline('ben')).refuses('not-permitted'));

  it('tells who has no part in the panel nothing of its seats', () => {
    for (const seat of ['ben', 'bench']) {
      const refusal = given(...underReview())
        .when(act('own', 'decline-seat', { seat }))
        .refuses('not-permitted');
      expect(refusal.message).not.to.contain('ana');
    }
  });
});

describe('vacating a seat', () => {
  it('says why', () => {
    given(...underReview())
      .when(vacate('ben'))
      .emits({ type: 'SeatVacated', data: { seat: 'ben', why: 'unavailable', reason: 'On leave' } });
    given(...underReview())
      .when(act('sec', 'vacate-seat', { seat: 'ben', why: 'other' }))
      .refuses('invalid-command', { command: 'vacate-seat', field: 'reason' });
  });

  it('is the chair’s or the secretary’s', () =>
    given(...underReview())
      .when(act('ana', 'vacate-seat', { seat: 'ben', why: 'other', reason: 'Never there' }))
      .refuses('not-permitted', { accepted: ['secretary', 'chair'] }));

  it('is not for one’s own seat (SOD-7)', () =>
    given(...underReview())
      .when({
        ...act('ana', 'vacate-seat', { seat: 'ana', why: 'other', reason: 'Busy' }),
        now: { ana: { roles: ['chair'] } },
      })
      .refuses('separation-of-duties', { rule: 'SOD-7', command: 'vacate-seat' }));

  it('takes no judgment that counts out of the count', () =>
    given(...underReview(), judged('ben'))
      .when(vacate('ben'))
      .refuses('seat-judged', { seat: 'ben' }));

  it('is for a seat that has a holder', () => {
    given(...underReview(), decline('ben'))
      .when(vacate('ben'))
      .refuses('seat-vacant', { seat: 'ben' });
    given(...underReview(), recuse('ben'))
      .when(vacate('ben'))
      .refuses('seat-recused', { seat: 'ben' });
  });

  it('for having left the team needs that the holder has, and then no other reason', () => {
    const left = act('sec', 'vacate-seat', { seat: 'ben', why: 'left-team' });
    given(...underReview())
      .when(left)
      .refuses('seat-taken', { seat: 'ben' });
    given(...underReview())
      .when(benLeft(left))
      .emits({ type: 'SeatVacated', data: { seat: 'ben', why: 'left-team' } });
  });
});

describe('an alternate', () => {
  it('takes over a recused seat, for its team, with interests still to be declared', () => {
    given(...underReview(), recuse('ben'))
      .when(alternate('ben', 'fay'))
      .emits({
        type: 'AlternateSeated',
        data: { seat: 'ben', holder: aliasOf('fay'), reason: 'Next on the list' },
      });
    given(...underReview(), recuse('ben'), alternate('ben', 'fay')).shows(({ panel }) => {
      expect(panel?.seats).to.have.length(4);
      expect(panel?.seats[1]).to.include({
        seat: 'ben',
        team: 'product-policy',
        convened: aliasOf('ben'),
        holder: aliasOf('fay'),
        status: 'sitting',
        interest: null,
      });
    });
  });

  it('takes over a vacant seat', () =>
    given(...underReview(), decline('ben'))
      .when(alternate('ben', 'fay'))
      .emitsTypes('AlternateSeated'));

  it('does not push out a holder who can act', () =>
    given(...underReview())
      .when(alternate('ben', 'fay'))
      .refuses('seat-taken', { seat: 'ben' }));

  it('passes what everyone passes who is given a seat', () => {
    given(...underReview(), recuse('ben'))
      .when(alternate('ben', 'ver'))
      .refuses('not-in-team', { seat: 'ben', team: 'product-policy' });
    given(...underReview(), recuse('ben'))
      .when(alternate('ben', 'bot'))
      .refuses('separation-of-duties', { rule: 'SOD-10', command: 'seat-alternate' });
    given(...underReview(), recuse('ben'))
      .when(alternate('ben', 'ben'))
      .refuses('fenced');
    given(...underReview(), recuse('ben'))
      .when(alternate('ben', 'ana'))
      .refuses('already-seated', { seat: 'ana' });
    given(...underReview(), recuse('ben'))
      .when(act('sec', 'seat-alternate', { seat: 'ben', holder: idOf('nobody') }))
      .refuses('unknown-reference', { field: 'holder', id: idOf('nobody') });
  });

  it('is not the secretary who seats them (SOD-7)', () =>
    given(...underReview(), recuse('ben'))
      .when({ ...alternate('ben', 'sec'), now: { sec: { teams: ['product-policy'] } } })
      .refuses('separation-of-duties', { rule: 'SOD-7', command: 'seat-alternate' }));

  it('can be seated after the hard stop', () =>
    given(...underReview(), recuse('ben'))
      .when({ ...alternate('ben', 'fay'), at: afterHardStop })
      .emitsTypes('AlternateSeated'));

  it('may be somebody who had declined and comes back', () =>
    given(...underReview(), decline('ben'))
      .when(alternate('ben', 'ben'))
      .emitsTypes('AlternateSeated'));
});

describe('a member who leaves the team', () => {
  const three = [judged('ana'), judged('ben'), judged('cem')] as const;

  it('still shows in the seat, and what they recorded counts until an alternate sits', () =>
    given(...underReview(), ...three, benLeft(judged('dua'))).shows((state) => {
      expect(state.panel?.seats[1]).to.include({
        convened: aliasOf('ben'),
        holder: aliasOf('ben'),
        status: 'sitting',
      });
      expect(outcomesOf(state)).to.include('approved');
    }));

  it('can no longer act in the seat', () => {
    given(...underReview(), ...three)
      .when(benLeft(judged('ben')))
      .refuses('left-team', { seat: 'ben', team: 'product-policy' });
    given(...underReview(), ...three)
      .when((stream) =>
        benLeft(
          act('ben', 'withdraw-judgment', { seat: 'ben', judgment: stream.state.judgments[1]?.event ?? '' }),
        ),
      )
      .refuses('left-team', { seat: 'ben' });
  });

  it('makes room for an alternate, whose silence then counts and not what was recorded before', () =>
    given(...underReview(), ...three, benLeft(alternate('ben', 'fay'))).shows((state) => {
      expect(state.panel?.seats[1]).to.include({ convened: aliasOf('ben'), holder: aliasOf('fay') });
      expect(failingIn(state)).to.deep.include({ 'all-judged': ['ben', 'dua'] });
    }));

  it('keeps a judgment in the count that the secretary would vacate', () =>
    given(...underReview(), ...three)
      .when(benLeft(act('sec', 'vacate-seat', { seat: 'ben', why: 'left-team' })))
      .refuses('seat-judged', { seat: 'ben' }));

  it('leaves a standing prohibition behind in the seat until the alternate judges without it', () => {
    const prohibits = blocked('ben', 'no-harm', { 'no-harm': 'prohibited' });
    const sits = [...underReview(), prohibits, benLeft(alternate('ben', 'fay'))] as const;
    given(...sits).shows((state) =>
      expect(failingIn(state)).to.deep.include({ 'no-prohibits.no-harm': ['ben'] }),
    );
    given(
      ...sits,
      act('fay', 'declare-interest', { seat: 'ben', kind: 'none' }),
      judged('fay', { seat: 'ben' }),
    ).shows((state) => expect(failingIn(state)).to.not.have.property('no-prohibits.no-harm'));
  });
});

describe('seats in imported history', () => {
  it('change as the source says, with the rules that this broke', () => {
    const history = [inHistory(received()), inHistory(convened())] as const;
    given(...history)
      .when(inHistory(alternate('ben', 'adm')))
      .broke('SOD-9', 'not-in-team', 'seat-taken');
    given(...history)
      .when(inHistory(act(null, 'vacate-seat', { seat: 'ben', why: 'left-team' })))
      .broke('not-permitted', 'seat-taken');
    given(...history, inHistory(noInterest('ben')), inHistory(judged('ben')))
      .when(inHistory(decline('ben')))
      .broke('seat-judged');
  });
});
