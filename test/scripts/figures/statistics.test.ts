import { expect } from 'chai';
import { describe, it } from 'mocha';
import { daysBetween, distinct, mean, median } from '../../../scripts/figures/statistics.ts';

describe('statistics of figures', () => {
  it('takes the middle value, or halfway between the two middle ones, by size and not by spelling', () => {
    expect(median([100, 9, 20])).to.equal(20);
    expect(median([1, 10, 2, 4])).to.equal(3);
    expect(median([])).to.equal(null);
  });

  it('gives a mean to four decimals', () => {
    expect(mean([1, 1, 2])).to.equal(1.3333);
    expect(mean([])).to.equal(null);
  });

  it('counts whole days of the calendar, and refuses what is not a day', () => {
    expect(daysBetween('2020-02-28', '2020-03-01')).to.equal(2);
    expect(daysBetween('2020-03-01', '2020-03-01')).to.equal(0);
    expect(() => daysBetween('2020-03', '2020-03-01')).to.throw('2020-03 is not a day');
  });

  it('counts labels exactly as written, the empty one among them', () => {
    expect(distinct(['u1', 'u1~2', '', 'u1'])).to.equal(3);
  });
});
