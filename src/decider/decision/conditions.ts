import type { Condition } from '../../../events/decision.ts';
import { LedgerError } from '../../../events/errors.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { CommandData } from '../../commands/catalogue.ts';
import type { Circumstances, Facts } from '../facts.ts';
import type { Rules } from '../rules.ts';
import { invalidCommand, requireGiven, separation } from '../rules.ts';
import type { Deciding } from './wanted.ts';

type Wanted = NonNullable<CommandData<'issue-decision'>['conditions']>[number];

/** Conditions as they are recorded: people by their pseudonyms, the texts apart, for they are sealed. */
export interface Conditions {
  readonly conditions: Condition[];
  /** By the condition's id. */
  readonly texts: Record<string, string>;
}

/**
 * The conditions that a decision would impose, checked: only `approved-with-conditions` has some; each has an id of its
 * own, known criteria and people, a text, a due date where it is met once, and somebody else to verify it (SOD-2).
 * @throws LedgerError `invalid-command`, `unknown-reference`, `separation-of-duties`
 */
export function conditionsOf(
  asked: Deciding,
  framework: FrameworkVersion,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
  rules: Rules,
): Conditions {
  const wanted = asked.data.conditions ?? [];
  const conditional = asked.data.outcome === 'approved-with-conditions';
  rules.require(conditional || wanted.length === 0, () =>
    invalidCommand(asked.name, 'conditions', `${asked.data.outcome} has none; approved-with-conditions has`),
  );
  rules.require(!conditional || wanted.length > 0, () =>
    invalidCommand(asked.name, 'conditions', 'at least one, or the outcome is approved'),
  );
  const conditions = wanted.map((each, index) => {
    if (wanted.findIndex(({ condition }) => condition === each.condition) < index)
      throw invalidCommand(asked.name, 'conditions', `${each.condition} stands there twice; ids differ`);
    return conditionOf(asked, each, framework, state, facts, circumstances, rules);
  });
  const texts = wanted.flatMap(({ condition, text }) => (text === undefined ? [] : [[condition, text]]));
  return { conditions, texts: Object.fromEntries(texts) };
}

function conditionOf(
  asked: Deciding,
  { text, ...wanted }: Wanted,
  framework: FrameworkVersion,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
  rules: Rules,
): Condition {
  const key = wanted.condition;
  const field = (name: string): string => `conditions.${key}.${name}`;
  const unknown = wanted.criteria.find(
    (criterion) => !framework.criteria.some((each) => each.criterion === criterion),
  );
  if (unknown !== undefined)
    throw new LedgerError('unknown-reference', `${unknown} is no criterion of ${framework.ref}`, {
      field: field('criteria'),
      id: unknown,
    });
  rules.require(wanted.due !== undefined || wanted.kind === 'continuing', () =>
    invalidCommand(asked.name, field('due'), `an instant; only a continuing condition can do without`),
  );
  requireGiven(asked.name, { [field('text')]: text }, circumstances);
  const owner = pseudonymIn(facts, wanted.owner, field('owner'));
  const verifier = pseudonymIn(facts, wanted.verifier, field('verifier'));
  rules.require(owner !== verifier, () =>
    separation('SOD-2', `who owns condition ${key} does not verify it`, asked.name),
  );
  rules.require(verifier !== state.submitter, () =>
    separation('SOD-2', `the submitter does not verify condition ${key}`, asked.name),
  );
  requireAbleVerifier(asked, key, wanted.verifier, state, facts, rules);
  return { ...wanted, owner, verifier };
}

/** Whoever is named can verify it: is not fenced off, and may hold a content role at all. */
function requireAbleVerifier(
  { name }: Deciding,
  condition: string,
  id: string,
  state: ReviewState,
  facts: Facts,
  rules: Rules,
): void {
  const verifier = facts.people.get(id);
  rules.require(
    !state.fences.some(({ person }) => person === verifier?.pseudonym),
    () =>
      new LedgerError('fenced', `who is recused from this submission cannot verify condition ${condition}`, {
        command: name,
      }),
  );
  rules.require(verifier?.roles.includes('administrator') !== true, () =>
    separation('SOD-9', `an administrator holds no content role, and verifies no ${condition}`, name),
  );
}

function pseudonymIn(facts: Facts, person: string, field: string): string {
  const found = facts.people.get(person);
  if (found !== undefined) return found.pseudonym;
  throw new LedgerError('unknown-reference', `${field}: ${person} is nobody in the directory`, {
    field,
    id: person,
  });
}
