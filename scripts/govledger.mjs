#!/usr/bin/env node
/**
 * What `npx govledger` runs. Kept in the repository, not in dist: npx links a project's own command once and keeps the link,
 * so a command that was not there the first time would stay "not found" after the build.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const main = new URL('../dist/src/cli/main.js', import.meta.url);

if (existsSync(main)) {
  await import(main.href);
} else {
  console.error(`govledger is not built yet: run \`npm start\` or \`npm test\` once in ${root}`);
  process.exitCode = 2;
}
