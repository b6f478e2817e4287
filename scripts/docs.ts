/** Writes the pages of docs/ that are made from the code. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pages } from './docs/pages.ts';
import { packageRoot } from './raw/folder.ts';

for (const [name, page] of Object.entries(pages)) await writeFile(join(packageRoot, 'docs', name), page());
