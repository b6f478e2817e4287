import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'mocha';
import { z } from 'zod';
import { packageRoot } from '../package-root.ts';

/** One line of a history as a test writes it. */
export type Line = { readonly act: string; readonly key: string; readonly [name: string]: unknown };

const Lines = z.looseObject({ act: z.string(), key: z.string() });

export const examplePath = join(packageRoot, 'docs', 'examples', 'history.ndjson');
/** The acts of the example that docs/import.md shows. */
export const example: readonly Line[] = readFileSync(examplePath, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => Lines.parse(JSON.parse(line)));

/** The example's act of this key. */
export function exampleAct(key: string): Line {
  const act = example.find((line) => line.key === key);
  if (act === undefined) throw new Error(`the example has no act ${key}`);
  return act;
}

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A history file in a folder of its own; a string stands as a line as it is. */
export function historyFile(lines: readonly (Line | string)[], name = 'history.ndjson'): string {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  folders.push(folder);
  const path = join(folder, name);
  writeFileSync(
    path,
    lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
  );
  return path;
}
