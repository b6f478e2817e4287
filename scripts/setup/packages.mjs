import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { SetupError } from './setup-error.mjs';

/** True when node_modules holds exactly what package-lock.json names, compiled for the Node that runs this. */
export function hasPackages(root) {
  if (readOrNothing(stampPath(root)) === stamp(root)) return true;
  if (!agreesWithLock(root) || !loadsNativeCode(root)) return false;
  writeFileSync(stampPath(root), stamp(root));
  return true;
}

export function installPackages(root) {
  refuseLinkedFolder(root);
  console.log('setup: installing packages (npm ci; compiling better-sqlite3 can take two minutes)');
  const npm = spawnSync('npm', ['ci', '--include=dev', '--no-fund', '--no-audit'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    throw new SetupError(
      'npm ci failed. It needs a package registry within reach and, to compile better-sqlite3, a C++ toolchain: ' +
        'g++ (or clang++), make and python3. On Debian: apt-get install build-essential python3',
    );
  }
  writeFileSync(stampPath(root), stamp(root));
}

/** npm ci empties node_modules first; through a link it would empty somebody else's. */
function refuseLinkedFolder(root) {
  const folder = join(root, 'node_modules');
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const target = existsSync(folder) ? realpathSync(folder) : 'nothing';
  throw new SetupError(
    `node_modules is a link to ${target}, which does not hold what package-lock.json names; ` +
      'install there, or remove the link',
  );
}

function stampPath(root) {
  return join(root, 'node_modules', '.govledger-setup');
}

function stamp(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return `${lock} ${process.platform}-${process.arch} node-abi-${process.versions.modules}\n`;
}

/** npm's own list of what it installed, against the lock: a developer's `npm install` needs no second installation. */
function agreesWithLock(root) {
  const installed = readOrNothing(join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return false;
  const held = JSON.parse(installed).packages;
  const { '': project, ...wanted } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  ).packages;
  const isRight = ([path, entry]) =>
    path in held ? held[path].integrity === entry.integrity : entry.optional === true;
  return Object.entries(wanted).every(isRight) && Object.keys(held).every((path) => path in wanted);
}

function loadsNativeCode(root) {
  try {
    const Database = createRequire(join(root, 'package.json'))('better-sqlite3');
    new Database(':memory:').close();
    return true;
  } catch {
    return false;
  }
}

function readOrNothing(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
