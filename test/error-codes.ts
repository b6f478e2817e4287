import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

/** The codes of `interface Refusals` as they are written there: a type leaves nothing behind to ask at run time. */
export const errorCodes: readonly string[] = [
  ...(readFileSync(join(packageRoot, 'events/errors.ts'), 'utf8')
    .split('export interface Refusals {')[1]
    ?.split('\n}\n')[0]
    ?.matchAll(/^ {2}'?([a-z][a-z-]*)'?: \{/gm) ?? []),
].map(([, code]) => code ?? '');
