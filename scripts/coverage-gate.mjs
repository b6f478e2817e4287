/**
 * Fails when the folders that hold the record and its rules fall under the floor; c8's own check knows only the whole.
 * Reads what `c8` left in coverage/coverage-summary.json. A file of types alone compiles to nothing and c8 calls it
 * uncovered, so it does not count.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const FLOOR_PERCENT = 95;
const FOLDERS = ['events', 'projections', 'src/decider'];

const root = fileURLToPath(new URL('..', import.meta.url));
const { total: _, ...files } = JSON.parse(readFileSync(join(root, 'coverage/coverage-summary.json'), 'utf8'));
const counted = Object.entries(files)
  .map(([path, { lines }]) => ({ path: relative(root, path), ...lines }))
  .filter(({ path }) => holdsCode(path));

for (const folder of FOLDERS) {
  if (!existsSync(join(root, folder))) continue;
  const inFolder = counted.filter(({ path }) => path.startsWith(`${folder}/`));
  const percent = share(inFolder);
  console.log(`coverage of ${folder}/: ${percent.toFixed(1)} % of lines, at least ${FLOOR_PERCENT} % wanted`);
  if (percent >= FLOOR_PERCENT) continue;
  process.exitCode = 1;
  for (const file of inFolder.filter((file) => file.pct < FLOOR_PERCENT)) {
    console.log(`  ${file.path}: ${file.covered} of ${file.total} lines`);
  }
}

function share(files) {
  const total = files.reduce((sum, file) => sum + file.total, 0);
  const covered = files.reduce((sum, file) => sum + file.covered, 0);
  return total === 0 ? 100 : (100 * covered) / total;
}

function holdsCode(path) {
  const compiled = readFileSync(join(root, 'dist', path.replace(/\.tsx?$/, '.js')), 'utf8');
  return compiled.replace(/^\/\/#.*$|^export \{\};$/gm, '').trim() !== '';
}
