import type { When } from '../review-state/state.ts';

/**
 * A time as precisely as it was recorded: an instant, a day, a month, a span `from/to` (ISO 8601) or `unknown`; where the
 * entry says nothing of its own, the instant of its recording.
 */
export function momentOf(when: When | null | undefined): string | null {
  if (when === null || when === undefined) return null;
  const { occurred, recordedAt } = when;
  if (occurred === undefined) return recordedAt;
  return typeof occurred === 'string' ? occurred : `${occurred.from}/${occurred.to}`;
}
