import type { Criterion, DecisionRules, FrameworkDefinition, Scale } from '../../../events/framework.ts';
import { invalidCommand } from '../rules.ts';

interface Fault {
  readonly field: string;
  readonly rule: string;
}

/**
 * What the schema cannot say of a definition: that its parts fit each other, so that every rule can be run under it.
 * Holds for imported frameworks too. @throws LedgerError `invalid-command` naming the first field that does not fit
 */
export function requireConsistent(command: string, definition: FrameworkDefinition): void {
  for (const { field, rule } of faultsOf(definition)) {
    throw invalidCommand(command, `definition.${field}`, rule);
  }
}

function faultsOf(definition: FrameworkDefinition): readonly Fault[] {
  const { scales, criteria, teams, fields, rules } = definition;
  const fieldKeys = fields.map(({ field }) => field);
  const interests = keysOf(definition.interestCategories);
  return [
    ...once(
      'scales',
      scales.map(({ scale }) => scale),
    ),
    ...scales.flatMap(scaleFaults),
    ...once(
      'criteria',
      criteria.map(({ criterion }) => criterion),
    ),
    ...criteria.flatMap((criterion, index) => criterionFaults(criterion, index, scales)),
    ...once('teams', keysOf(teams)),
    ...once('fields', fieldKeys),
    ...once('useCategories', keysOf(definition.useCategories)),
    ...once('riskTiers', keysOf(definition.riskTiers)),
    ...once('tracks', keysOf(definition.tracks)),
    ...once('interestCategories', interests),
    ...among('materialFields', definition.materialFields, 'fields', fieldKeys),
    ...among('recusing', definition.recusing, 'interestCategories', interests),
    ...among('rules.requiredTeams', rules.requiredTeams, 'teams', keysOf(teams)),
    ...ruleFaults(rules, criteria),
  ];
}

const keysOf = (choices: readonly { readonly key: string }[]): readonly string[] =>
  choices.map(({ key }) => key);

function once(field: string, keys: readonly string[]): readonly Fault[] {
  return keys.flatMap((key, index) =>
    keys.indexOf(key) === index ? [] : [{ field: `${field}.${index}`, rule: `${key} stands here twice` }],
  );
}

function among(
  field: string,
  keys: readonly string[],
  of: string,
  known: readonly string[],
): readonly Fault[] {
  const unknown = keys.flatMap((key, index) =>
    known.includes(key)
      ? []
      : [
          {
            field: `${field}.${index}`,
            rule: `${key} is none of ${of}: ${known.join(', ') || 'there are none'}`,
          },
        ],
  );
  return [...unknown, ...once(field, keys)];
}

const scaleFaults = ({ findings }: Scale, index: number): readonly Fault[] =>
  once(
    `scales.${index}.findings`,
    findings.map(({ finding }) => finding),
  );

/** A scale without `meets` could never be met; a bright line that no finding can say is crossed would be none. */
function criterionFaults(
  { kind, scale: key }: Criterion,
  index: number,
  scales: readonly Scale[],
): readonly Fault[] {
  const field = `criteria.${index}.scale`;
  const scale = scales.find((each) => each.scale === key);
  if (scale === undefined) {
    const known = scales.map((each) => each.scale).join(', ') || 'there are none';
    return [{ field, rule: `${key} is none of scales: ${known}` }];
  }
  const needed = kind === 'prohibition' ? (['meets', 'prohibits'] as const) : (['meets'] as const);
  const effects = scale.findings.map(({ effect }) => effect);
  return needed
    .filter((effect) => !effects.includes(effect))
    .map((effect) => ({ field, rule: `a ${kind} needs a scale with a finding whose effect is ${effect}` }));
}

function ruleFaults(rules: DecisionRules, criteria: readonly Criterion[]): readonly Fault[] {
  const fractions = (['threshold', 'overrule'] as const).flatMap((name) =>
    rules[name].num <= rules[name].den ? [] : [{ field: `rules.${name}`, rule: 'num is at most den' }],
  );
  const lines = criteria.some(({ kind }) => kind === 'prohibition');
  if (!lines || rules.requiredTeams.length > 0) return fractions;
  return [
    ...fractions,
    { field: 'rules.requiredTeams', rule: 'names a team: prohibitions are cleared by the required teams' },
  ];
}
