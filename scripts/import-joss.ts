/**
 * `npm run import:joss -- [--texts BYTES] [--data DIR] [--history FILE]`: the JOSS reviews into a ledger. The source has no
 * comment texts; `--texts` generates some of that size, the same ones each time, to measure with.
 */
import { parseArgs } from 'node:util';
import { importHistory } from './history/import.ts';
import { jossActs } from './joss/acts.ts';
import { datasets, missing } from './raw/folder.ts';

/** What a comment may hold. */
const TEXT_LIMIT = 20_000;

const options = { data: { type: 'string' }, history: { type: 'string' }, texts: { type: 'string' } } as const;

const { values } = parseArgs({ options });
const textBytes = values.texts === undefined ? undefined : Number(values.texts);
const fits =
  textBytes === undefined || (Number.isInteger(textBytes) && textBytes >= 1 && textBytes <= TEXT_LIMIT);
const folder = datasets('joss-reviews');
const wrong = fits ? missing(folder) : `--texts is a number of bytes from 1 to ${TEXT_LIMIT}`;
if (wrong !== null) {
  console.error(wrong);
  process.exitCode = 2;
} else {
  process.exitCode = await importHistory({
    source: 'joss',
    acts: jossActs(folder, textBytes === undefined ? {} : { textBytes }),
    data: values.data,
    history: values.history,
  });
}
