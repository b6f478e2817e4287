import type { FrameworkDefinition } from '../../../events/framework.ts';
import { diffFrameworks } from '../../../projections/framework-diff.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { frameworkVersion } from '../framework-versions.ts';
import { reading } from '../opened-ledger.ts';
import { inOneLine, wrapped } from '../printable.ts';

export const diffFramework: Run = async (context, given) => {
  await reading(context, async (ledger) => {
    const key = given.argument(0);
    const from = frameworkVersion(ledger, key, given.argument(1), 'from');
    const to = frameworkVersion(ledger, key, given.argument(2), 'to');
    const changes = diffFrameworks(definitionOf(from), definitionOf(to));
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

const definitionOf = ({ key, version, terms, criteria }: FrameworkVersion): FrameworkDefinition => ({
  ...terms,
  key,
  version,
  criteria: [...criteria],
});
