/** Compiles everything from nothing; `setup.mjs` does the same, but only when a source has changed. */
import { fileURLToPath } from 'node:url';
import { compile } from './setup/compile.mjs';
import { withLock } from './setup/lock.mjs';
import { reporting } from './setup/setup-error.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await reporting(() => withLock(root, () => compile(root)));
