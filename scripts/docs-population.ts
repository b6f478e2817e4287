/** Writes docs/population.md. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { populationPage } from './docs/population-page.ts';
import { packageRoot } from './raw/folder.ts';

await writeFile(join(packageRoot, 'docs', 'population.md'), populationPage());
