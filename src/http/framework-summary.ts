import { currentVersionOf, type FrameworkState } from '../../projections/framework-versions.ts';

/** A line of a list of frameworks. */
export function frameworkSummary(key: string, state: FrameworkState) {
  const current = currentVersionOf(state);
  return {
    key,
    title: (current ?? state.versions.at(-1))?.terms.title ?? null,
    current: current?.version ?? null,
    versions: state.versions.map(({ version, hash, publishedAt, retired }) => ({
      version,
      hash,
      publishedAt,
      retired,
    })),
    proposals: state.proposals,
  };
}
