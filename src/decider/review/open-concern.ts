import { LedgerError } from '../../../events/errors.ts';
import { type Concern, concernsOf } from '../../../projections/evaluator/concerns.ts';
import { hasSealed } from '../../../projections/evaluator/evaluate.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { Circumstances } from '../facts.ts';
import type { Rules } from '../rules.ts';

/**
 * The concern that a command names, which has to be open. Null only in imported history, where a concern may be inside a
 * judgment that nobody opened.
 * @throws LedgerError `review-sealed`, `unknown-reference`, `concern-ended`
 */
export function openConcern(
  field: string,
  id: string,
  state: ReviewState,
  framework: FrameworkVersion,
  { at, subject }: Circumstances,
  rules: Rules,
): Concern | null {
  requireUnsealed(state, subject, rules);
  const concern = concernsOf(state, at, framework.terms.rules.adoptionDays).find(
    (each) => each.concern === id,
  );
  if (concern === undefined) {
    if (hasSealed(state)) return null;
    throw new LedgerError('unknown-reference', `${field} ${id} is no concern of this review`, { field, id });
  }
  const { ended } = concern;
  rules.require(
    ended === null,
    () =>
      new LedgerError('concern-ended', `concern ${id} has ended: ${ended ?? ''}`, {
        concern: id,
        ended: ended ?? '',
      }),
  );
  return concern;
}

/** No rule is run on half of what was said: some judgment, concern or vote cannot be opened. @throws LedgerError `review-sealed` */
export function requireUnsealed(state: ReviewState, submission: string, rules: Rules): void {
  const sealed = hasSealed(state) || state.votes.some(({ content }) => content === 'sealed');
  rules.require(
    !sealed,
    () =>
      new LedgerError('review-sealed', 'a judgment, concern or vote of this review cannot be opened', {
        submission,
      }),
  );
}
