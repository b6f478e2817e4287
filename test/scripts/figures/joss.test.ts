import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { describe } from 'mocha';
import { differs } from '../../../scripts/figures/figure.ts';
import { jossFigures } from '../../../scripts/figures/joss.ts';
import type { Listings } from '../../../scripts/figures/listing.ts';
import { jossActs } from '../../../scripts/joss/acts.ts';
import { datasets } from '../../../scripts/raw/folder.ts';
import { itNeeding } from '../../it-needing.ts';
import { played } from './played.ts';
import { without } from './without.ts';

const folder = datasets('joss-reviews');
const itWithData = itNeeding('the raw files in ../shared/data/joss-reviews', existsSync(folder));
const times = [null, '2018-01-01', '2020-01-01', '2022-01-01', '2024-01-01'];
let whole: Promise<Listings> | undefined;
const wholeHistory = (): Promise<Listings> => {
  whole ??= played(jossActs(folder), times);
  return whole;
};

describe('figures of the JOSS reviews', function () {
  // 180,000 acts, folded for five times at once: some 15 s, and longer on a busy machine.
  this.timeout(180_000);

  itWithData('equal the published ones, and the open work of four days is replayed both ways', async () => {
    const figures = await jossFigures(folder, await wholeHistory());
    expect(figures.filter(differs)).to.deep.equal([]);
    const ours = new Map(figures.map((each) => [each.figure, each.ours]));
    expect(ours.get('editors')).to.equal('139');
    expect(ours.get('reviewer labels')).to.equal('2792');
    expect(ours.get('days in both, median')).to.equal('100');
    expect(ours.get('comments')).to.equal('165537');
    expect(ours.get('2020-01-01 published, plain replay')).to.equal('797');
  });

  itWithData('differ when one comment of 165,537 is missing', async () => {
    const acts = without('10.21105/joss.00011/comment/2', jossActs(folder));
    const [cut, asItWas] = [await played(acts, [null]), await wholeHistory()];
    const figures = await jossFigures(folder, (kind, day) => (day === null ? cut : asItWas)(kind, day));
    expect(figures.filter(differs).map((each) => each.figure)).to.deep.equal([
      'comments',
      'comments not by a bot',
      'comments by other',
    ]);
  });
});
