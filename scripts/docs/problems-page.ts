import { type ProblemKind, problemKinds, tellsFacts } from '../../src/problems/problems.ts';
import { table } from './table.ts';

/** docs/problems.md: everything that can be refused, from the statuses, exit codes and words that answer it. */
export function problemsPage(): string {
  const overview = problemKinds.map(({ code, status, exitCode, means }) => [
    `[\`${code}\`](#${code})`,
    String(status),
    exitCode === null ? '' : String(exitCode),
    means,
  ]);
  return [
    introduction,
    ...table(['code', 'HTTP', 'exit', 'what it means'], overview),
    ...problemKinds.flatMap(section),
  ].join('\n');
}

function section(kind: ProblemKind): readonly string[] {
  const { code, status, exitCode, means, remedy, facts } = kind;
  const exit = exitCode === null ? '' : ` · exit code ${exitCode}`;
  const names = Object.entries(facts).map(([name, says]) => `\`${name}\` (${says})`);
  const where = tellsFacts(kind) ? 'Facts' : 'Facts, at the command line only';
  return [
    `## ${code}`,
    '',
    `HTTP ${status}${exit}`,
    '',
    `${means} ${remedy}`,
    '',
    ...(names.length === 0 ? [] : [`${where}: ${names.join(', ')}.`, '']),
  ];
}

const introduction = `# What can be refused

Over HTTP a refusal is a problem as of RFC 9457, \`application/problem+json\`: \`type\` is \`/problems/\` and the code, which does not change; \`detail\` says in one sentence what this one is about; \`facts\` are what a program can act on. At the command line the same code, message and facts are printed, as JSON with \`--json\`, and the exit code is 1 for a finding or a refusal, 2 for a call that cannot work, 3 where what is stored is not what was recorded.

A status of 500 and above is a fault of the machine or ours: the answer holds no facts, and the operator finds the reason in the log under the id of the request. Whoever may not see a case gets \`not-found\`, whether it exists or not; so does whoever is fenced off from it.

This page is generated: \`npm run docs\` writes it.
`;
