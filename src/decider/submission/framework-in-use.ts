import { LedgerError } from '../../../events/errors.ts';
import { currentVersionOf, type FrameworkVersion } from '../../../projections/framework-versions.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { Circumstances, Facts } from '../facts.ts';

/**
 * The framework version that a new act on the content is held against: the one under which the panel convened, so that a
 * version published in mid-review changes nothing for it; before that the newest one. Imported history may go on under a
 * retired version. @throws LedgerError `unknown-reference`
 */
export function frameworkInUse(
  key: string,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): FrameworkVersion {
  const { frameworks } = facts;
  const frozen = state.panel?.framework;
  const retired = circumstances.imported === null ? null : (frameworks.versions.at(-1) ?? null);
  const version =
    frozen === undefined
      ? (currentVersionOf(frameworks) ?? retired)
      : frameworks.versions.find(({ ref }) => ref === frozen);
  if (version?.key === key) return version;
  throw new LedgerError('unknown-reference', `framework ${key} has no version in force`, {
    field: 'framework',
    id: key,
  });
}
