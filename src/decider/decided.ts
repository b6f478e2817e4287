import type { LedgerEvent } from '../../events/catalogue.ts';
import type { Role } from '../../events/ids.ts';
import type { Acting } from './permit.ts';

/** What a command comes to: the events to append, in which capacity the actor acted, and what they relied on. */
export interface Decided {
  readonly events: readonly [LedgerEvent, ...LedgerEvent[]];
  readonly role: Role;
  readonly team: string | null;
  /** Rules that an imported act broke; always empty for a native one. */
  readonly broke: readonly string[];
  /** The framework version (`key@version#hash`) and the submission version that the rules used. */
  readonly framework: string | null;
  readonly version: number | null;
}

export interface Reliance {
  readonly framework?: string | null;
  readonly version?: number | null;
}

export const decided = (
  acting: Acting,
  broke: readonly string[],
  events: readonly [LedgerEvent, ...LedgerEvent[]],
  reliance: Reliance = {},
): Decided => ({
  events,
  role: acting.role,
  team: acting.team,
  broke,
  framework: reliance.framework ?? null,
  version: reliance.version ?? null,
});
