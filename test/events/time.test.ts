import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  addDays,
  Day,
  endOf,
  Instant,
  instantFromMillis,
  lowerBound,
  Month,
  millisOf,
  Occurred,
  parseMoment,
  startOf,
  upperBound,
} from '../../events/time.ts';
import { refusal } from '../vault/refusals.ts';

const takes = (schema: { safeParse: (value: unknown) => { success: boolean } }, value: unknown): boolean =>
  schema.safeParse(value).success;

describe('times', () => {
  for (const good of ['2026-03-03T17:00:00.000Z', '2024-02-29T23:59:59.999Z', '1999-12-31T00:00:00.000Z']) {
    it(`are instants like ${good}`, () => expect(takes(Instant, good)).to.equal(true));
  }
  const bad = [
    '2026-03-03T17:00:00Z',
    '2026-03-03T17:00:00.00Z',
    '2026-03-03T17:00:00.0000Z',
    '2026-03-03T17:00:00.000z',
    '2026-03-03 17:00:00.000Z',
    '2026-03-03T17:00:00.000+00:00',
    '2026-03-03T24:00:00.000Z',
    '2026-03-03T17:60:00.000Z',
    '2026-03-03T17:00:60.000Z',
    '2025-02-29T17:00:00.000Z',
    '2026-04-31T17:00:00.000Z',
    '2026-00-10T17:00:00.000Z',
    '2026-13-10T17:00:00.000Z',
    '2026-03-00T17:00:00.000Z',
    '2026-03-03T17:00:00.000Z\n',
  ];
  for (const text of bad) {
    it(`are not ${JSON.stringify(text)}`, () => {
      expect(takes(Instant, text)).to.equal(false);
      expect(takes(Occurred, text)).to.equal(false);
    });
  }

  it('are days and months of the calendar', () => {
    expect(['2024-02-29', '2026-12-31'].every((day) => takes(Day, day))).to.equal(true);
    expect(['2025-02-29', '2026-06-31', '2026-6-1', '2026-06'].some((day) => takes(Day, day))).to.equal(
      false,
    );
    expect(['2024-02', '2026-12'].every((month) => takes(Month, month))).to.equal(true);
    expect(['2026-00', '2026-13', '2026'].some((month) => takes(Month, month))).to.equal(false);
  });

  const bounds: readonly [Occurred, string | null, string | null][] = [
    ['2026-03-03T17:00:00.000Z', '2026-03-03T17:00:00.000Z', '2026-03-03T17:00:00.000Z'],
    ['2026-03-03', '2026-03-03T00:00:00.000Z', '2026-03-03T23:59:59.999Z'],
    ['2026-12-31', '2026-12-31T00:00:00.000Z', '2026-12-31T23:59:59.999Z'],
    ['2024-02', '2024-02-01T00:00:00.000Z', '2024-02-29T23:59:59.999Z'],
    ['2026-12', '2026-12-01T00:00:00.000Z', '2026-12-31T23:59:59.999Z'],
    [{ from: '2026-01', to: '2026-03-03' }, '2026-01-01T00:00:00.000Z', '2026-03-03T23:59:59.999Z'],
    ['unknown', null, null],
  ];
  for (const [occurred, from, to] of bounds) {
    it(`of ${JSON.stringify(occurred)} are bounded by ${from} and ${to}`, () => {
      expect(takes(Occurred, occurred)).to.equal(true);
      expect([lowerBound(occurred), upperBound(occurred)]).to.deep.equal([from, to]);
    });
  }

  it('refuse a span that ends before it begins', () => {
    expect(takes(Occurred, { from: '2026-03-04', to: '2026-03-03' })).to.equal(false);
    expect(takes(Occurred, { from: '2026-03-03', to: '2026-03' })).to.equal(true);
  });

  it('of a day and a month meet the next one without a gap', () =>
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2100, 0) }), (millis) => {
        const instant = instantFromMillis(millis);
        for (const length of [7, 10]) {
          const dated = instant.slice(0, length);
          const next = instantFromMillis(millisOf(endOf(dated)) + 1).slice(0, length);
          expect(startOf(dated) <= instant && instant <= endOf(dated)).to.equal(true);
          expect(startOf(next)).to.equal(instantFromMillis(millisOf(endOf(dated)) + 1));
        }
      }),
    ));

  it('move by days of 24 hours', () =>
    expect(addDays('2026-03-28T12:00:00.000Z', 5)).to.equal('2026-04-02T12:00:00.000Z'));

  const given: readonly [string, string][] = [
    ['2026-03-03', '2026-03-03T23:59:59.999Z'],
    ['2026-02', '2026-02-28T23:59:59.999Z'],
    ['2026-03-03T17:00:00.000Z', '2026-03-03T17:00:00.000Z'],
    ['2026-03-03T17:00:00Z', '2026-03-03T17:00:00.000Z'],
    ['2026-03-03T17:00Z', '2026-03-03T17:00:00.000Z'],
    ['2026-03-03T17:00:00+02:00', '2026-03-03T15:00:00.000Z'],
  ];
  for (const [text, moment] of given) {
    it(`are meant by ${text}`, () => expect(parseMoment(text, '--as-of')).to.equal(moment));
  }
  for (const text of [
    '',
    'yesterday',
    '2026',
    '2026-02-30',
    '2026-02-30T10:00:00Z',
    '2026-03-03T17:00:00',
    '1770000000',
  ]) {
    it(`are not meant by ${JSON.stringify(text)}`, () => {
      const { facts, message } = refusal(() => parseMoment(text, '--as-of'), 'invalid-time');
      expect(facts).to.deep.equal({ field: '--as-of', rule: 'instant, day or month' });
      expect(message).to.include('--as-of must be an instant (2026-03-03T17:00:00Z)');
    });
  }
});
