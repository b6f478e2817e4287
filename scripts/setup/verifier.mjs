import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const entry = 'src/verify/standalone.ts';

const banner = `#!/usr/bin/env node
// The verifier of govledger in one file, for Node.js 20.19 or newer: node verify.mjs FOLDER --vkey KEY
// Made of src/verify and what it imports by "npm run build:verifier"; nothing of it is minified. "// src/…" and
// the like stand above what each file became; the rest is zod and uuid. Whoever gave you a folder to check could have
// changed the copy of this file in it: compare its SHA-256 with one from elsewhere.
`;

/** Bundles the verifier into dist/verify.mjs; the same sources give the same bytes wherever they lie. */
export function bundleVerifier(root) {
  if (!existsSync(join(root, entry))) return;
  // Found here, not at the top: this is loaded before any package is there.
  const { buildSync } = createRequire(join(root, 'package.json'))('esbuild');
  buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: verifierPath(root),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    charset: 'utf8',
    legalComments: 'inline',
    // Otherwise the comments that name files would say where the packages happen to lie.
    preserveSymlinks: true,
    banner: { js: banner },
    logLevel: 'warning',
  });
}

export const verifierPath = (root) => join(root, 'dist', 'verify.mjs');

export const verifierSha256 = (root) =>
  createHash('sha256')
    .update(readFileSync(verifierPath(root)))
    .digest('hex');
