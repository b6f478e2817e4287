import { canonical } from '../../events/canonical.ts';
import { toJson } from '../../events/json.ts';

/** Canonical JSON; empty for what is not there. */
export const jsonText = (value: unknown): string => (value === undefined ? '' : canonical(toJson(value)));

export const sameJson = (a: unknown, b: unknown): boolean => jsonText(a) === jsonText(b);
