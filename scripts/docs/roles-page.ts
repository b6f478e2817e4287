import { type Role, Roles } from '../../events/ids.ts';
import { streamKinds } from '../../events/stream.ts';
import { type CommandName, commandSpecs } from '../../src/commands/catalogue.ts';
import { commandRules, rulesOf } from '../../src/permissions/commands.ts';
import { type RequestRule, requestRules } from '../../src/permissions/requests.ts';
import { rolesInWords } from '../../src/permissions/roles.ts';
import { conditions, separations } from '../../src/permissions/rule-ids.ts';
import { whoMay, whoMayAsk } from '../../src/permissions/who-may.ts';
import { table } from './table.ts';

/** docs/roles.md: who may do what and ask for what, from the tables by which it is decided. */
export function rolesPage(): string {
  return [
    introduction,
    '## What each role is for',
    '',
    ...table(['role', 'what it is for', 'its commands'], Roles.map(roleRow)),
    ...streamKinds.flatMap(commandsOn),
    '## What can be asked for',
    '',
    requestsIntroduction,
    ...table(
      ['request', 'what is asked for', 'who may', 'what they get of it'],
      Object.entries(requestRules).map(requestRow),
    ),
    '## Separation of duties',
    '',
    separationsIntroduction,
    ...table(
      ['rule', 'what it says'],
      Object.entries(separations).map(([id, says]) => [id, says]),
    ),
  ].join('\n');
}

const roleRow = (role: Role): readonly string[] => {
  const mine = commandSpecs.filter(({ name }) =>
    commandRules[name].grants.some((each) => each.role === role),
  );
  return [`\`${role}\``, rolesInWords[role], mine.map(({ name }) => `\`${name}\``).join(', ')];
};

function commandsOn(kind: (typeof streamKinds)[number]): readonly string[] {
  const here = commandSpecs.filter(({ stream }) => stream === kind);
  if (here.length === 0) return [];
  const rows = here.map(({ name }) => [`\`${name}\``, whoMay(commandRules[name]), ...refusedBy(name)]);
  return [
    `## Commands on the stream \`${kind}\``,
    '',
    ...table(['command', 'who may', 'separations', 'conditions'], rows),
  ];
}

/** What holds for every act on a submission is said once, above. */
function refusedBy(command: CommandName): readonly [separations: string, conditions: string] {
  const rules = rulesOf(command).filter((rule) => rule !== 'fenced');
  const inOrder = (ids: readonly string[]): string =>
    ids
      .filter((id) => rules.some((rule) => rule === id))
      .map(ruleLink)
      .join(', ');
  return [inOrder(Object.keys(separations)), inOrder(conditions)];
}

const ruleLink = (rule: string): string =>
  rule in separations ? `[${rule}](#separation-of-duties)` : `[${rule}](problems.md#${rule})`;

const requestRow = ([name, rule]: [string, RequestRule]): readonly string[] => [
  `\`${name}\``,
  rule.asks,
  whoMayAsk(rule, ruleLink),
  rule.filtered ?? '',
];

const introduction = `# Who may do what

One table decides what a command needs, a second one what may be asked for; this page is printed from both, and the tests walk them. Nothing else gives permission.

People act **by an office** (\`secretary\`), which the directory grants, or **by what they are to a case**: its submitter or sponsor, the holder of a seat, the owner or verifier of a condition. The first that fits names the role in which the act is recorded. *Separations* and *conditions* are asked of those who may, beside whether the data is sound and what it refers to exists; an id there is what a refusal calls the rule.

Of every act on a submission, besides what stands in its row: whoever is recused from it is fenced off (\`fenced\`), and whoever may not see it is told that there is none. History that is imported is recorded whatever these rules say; what they would have refused stands on each entry.

This page is generated: \`npm run docs\` writes it.
`;

const requestsIntroduction = `How deep somebody sees a submission, from the outside in: \`public\`, \`participants\`, \`panel\`, \`auditors\`. Submitter, sponsor, and owners and verifiers of conditions see it as participants; the holders of seats, once their interests are cleared, and secretary and chair as the panel; auditors as auditors, but their own cases as anybody else would. Whoever is recused sees none of it.
`;

const separationsIntroduction = `Asked whatever else somebody may do. A refusal by one of them, or by a fence, goes on record as \`ActRefused\`.
`;
