import { LedgerError } from '../../../events/errors.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { enter, requirePhase } from '../gate.ts';
import { invalidCommand, type Rules, requireGiven } from '../rules.ts';
import { requireChoice } from './content.ts';
import { frameworkInUse } from './framework-in-use.ts';

type Asked = AskedOf<'screen-submission'>;

/** The secretary sorts the case, before a panel sits; screening again replaces what the last one found, but for what it presumed. */
export function screen(
  asked: Asked,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  requirePhase(state, ['submitted', 'screening'], rules);
  const { name, data } = asked;
  const framework = screenedAgainst(asked, state, facts, circumstances);
  if (data.riskTier !== undefined) requireChoice('riskTier', data.riskTier, framework.terms.riskTiers);
  if (data.track !== undefined) requireChoice('track', data.track, framework.terms.tracks);
  const presumed = data.presumed ?? [];
  requirePresumable(name, presumed, framework);
  requireStillPresumed(presumed, framework, state, rules);
  const rebuttals = data.rebuttals ?? {};
  const stray = Object.keys(rebuttals).find((key) => !presumed.includes(key));
  if (stray !== undefined)
    throw invalidCommand(name, `rebuttals.${stray}`, 'rebuts a criterion of `presumed`');
  if (data.scope === 'out') requireGiven(name, { reasons: data.reasons }, circumstances);
  return decided(
    acting,
    rules.broke(),
    [
      {
        type: 'SubmissionScreened',
        data: {
          version: state.version,
          framework: framework.ref,
          scope: data.scope,
          ...(data.riskTier === undefined ? {} : { riskTier: data.riskTier }),
          ...(data.track === undefined ? {} : { track: data.track }),
          presumed: [...presumed],
          ...(data.rebuttals === undefined ? {} : { rebuttals }),
          ...(data.reasons === undefined ? {} : { reasons: data.reasons }),
        },
      },
    ],
    { framework: framework.ref, version: state.version },
  );
}

function screenedAgainst(
  { name, data }: Asked,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): FrameworkVersion {
  const number = data.frameworkVersion;
  if (number === undefined) return frameworkInUse(state.framework ?? '', state, facts, circumstances);
  const version = facts.frameworks.versions.find((each) => each.version === number);
  if (version === undefined) {
    throw new LedgerError('unknown-reference', `the framework has no version ${number}`, {
      field: 'frameworkVersion',
      id: String(number),
    });
  }
  if (version.retired !== null && circumstances.imported === null) {
    throw invalidCommand(name, 'frameworkVersion', `version ${number} is retired; name one that is in force`);
  }
  return version;
}

function requirePresumable(name: string, presumed: readonly string[], framework: FrameworkVersion): void {
  const prohibitions = framework.criteria.filter(({ kind }) => kind === 'prohibition');
  for (const [index, key] of presumed.entries()) {
    if (!prohibitions.some(({ criterion }) => criterion === key)) {
      const offered = prohibitions.map(({ criterion }) => criterion).join(', ') || 'none';
      throw new LedgerError(
        'unknown-reference',
        `${key} is no prohibition of the framework; its prohibitions: ${offered}`,
        { field: 'presumed', id: key },
      );
    }
    if (presumed.indexOf(key) !== index)
      throw invalidCommand(name, 'presumed', `names each criterion once, not ${key} twice`);
  }
}

/** A presumption ends when every required team has found it rebutted: screening again neither lifts nor forgets one. */
function requireStillPresumed(
  presumed: readonly string[],
  framework: FrameworkVersion,
  { screening }: ReviewState,
  rules: Rules,
): void {
  const prohibitions = framework.criteria.filter(({ kind }) => kind === 'prohibition');
  const criteria = (screening?.presumed ?? []).filter(
    (key) => !presumed.includes(key) && prohibitions.some(({ criterion }) => criterion === key),
  );
  rules.require(
    criteria.length === 0,
    () =>
      new LedgerError(
        'presumption-stands',
        `${criteria.join(', ')} is presumed crossed, and only the required teams' findings end that; name it again`,
        { criteria },
      ),
  );
}
