import { type Run, writeJson } from '../context.ts';
import { diagnose, type Finding } from '../diagnosis.ts';
import { type ExitCode, exit } from '../exit-codes.ts';
import { inOneLine } from '../printable.ts';

/** Looks at everything and changes nothing. */
export const doctor: Run = async (context) => {
  const findings = await diagnose(context);
  if (context.json) await writeJson(context, { findings });
  else await context.terminal.write(inWords(findings));
  return codeOf(findings);
};

function codeOf(findings: readonly Finding[]): ExitCode {
  if (findings.some(({ verdict }) => verdict === 'damaged')) return exit.integrity;
  return findings.every(({ verdict }) => verdict === 'ok') ? exit.ok : exit.refused;
}

function inWords(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ what }) => what.length));
  const lines = findings.map(({ what, verdict, says, remedy }) => {
    const mark = { ok: 'ok      ', wrong: 'WRONG   ', damaged: 'DAMAGED ' }[verdict];
    const advice = remedy === null ? '' : `${' '.repeat(10 + width)}${inOneLine(remedy)}\n`;
    return `${mark}${what.padEnd(width)}  ${inOneLine(says)}\n${advice}`;
  });
  const wrong = findings.filter(({ verdict }) => verdict !== 'ok').length;
  return `${lines.join('')}${wrong === 0 ? 'Nothing is wrong.\n' : `${wrong} of ${findings.length} need attention.\n`}`;
}
