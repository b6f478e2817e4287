import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, the same from a source as from what was compiled of it. */
export const packageRoot = findUp(new URL('.', import.meta.url));

/** Where the published data stand: `GOVLEDGER_DATASETS`, or beside the project. */
export const datasets = (name: string): string =>
  join(process.env['GOVLEDGER_DATASETS'] ?? join(packageRoot, '..', 'shared', 'data'), name);

/** What to say where a folder of published data is not there; null where it is. */
export const missing = (folder: string): string | null =>
  existsSync(folder)
    ? null
    : `there is no ${folder}; GOVLEDGER_DATASETS names the folder that holds the data sets`;

function findUp(folder: URL): string {
  return existsSync(new URL('package.json', folder)) ? fileURLToPath(folder) : findUp(new URL('..', folder));
}
