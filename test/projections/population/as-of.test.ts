import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { instantFromMillis, type Occurred } from '../../../events/time.ts';
import { passAsOf } from '../../../projections/population/as-of.ts';

interface Entry {
  readonly recordedAt: string;
  readonly occurred?: Occurred;
}

const day = (n: number): string => instantFromMillis(Date.UTC(2020, 0, 1 + n));
const through = (entries: readonly Entry[], asOf: string): readonly Entry[] => {
  let waiting: readonly Entry[] = [];
  const all: Entry[] = [];
  for (const entry of entries) {
    const passed = passAsOf(waiting, entry, asOf);
    waiting = passed.waiting;
    all.push(...passed.through);
  }
  return all;
};

const entries = fc.array(fc.option(fc.nat({ max: 30 }), { nil: undefined }), { maxLength: 12 }).map((days) =>
  days.map((n, i): Entry => {
    const recordedAt = day(40 + i);
    return n === undefined
      ? { recordedAt, occurred: 'unknown' }
      : { recordedAt, occurred: day(n).slice(0, 10) };
  }),
);

describe('passAsOf', () => {
  it('never reorders, and leaves nothing out once everything was recorded', () => {
    fc.assert(
      fc.property(entries, fc.nat({ max: 60 }), (list, n) => {
        const kept = through(list, day(n));
        expect(list.filter((entry) => kept.includes(entry))).to.deep.equal(kept);
        expect(through(list, day(100))).to.deep.equal(list);
      }),
    );
  });

  it('lets an entry through at a later time too', () => {
    fc.assert(
      fc.property(entries, fc.nat({ max: 60 }), fc.nat({ max: 60 }), (list, a, b) => {
        const [earlier, later] = a < b ? [a, b] : [b, a];
        const kept = through(list, day(later));
        for (const entry of through(list, day(earlier))) expect(kept).to.include(entry);
      }),
    );
  });

  it('takes an entry of unknown time with the next dated one, and never by a later one', () => {
    const unknown: Entry = { recordedAt: day(50), occurred: 'unknown' };
    const late: Entry = { recordedAt: day(50), occurred: '2020-01-20' };
    const early: Entry = { recordedAt: day(50), occurred: '2020-01-05' };
    expect(through([unknown, late, early], day(10))).to.deep.equal([early]);
    expect(through([unknown, early, late], day(10))).to.deep.equal([unknown, early]);
    expect(through([early, unknown], day(10))).to.deep.equal([early]);
  });
});
