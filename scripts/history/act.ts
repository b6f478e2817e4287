import type { Json } from '../../events/canonical.ts';

/** A time as a source knows it: an instant, a day, a month, or a span; an act without one happened at an unknown time. */
export type ActTime = string | { readonly from: string; readonly to: string };

/** One line of a history file (DESIGN §5.10): what was done, under a key of the source, and the command's own fields. */
export interface Act {
  readonly act: string;
  /** Stable, and unique in its source: an import again recognises the act by it. */
  readonly key: string;
  readonly submission?: string;
  readonly at?: ActTime;
  readonly by?: string;
  readonly as?: string;
  readonly [field: string]: Json | undefined;
}
