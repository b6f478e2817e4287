import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { describe } from 'mocha';
import { federalActs } from '../../../scripts/federal/acts.ts';
import { federalFigures } from '../../../scripts/figures/federal.ts';
import { differs } from '../../../scripts/figures/figure.ts';
import type { Act } from '../../../scripts/history/act.ts';
import { datasets } from '../../../scripts/raw/folder.ts';
import { itNeeding } from '../../it-needing.ts';
import { played } from './played.ts';
import { without } from './without.ts';

const folder = datasets('federal-ai-2024');
const itWithData = itNeeding('the raw files in ../shared/data/federal-ai-2024', existsSync(folder));
const times = ['2024-12-18', '2025-01-23', null];
const figuresOf = async (acts: AsyncIterable<Act>) => federalFigures(folder, await played(acts, times));

describe('figures of the federal inventory', function () {
  this.timeout(60_000);

  itWithData(
    'equal the published ones: totals, classes and all 78 agency rows of both editions',
    async () => {
      const figures = await figuresOf(federalActs(folder));
      expect(figures.filter(differs)).to.deep.equal([]);
      const ours = new Map(figures.map((each) => [each.figure, each.ours]));
      expect(ours.get('2024-12-18 use cases')).to.equal('1757');
      expect(ours.get('2025-01-23 agencies')).to.equal('41');
      expect(ours.get('2025-01-23 rights- or safety-impacting')).to.equal('351');
      expect(figures.filter(({ published }) => published.includes(' / '))).to.have.length(78);
    },
  );

  for (const key of [
    'agency/Department of Labor',
    '7/received',
    '1700/classified',
    '505/revised/2025-01-23',
  ]) {
    itWithData(`differ when the act ${key} is missing`, async () => {
      const figures = await figuresOf(without(key, federalActs(folder)));
      expect(figures.filter(differs)).not.to.deep.equal([]);
    });
  }
});
