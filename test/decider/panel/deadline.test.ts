import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type Act, act, given } from '../given.ts';
import { afterHardStop, deadline, inHistory, received, screened, seatsFor, underReview } from '../reviews.ts';

const four = seatsFor('ana', 'ben', 'cem', 'dua');
const undated = [received(), screened(), act('sec', 'convene-panel', { seats: [...four] })] as const;
const set: Act = act('sec', 'set-due-date', { deadline });
const later = {
  ...deadline,
  due: '2026-02-15T17:00:00.000Z',
  graceUntil: '2026-02-16T17:00:00.000Z',
  hardStop: '2026-02-20T17:00:00.000Z',
};
const extend = (to = later): Act => act('sec', 'extend-due-date', { deadline: to, reason: 'Illness' });

describe('a due date', () => {
  it('is set once, for a panel that was convened without one', () => {
    given(...undated)
      .when(set)
      .emits({ type: 'DueDateSet', data: { deadline } });
    given(...undated, set)
      .when(set)
      .refuses('already-exists', { what: 'deadline', id: deadline.due });
  });

  it('is to come, and its three ends are in order', () => {
    given(...undated)
      .when({ ...set, at: deadline.due })
      .refuses('invalid-deadline', { field: 'deadline.due' });
    given(...undated)
      .when(act('sec', 'set-due-date', { deadline: { ...deadline, graceUntil: '2026-01-30T16:00:00.000Z' } }))
      .refuses('invalid-deadline', { field: 'deadline.graceUntil' });
  });

  it('is the secretary’s to set and to extend', () => {
    given(...undated)
      .when(act('cha', 'set-due-date', { deadline }))
      .refuses('not-permitted', { accepted: ['secretary'] });
    given(...underReview())
      .when(act('cha', 'extend-due-date', { deadline: later, reason: 'Illness' }))
      .refuses('not-permitted', { accepted: ['secretary'] });
  });

  it('needs a panel', () => {
    given(received(), screened())
      .when(set)
      .refuses('wrong-phase', { phase: 'screening', accepted: ['review', 'decision'] });
    given(inHistory(received())).when(inHistory(set)).refuses('not-found', { what: 'panel' });
  });
});

describe('an extension', () => {
  it('moves the due date later, with a reason', () => {
    given(...underReview())
      .when(extend())
      .emits({ type: 'DueDateExtended', data: { deadline: later, reason: 'Illness' } });
    given(...underReview())
      .when(act('sec', 'extend-due-date', { deadline: later }))
      .refuses('invalid-command', { command: 'extend-due-date', field: 'reason' });
    given(...underReview(), extend()).shows(({ panel }) =>
      expect(panel).to.deep.include({ deadline: later, extensions: 1 }),
    );
  });

  it('may be given after the hard stop', () =>
    given(...underReview())
      .when({ ...extend(), at: afterHardStop })
      .emitsTypes('DueDateExtended'));

  it('takes nothing away', () => {
    given(...underReview())
      .when(extend(deadline))
      .refuses('invalid-deadline', { field: 'deadline.due' });
    given(...underReview())
      .when(extend({ ...later, graceUntil: '2026-02-15T16:00:00.000Z' }))
      .refuses('invalid-deadline', { field: 'deadline.graceUntil' });
    const shorter = { ...later, due: '2026-01-31T00:00:00.000Z', graceUntil: '2026-01-31T00:00:00.000Z' };
    given(...underReview())
      .when(extend({ ...shorter, hardStop: '2026-02-06T16:59:59.999Z' }))
      .refuses('invalid-deadline', { field: 'deadline.hardStop' });
  });

  it('needs something to extend', () =>
    given(...undated)
      .when(extend())
      .refuses('not-found', { what: 'deadline' }));
});
