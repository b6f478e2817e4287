/**
 * `npm run import:joss -- [--texts BYTES] [--data DIR] [--history FILE]`: the JOSS reviews into a ledger. The source has no
 * comment texts; `--texts` generates some of that size, the same ones each time, to measure with.
 */
import { parseArgs } from 'node:util';
import { importHistory } from './history/import.ts';
import { jossActs } from './joss/acts.ts';
import { datasets } from './raw/folder.ts';

/** What a comment may hold. */
const TEXT_LIMIT = 20_000;

const options = { data: { type: 'string' }, history: { type: 'string' }, texts: { type: 'string' } } as const;

const { values } = parseArgs({ options });
const textBytes = values.texts === undefined ? undefined : Number(values.texts);
if (textBytes !== undefined && !(Number.isInteger(textBytes) && textBytes >= 1 && textBytes <= TEXT_LIMIT)) {
  console.error(`--texts is a number of bytes from 1 to ${TEXT_LIMIT}`);
  process.exitCode = 2;
} else {
  process.exitCode = await importHistory({
    source: 'joss',
    acts: jossActs(datasets('joss-reviews'), textBytes === undefined ? {} : { textBytes }),
    data: values.data,
    history: values.history,
  });
}
