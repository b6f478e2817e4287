import { createHash } from 'node:crypto';
import { canonicalBytes } from './canonical.ts';
import type { FrameworkDefinition } from './framework.ts';
import { toJson } from './json.ts';

/**
 * What pins a framework version to its content: SHA-256, in lower-case hex, over the canonical JSON of the definition,
 * key and version included. @throws LedgerError `not-canonical`
 */
export const frameworkHash = (definition: FrameworkDefinition): string =>
  createHash('sha256')
    .update(canonicalBytes(toJson(definition)))
    .digest('hex');
