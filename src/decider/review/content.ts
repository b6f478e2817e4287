import { LedgerError } from '../../../events/errors.ts';
import type { JudgmentContent, Position } from '../../../events/review.ts';
import { effectOn } from '../../../projections/evaluator/bright-lines.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import { invalidCommand, type Rules } from '../rules.ts';
import { requireCriterion } from './current.ts';

type Content = Pick<JudgmentContent, 'findings' | 'position'>;

/**
 * Each finding is one of its criterion's scale and stands once; natively every criterion has one.
 * @throws LedgerError `unknown-reference`, `invalid-command`, `findings-missing`
 */
export function requireFindings(
  command: string,
  { findings }: Content,
  framework: FrameworkVersion,
  rules: Rules,
): void {
  const given = new Set<string>();
  for (const { criterion, finding } of findings) {
    requireCriterion('findings', criterion, framework);
    if (given.has(criterion))
      throw invalidCommand(command, 'findings', `one finding for ${criterion}, not two`);
    given.add(criterion);
    const scale = framework.criteria.find((each) => each.criterion === criterion)?.scale;
    const offered = framework.terms.scales.find((each) => each.scale === scale)?.findings ?? [];
    if (offered.some((each) => each.finding === finding)) continue;
    const known = offered.map((each) => each.finding).join(', ');
    throw new LedgerError(
      'unknown-reference',
      `${criterion} has no finding ${finding}; its scale has ${known}`,
      {
        field: `findings.${criterion}`,
        id: finding,
      },
    );
  }
  const criteria = framework.criteria.map(({ criterion }) => criterion).filter((key) => !given.has(key));
  rules.require(
    criteria.length === 0,
    () =>
      new LedgerError(
        'findings-missing',
        `a judgment has a finding for each criterion; ${criteria.join(', ')} lack one`,
        {
          criteria,
        },
      ),
  );
}

/**
 * A `prohibits` has to block, and who finds that a requirement falls short cannot approve without reservation.
 * @throws LedgerError `position-not-allowed`, naming the positions that are left
 */
export function requirePosition(content: Content, framework: FrameworkVersion, rules: Rules): void {
  const effects = framework.criteria.map((criterion) => ({
    kind: criterion.kind,
    effect: effectOn(framework, criterion, content),
  }));
  const prohibits = effects.some(({ effect }) => effect === 'prohibits');
  const short = effects.some(({ kind, effect }) => kind === 'requirement' && effect === 'falls-short');
  const accepted: readonly Position[] | null = prohibits
    ? ['block']
    : short
      ? ['reservation', 'block', 'abstain']
      : null;
  const why = prohibits ? 'a prohibition is found to be crossed' : 'a requirement is found to fall short';
  rules.require(
    accepted === null || accepted.includes(content.position),
    () =>
      new LedgerError(
        'position-not-allowed',
        `${why}: the position can be ${accepted?.join(', ') ?? ''}, not ${content.position}`,
        { position: content.position, accepted: accepted ?? [] },
      ),
  );
}
