/**
 * `npm run figures -- federal|joss [--data DIR]`: what others published beside what the ledger says, a figure a line.
 * Reads the ledger through `govledger population … --json` and nothing else. Exit 1 on any difference, 2 on usage.
 */
import { parseArgs } from 'node:util';
import { federalFigures } from './figures/federal.ts';
import { differs, type Figure, figureTable } from './figures/figure.ts';
import { jossFigures } from './figures/joss.ts';
import { type Listings, listingsOf } from './figures/listing.ts';
import { datasets, missing } from './raw/folder.ts';

const sources: {
  readonly [name: string]: {
    readonly folder: string;
    readonly of: (f: string, l: Listings) => Promise<readonly Figure[]>;
  };
} = {
  federal: { folder: 'federal-ai-2024', of: federalFigures },
  joss: { folder: 'joss-reviews', of: jossFigures },
};

const { positionals, values } = parseArgs({ allowPositionals: true, options: { data: { type: 'string' } } });
const source = sources[positionals[0] ?? ''];
const folder = datasets(source?.folder ?? '');
const wrong =
  source === undefined || positionals.length !== 1
    ? `usage: npm run figures -- ${Object.keys(sources).join('|')} [--data DIR]`
    : missing(folder);
if (source === undefined || wrong !== null) {
  console.error(wrong);
  process.exitCode = 2;
} else {
  const figures = await source.of(folder, listingsOf(values.data ?? null));
  const different = figures.filter(differs).length;
  console.log(figureTable(figures));
  console.log(`${figures.length} figures, ${different === 0 ? 'all equal' : `${different} differ`}`);
  process.exitCode = different === 0 ? 0 : 1;
}
