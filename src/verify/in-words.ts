import type { Finding } from './finding.ts';
import type { VerifyReport } from './report.ts';

const verdicts = (what: string) =>
  ({
    proved: `Nothing is wrong with this ${what}.`,
    incomplete: 'Nothing is wrong, but some entries are of a later release than this verifier.',
    failed: `THIS ${what.toUpperCase()} DOES NOT VERIFY.`,
  }) as const;

/** A report as plain text: findings first, then what is proved, not proved and not covered. */
export function reportInWords(report: VerifyReport, what: 'export' | 'ledger' = 'export'): string {
  const { origin, size, root, audience, ledger, findings, counts } = report;
  const lines = [
    verdicts(what)[report.verdict],
    '',
    `log      ${origin ?? 'unknown'}`,
    `ledger   ${ledger ?? 'unknown'}`,
    `entries  ${size ?? 'unknown'}`,
    `root     ${root ?? 'unknown'}`,
    `made for ${audience ?? 'unknown'}`,
  ];
  const failures = findings.filter(({ severity }) => severity === 'failure');
  const notes = findings.filter(({ severity }) => severity === 'note');
  lines.push(...section('Wrong', [...failures.map(findingInWords), ...unlisted(failures, counts)]));
  lines.push(...section('To know', [...notes.map(findingInWords), ...unlisted(notes, counts)]));
  lines.push(
    ...section(
      'Proved',
      report.proved.map(({ text }) => text),
    ),
  );
  lines.push(
    ...section(
      'Not proved',
      report.notProved.map(({ text }) => text),
    ),
  );
  lines.push(...section('Not covered', report.notCovered));
  return `${lines.join('\n')}\n`;
}

function section(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : ['', title, ...items.map((item) => `  - ${printable(item)}`)];
}

function findingInWords({ code, message, where }: Finding): string {
  const { path, line, offset, index, event } = where;
  const places = [
    path === undefined ? null : path,
    line === undefined ? null : `line ${line}`,
    offset === undefined ? null : `byte ${offset}`,
    index === undefined ? null : `entry ${index}`,
    event === undefined ? null : `event ${event}`,
  ].filter((place) => place !== null);
  return `${code}: ${places.length === 0 ? '' : `${places.join(', ')}: `}${message}`;
}

function unlisted(listed: readonly Finding[], counts: Readonly<Record<string, number>>): readonly string[] {
  return [...new Set(listed.map(({ code }) => code))].flatMap((code) => {
    const more = (counts[code] ?? 0) - listed.filter((finding) => finding.code === code).length;
    return more > 0 ? [`${code}: and ${more} more`] : [];
  });
}

/** What an export says may hold anything, terminal controls too. */
const printable = (text: string): string =>
  text.replaceAll(/[\p{Control}\p{Format}\p{Surrogate}]/gu, '\u{fffd}');
