import { type Doubt, doubts, type RedecisionReport } from './report.ts';

const listed = 50;

/** The report for whoever reads it at a terminal, a finding a line. */
export function redecisionInWords(report: RedecisionReport): string {
  const { events, decisions, acts, findings, findingsCount, notes, notesCount } = report;
  const { imported } = decisions;
  const lines = [
    `${events} entries decided again. Whether they are the ones that were signed is for "govledger verify" to say.`,
    '',
    `Decisions   ${decisions.agree} agree, ${decisions.differ} differ`,
    `  imported  ${imported.agree} agree with the rules that they say they broke, ${imported.differ} differ`,
    `Acts        ${acts.checked} decided again whole, ${acts.partly} in part (${acts.imported} of both imported)`,
  ];
  if (Object.keys(acts.doubts).length > 0) {
    lines.push('', 'What could not be checked:');
    for (const [doubt, count] of Object.entries(acts.doubts))
      lines.push(`  ${count} × ${isDoubt(doubt) ? doubts[doubt] : doubt}`);
  }
  if (notesCount > 0) {
    lines.push('', `Worth a look, and within the rules (${notesCount}):`);
    for (const { index, stream, says } of notes.slice(0, listed))
      lines.push(`  entry ${index} (${stream}): ${says}`);
  }
  lines.push('');
  if (findingsCount === 0)
    lines.push('Nothing differs: every act and decision follows from the log by the rules in force.');
  else {
    lines.push(`${findingsCount} ${findingsCount === 1 ? 'thing differs' : 'things differ'}:`);
    for (const { index, stream, what, rule, says } of findings.slice(0, listed))
      lines.push(`  entry ${index} (${stream}): ${what}${rule === undefined ? '' : ` ${rule}`}: ${says}`);
    if (findingsCount > listed) lines.push(`  … and ${findingsCount - listed} more; --json lists them`);
  }
  return `${lines.join('\n')}\n`;
}

const isDoubt = (name: string): name is Doubt => Object.hasOwn(doubts, name);
