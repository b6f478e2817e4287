import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../raw/folder.ts';

const place = /(<!-- verifier -->\n)[\s\S]*?(\n<!-- \/verifier -->)/;

/** The page with the SHA-256 of the verifier as it was built. */
export function verifyingPage(): string {
  const page = readFileSync(join(packageRoot, 'docs/verifying.md'), 'utf8');
  const sha256 = hash('sha256', readFileSync(join(packageRoot, 'dist/verify.mjs')), 'hex');
  return page.replace(place, (_, before: string, after: string) => `${before}\`${sha256}\`${after}`);
}
