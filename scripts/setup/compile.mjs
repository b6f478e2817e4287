import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './setup-error.mjs';
import { bundleVerifier } from './verifier.mjs';

/** True when no source has been changed, added or removed since dist was made. */
export function isCompiled(root) {
  const path = stampPath(root);
  return existsSync(path) && readFileSync(path, 'utf8') === stamp(root);
}

/** Makes dist anew: the compiled TypeScript, the JSON files of src/ beside it, and the verifier in one file. */
export function compile(root) {
  console.log('setup: compiling');
  const before = stamp(root);
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  if (spawnSync(process.execPath, [compiler], { cwd: root, stdio: 'inherit' }).status !== 0) {
    throw new SetupError('tsc found errors');
  }
  for (const path of assets(root)) cpSync(join(root, path), join(root, 'dist', path));
  const cli = join(root, 'dist', 'src', 'cli', 'main.js');
  if (existsSync(cli)) chmodSync(cli, 0o755);
  bundleVerifier(root);
  writeFileSync(stampPath(root), before);
}

function stampPath(root) {
  return join(root, 'dist', '.compiled');
}

/** Times and sizes, not contents: going back to a file's old text must also replace what was compiled in between. */
function stamp(root) {
  const settings = ['package.json', 'package-lock.json', 'tsconfig.json'];
  const hash = createHash('sha256');
  for (const path of [...settings, ...sources(root), ...assets(root)]) {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return `${hash.digest('hex')}\n`;
}

function sources(root) {
  const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  return include.flatMap((folder) => filesOf(root, folder)).filter((path) => /\.tsx?$/.test(path));
}

function assets(root) {
  return filesOf(root, 'src').filter((path) => path.endsWith('.json'));
}

function filesOf(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true })
    .map((path) => join(folder, path))
    .sort();
}
