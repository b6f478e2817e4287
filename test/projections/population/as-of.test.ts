import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { submissionStream } from '../../../events/stream.ts';
import { instantFromMillis, type Occurred } from '../../../events/time.ts';
import { asOf } from '../../../projections/as-of.ts';
import { passAsOf } from '../../../projections/population/as-of.ts';
import { Recorder, uuid } from '../../recorded.ts';

interface Entry {
  readonly recordedAt: string;
  readonly occurred?: Occurred;
}

const day = (n: number): string => instantFromMillis(Date.UTC(2020, 0, 1 + n));
const through = <E extends Entry>(entries: readonly E[], at: string): readonly E[] => {
  let waiting: readonly E[] = [];
  const all: E[] = [];
  for (const entry of entries) {
    const passed = passAsOf(waiting, entry, at);
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
  it('lets through exactly what asOf does of a stream without corrections', () => {
    const times = fc.array(fc.oneof(fc.nat({ max: 30 }), fc.constantFrom('unknown', 'recorded')), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(times, fc.nat({ max: 60 }), (list, n) => {
        const recorder = new Recorder();
        const events = list.flatMap((time, i) => {
          const occurred = typeof time === 'number' ? day(time).slice(0, 10) : time;
          const given = occurred === 'recorded' ? {} : { occurred };
          const comment = { type: 'CommentAdded', data: { visibility: 'panel' } } as const;
          const imported = { source: 'tests', broke: [] };
          const stream = submissionStream(uuid('stream'));
          return recorder.record(stream, [comment], { at: day(40 + i), imported, ...given }).events;
        });
        expect(through(events, day(n))).to.deep.equal(asOf(events, day(n)));
      }),
    );
  });

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
