import { LedgerError } from '../../../events/errors.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { Circumstances } from '../facts.ts';
import { type Rules, requireGiven } from '../rules.ts';

/** What a judgment or a concern says it is about: the submission's version, and the criteria's hash, which history may lack. */
export interface JudgedOn {
  readonly version: number;
  readonly criteria?: string;
}

/**
 * Its author saw what is there now, and names it. Imported history may judge an older version, never one that does not exist.
 * @throws LedgerError `version-changed`, `criteria-changed`, `unknown-reference`, `invalid-command` for no criteria
 */
export function requireCurrent(
  { name, data: { version, criteria } }: { readonly name: string; readonly data: JudgedOn },
  state: ReviewState,
  framework: FrameworkVersion,
  circumstances: Circumstances,
  rules: Rules,
): void {
  requireGiven(name, { criteria }, circumstances);
  rules.require(
    version === state.version,
    () =>
      new LedgerError(
        'version-changed',
        `this is about version ${version}; the present one is ${state.version}`,
        {
          given: version,
          current: state.version,
        },
      ),
  );
  if (version > state.version) {
    throw new LedgerError('unknown-reference', `the submission has no version ${version}`, {
      field: 'version',
      id: String(version),
    });
  }
  rules.require(
    criteria === undefined || criteria === framework.hash,
    () =>
      new LedgerError(
        'criteria-changed',
        `this was judged under other criteria than those of ${framework.ref}`,
        {
          given: criteria ?? '',
          current: framework.hash,
        },
      ),
  );
}

/** @throws LedgerError `unknown-reference`, naming the criteria that there are */
export function requireCriterion(field: string, criterion: string, framework: FrameworkVersion): void {
  const known = framework.criteria.map((each) => each.criterion);
  if (known.includes(criterion)) return;
  throw new LedgerError(
    'unknown-reference',
    `${field}: ${criterion} is no criterion of ${framework.key} ${framework.version}; they are ${known.join(', ')}`,
    { field, id: criterion },
  );
}
