/** Bundles the verifier into one file, dist/verify.mjs, and says its SHA-256. */
import { fileURLToPath } from 'node:url';
import { withLock } from './setup/lock.mjs';
import { reporting } from './setup/setup-error.mjs';
import { bundleVerifier, verifierSha256 } from './setup/verifier.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await reporting(() => withLock(root, () => bundleVerifier(root)));
console.log(`${verifierSha256(root)}  dist/verify.mjs`);
