/**
 * Makes a checkout ready to start or to test: the packages, then the compiled sources.
 * Does only what is missing and says nothing when nothing is; plain Node, because it runs before any package is there.
 */
import { fileURLToPath } from 'node:url';
import { compile, isCompiled } from './setup/compile.mjs';
import { withLock } from './setup/lock.mjs';
import { requireNode } from './setup/node-version.mjs';
import { hasPackages, installPackages } from './setup/packages.mjs';
import { reporting } from './setup/setup-error.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await reporting(async () => {
  requireNode(root);
  if (hasPackages(root) && isCompiled(root)) return;
  await withLock(root, () => {
    if (!hasPackages(root)) installPackages(root);
    if (!isCompiled(root)) compile(root);
  });
});
