import { LedgerError } from '../../events/errors.ts';
import type { FrameworkVersion } from '../../projections/framework-versions.ts';
import { isReviewOpen } from '../../projections/review-state/open.ts';
import type { PanelState, ReviewState } from '../../projections/review-state/state.ts';
import type { Facts } from './facts.ts';
import type { Rules } from './rules.ts';

/** @throws LedgerError `wrong-phase` */
export function requireOpenReview(state: ReviewState, rules: Rules): void {
  const { phase, outcome } = state;
  const where = outcome === null ? `in ${phase}` : `in ${phase}, with the outcome ${outcome}`;
  rules.require(
    isReviewOpen(state),
    () =>
      new LedgerError(
        'wrong-phase',
        `the submission is ${where}; this is accepted while a panel reviews it and no outcome is issued`,
        { phase, accepted: ['review', 'decision'] },
      ),
  );
}

/** The panel that sits, in both modes: an act on it has nothing to refer to without one. @throws LedgerError `not-found` */
export function requirePanel(state: ReviewState, submission: string): PanelState {
  if (state.panel !== null) return state.panel;
  throw new LedgerError('not-found', 'no panel sits on the submission', { what: 'panel', id: submission });
}

/** The version under which the panel was convened, whatever was published since. @throws LedgerError `unknown-reference` */
export function panelFramework(panel: PanelState, facts: Facts): FrameworkVersion {
  const version = facts.frameworks.versions.find(({ ref }) => ref === panel.framework);
  if (version !== undefined) return version;
  throw new LedgerError('unknown-reference', `the panel's framework ${panel.framework} is not on record`, {
    field: 'framework',
    id: panel.framework,
  });
}
