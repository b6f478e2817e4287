import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { populationPage } from '../../../scripts/docs/population-page.ts';
import { packageRoot } from '../../package-root.ts';

describe('docs/population.md', () => {
  it('says of every column what the listings have', async () => {
    expect(await readFile(join(packageRoot, 'docs', 'population.md'), 'utf8')).to.equal(populationPage());
  });
});
