import { LedgerError } from '../../../events/errors.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import { currentVersionOf } from '../../../projections/framework-versions.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import type { Facts } from '../facts.ts';
import type { Rules } from '../rules.ts';
import { separation } from '../rules.ts';

export type Deciding = AskedOf<'propose-decision' | 'issue-decision'>;

/**
 * The framework version that a panel decides under: the one it was convened with, whatever has been published since. In
 * imported history without a panel, the one it was screened with, else the newest one.
 * @throws LedgerError `unknown-reference`
 */
export function frameworkInForce(state: ReviewState, { frameworks }: Facts): FrameworkVersion {
  const ref = state.panel?.framework ?? state.screening?.framework;
  const found =
    ref === undefined
      ? (currentVersionOf(frameworks) ?? frameworks.versions.at(-1))
      : frameworks.versions.find((each) => each.ref === ref);
  if (found) return found;
  const id = ref ?? state.framework ?? '';
  throw new LedgerError('unknown-reference', `no published version of the framework is ${id}`, {
    field: 'framework',
    id,
  });
}

/** Chair or secretary proposes and issues, neither being submitter or sponsor (DESIGN §7). */
export function requireOutsider(asked: Deciding, state: ReviewState, facts: Facts, rules: Rules): void {
  const actor = facts.actor?.pseudonym;
  const own = actor !== undefined && (actor === state.submitter || actor === state.sponsor);
  rules.require(!own, () =>
    separation('SOD-1', 'submitter and sponsor neither propose nor issue the decision', asked.name),
  );
}
