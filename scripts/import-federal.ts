/**
 * `npm run import:federal -- [--edition 2024-12-18] [--data DIR] [--history FILE]`: the federal inventory into a ledger. With
 * the first edition alone, and again with both, the second import adds what the second edition adds.
 */
import { parseArgs } from 'node:util';
import { federalActs } from './federal/acts.ts';
import { editions } from './federal/raw.ts';
import { importHistory } from './history/import.ts';
import { datasets, missing } from './raw/folder.ts';

const options = {
  data: { type: 'string' },
  edition: { type: 'string', default: '2025-01-23' },
  history: { type: 'string' },
} as const;

const { values } = parseArgs({ options });
const until = editions.find((edition) => edition === values.edition);
const folder = datasets('federal-ai-2024');
const wrong = until === undefined ? `--edition is one of ${editions.join(', ')}` : missing(folder);
if (wrong !== null) {
  console.error(wrong);
  process.exitCode = 2;
} else {
  process.exitCode = await importHistory({
    source: 'omb-2024',
    acts: federalActs(folder, until),
    data: values.data,
    history: values.history,
  });
}
