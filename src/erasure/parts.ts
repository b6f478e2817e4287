/** How many digests one `DisclosuresErased` names at most (DESIGN §5.8). */
export const partDigests = 1_000;

export interface Part {
  readonly part: number;
  readonly of: number;
  readonly digests: readonly string[];
}

/**
 * The parts of an erasure that are still to be recorded, behind the last recorded one. At least one follows; where fewer
 * digests are left than parts were announced, the last ones name none, and where more are, more are announced.
 */
export function partsBehind(
  digests: readonly string[],
  recorded: { readonly part: number; readonly of: number } | null,
): readonly Part[] {
  const { part: last, of: announced } = recorded ?? { part: 0, of: 0 };
  const needed = Math.max(Math.ceil(digests.length / partDigests), announced - last, 1);
  return Array.from({ length: needed }, (_, i) => ({
    part: last + i + 1,
    of: last + needed,
    digests: digests.slice(i * partDigests, (i + 1) * partDigests),
  }));
}
