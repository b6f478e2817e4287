import { type Run, writeJson } from '../context.ts';
import { addressOf } from '../doctor/address.ts';
import { diagnose } from '../doctor/diagnose.ts';
import type { Finding } from '../doctor/finding.ts';
import { type ExitCode, exit } from '../exit-codes.ts';
import { inOneLine, wrapped } from '../printable.ts';

/** Looks at everything and changes nothing. */
export const doctor: Run = async (context, given) => {
  const findings = await diagnose(context, {
    thorough: !given.flag('quick'),
    backups: given.text('backups') ?? null,
    address: addressOf(given),
  });
  if (context.json) await writeJson(context, { findings });
  else await context.terminal.write(inWords(findings, context.terminal.columns));
  return codeOf(findings);
};

function codeOf(findings: readonly Finding[]): ExitCode {
  if (findings.some(({ verdict }) => verdict === 'damaged')) return exit.integrity;
  return findings.every(({ verdict }) => verdict === 'ok') ? exit.ok : exit.refused;
}

const markWidth = 8;

function inWords(findings: readonly Finding[], columns: number | null): string {
  const width = Math.max(...findings.map(({ what }) => what.length));
  const margin = ' '.repeat(markWidth + width + 2);
  const room = columns === null ? Number.MAX_SAFE_INTEGER : Math.max(30, columns - margin.length);
  const lines = findings.map(({ what, verdict, says, why, remedy }) => {
    const mark = { ok: 'ok', wrong: 'WRONG', damaged: 'DAMAGED' }[verdict];
    const told = [
      says,
      ...(why === null ? [] : [`why: ${why}`]),
      ...(remedy === null ? [] : [`do: ${remedy}`]),
    ];
    const text = told.flatMap((each) => wrapped(inOneLine(each), room)).join(`\n${margin}`);
    return `${mark.padEnd(markWidth)}${what.padEnd(width)}  ${text}\n`;
  });
  const wrong = findings.filter(({ verdict }) => verdict !== 'ok').length;
  return `${lines.join('')}${wrong === 0 ? 'Nothing is wrong.\n' : `${wrong} of ${findings.length} need attention.\n`}`;
}
