import { APPEND_LIMIT_BYTES, canonicalBytes, EVENT_LIMIT_BYTES } from '../../../events/canonical.ts';
import { LedgerError } from '../../../events/errors.ts';
import { type FrameworkDefinition, FrameworkTerms } from '../../../events/framework.ts';
import { toJson } from '../../../events/json.ts';

/** Kept free in each event for its envelope, which is never longer. */
const ENVELOPE_BYTES = 2_048;
/** What the terms of a framework version may take, as canonical JSON: they are one event. */
export const TERMS_LIMIT_BYTES = EVENT_LIMIT_BYTES - ENVELOPE_BYTES;

/**
 * A framework version is one append of one event for the terms and one for each criterion; its bounded texts keep a
 * criterion under the limit of an event. @throws LedgerError `too-large`, naming the largest part of what does not fit
 */
export function requireRoom(definition: FrameworkDefinition): void {
  const parts = Object.keys(FrameworkTerms.shape);
  const sizes = Object.entries(definition)
    .filter(([name]) => parts.includes(name))
    .map(([name, value]) => ({ name, bytes: sizeOf(value) }))
    .sort((a, b) => b.bytes - a.bytes);
  const terms = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  if (terms > TERMS_LIMIT_BYTES) throw tooLarge(sizes[0]?.name ?? '', terms, TERMS_LIMIT_BYTES);
  const envelopes = (definition.criteria.length + 1) * ENVELOPE_BYTES;
  const all = terms + sizeOf(definition.criteria) + envelopes;
  if (all > APPEND_LIMIT_BYTES) throw tooLarge('criteria', all, APPEND_LIMIT_BYTES);
}

const sizeOf = (value: unknown): number => canonicalBytes(toJson(value)).length;

function tooLarge(part: string, bytes: number, limit: number): LedgerError {
  const field = `definition.${part}`;
  return new LedgerError(
    'too-large',
    `the framework takes ${bytes} bytes where ${limit} is the limit; shorten ${field}, its largest part`,
    { field, bytes, limit },
  );
}
