import { diffFrameworks } from '../../../projections/framework-diff.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { versionNamed } from '../framework-seen.ts';
import { inOneLine, wrapped } from '../printable.ts';
import { reaching } from '../reach/open.ts';

export const diffFramework: Run = async (context, given) => {
  await reaching(context, given, 'reads', async (reach) => {
    const key = given.argument(0);
    const { definition: from } = await versionNamed(reach, key, given.argument(1), 'from');
    const { definition: to } = await versionNamed(reach, key, given.argument(2), 'to');
    const changes = diffFrameworks(from, to);
    if (context.json) return writeJson(context, { key, from: from.version, to: to.version, changes });
    const { terminal } = context;
    await terminal.write(`${key}: from version ${from.version} to ${to.version}\n`);
    if (changes.length === 0) await terminal.write('  nothing changes\n');
    const width = (terminal.columns ?? Number.MAX_SAFE_INTEGER) - 4;
    const indented = (text: string, mark: string): string =>
      wrapped(inOneLine(text), width - 2)
        .map((line, i) => `    ${i === 0 ? mark : ' '} ${line}\n`)
        .join('');
    for (const { words, before, after, aspect } of changes) {
      const texts = aspect === 'text' ? indented(before ?? '', '-') + indented(after ?? '', '+') : '';
      const lines = wrapped(inOneLine(words), width).map((line, i) => `${i === 0 ? '  ' : '    '}${line}\n`);
      await terminal.write(lines.join('') + texts);
    }
  });
  return exit.ok;
};
