import { type Context, type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { type FrameworkShown, frameworksSeen, versionNamed } from '../framework-seen.ts';
import { inOneLine, wrapped } from '../printable.ts';
import { reaching } from '../reach/open.ts';
import { listing, table } from '../table.ts';

export const listFrameworks: Run = async (context, given) => {
  await reaching(context, given, 'reads', async (reach) => {
    const { terminal, moment } = context;
    const frameworks = await frameworksSeen(reach);
    if (context.json) return writeJson(context, { frameworks });
    const rows = frameworks.flatMap(({ key, title, versions, proposals }) => [
      ...versions.map(({ version, publishedAt, retired }) => [
        key,
        String(version),
        retired === null ? 'in force' : 'retired',
        moment(publishedAt).slice(0, 10),
        title ?? '',
      ]),
      ...proposals
        .filter(({ version }) => !versions.some((each) => each.version === version))
        .map(({ version, at }) => [key, String(version), 'proposed', moment(at).slice(0, 10), title ?? '']),
    ]);
    await terminal.write(table(['FRAMEWORK', 'VERSION', 'STATE', 'SINCE', 'TITLE'], rows, terminal.columns));
  });
  return exit.ok;
};

export const showFramework: Run = async (context, given) => {
  await reaching(context, given, 'reads', async (reach) => {
    const version = await versionNamed(reach, given.argument(0), given.optionalArgument(1));
    if (context.json) await writeJson(context, version);
    else await context.terminal.write(inWords(context, version));
  });
  return exit.ok;
};

function inWords(
  { terminal, moment }: Context,
  { definition, publishedAt, hash, retired }: FrameworkShown,
): string {
  const { columns } = terminal;
  const { rules, criteria } = definition;
  const labels = (choices: readonly { readonly key: string; readonly label: string }[]): string =>
    choices.map(({ key, label }) => `${label} (${key})`).join('\n') || 'none';
  const head = listing(
    [
      ['notice', definition.notice],
      ['published', moment(publishedAt)],
      ['in force', retired === null ? 'yes' : `until ${moment(retired)}`],
      ['hash', hash],
    ],
    columns,
  );
  const rulesInWords = listing(
    [
      ['quorum', `more than half of the seats, and at least ${rules.minSeats} judging`],
      ['threshold', `${rules.threshold.num}/${rules.threshold.den} of the seats entitled to judge approve`],
      ['overruling', `${rules.overrule.num}/${rules.overrule.den} of the other seats overrule a concern`],
      ['required teams', rules.requiredTeams.join(', ') || 'none'],
      ['material', definition.materialFields.join(', ') || 'none'],
      ['recusing', definition.recusing.join(', ') || 'none'],
    ],
    columns,
  );
  const sections = (['prohibition', 'requirement', 'value'] as const).flatMap((kind) => {
    const own = criteria.filter((criterion) => criterion.kind === kind);
    if (own.length === 0) return [];
    const texts = own.map(({ criterion, title, text }) => {
      const lines = wrapped(inOneLine(text), (columns ?? 100) - 4).map((line) => `    ${line}\n`);
      return `  ${criterion}  ${inOneLine(title)}\n${lines.join('')}`;
    });
    return [`\n${headings[kind]}\n${texts.join('')}`];
  });
  const choices = listing(
    [
      ['teams', labels(definition.teams)],
      ['use categories', labels(definition.useCategories)],
      ['risk tiers', labels(definition.riskTiers)],
      ['tracks', labels(definition.tracks)],
    ],
    columns,
  );
  const fields = listing(
    definition.fields.map(({ field, required, audience, label }): [string, string] => [
      field,
      `${label} (${required ? 'required, ' : ''}for ${audience})`,
    ]),
    columns,
  );
  return (
    `${inOneLine(definition.title)}\n${definition.key}@${definition.version}\n\n${head}${sections.join('')}` +
    `\nRules\n${rulesInWords}\nChoices\n${choices}\nFields of a submission\n${fields}`
  );
}

const headings = {
  prohibition: 'Prohibitions: never outvoted, never waived',
  requirement: 'Requirements',
  value: 'Values, weighed against each other',
} as const;
