import type { Recorded } from '../../events/decode.ts';
import type { Screening } from './state.ts';

/** The screening with what a panel that ends leaves to be presumed: its standing `prohibits` (DESIGN §7 rule 1). */
export function withPresumed(
  screening: Screening | null,
  { id, data }: Recorded<'PanelDissolved' | 'SubmissionReopened'>,
): Screening | null {
  if (screening === null || data.presumed === undefined) return screening;
  const presumed = [...new Set([...screening.presumed, ...data.presumed])];
  return { ...screening, presumed, added: [...screening.added, id] };
}
