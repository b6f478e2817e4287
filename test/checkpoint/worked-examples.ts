import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';

/** What an auditor reads whole: the tree, its proofs, and what signs and carries them. */
export const baseFolders: readonly string[] = ['projections/merkle', 'src/checkpoint'];

export interface WorkedExample {
  readonly file: string;
  /** The text block before the code, newline at its end; empty where there is none. */
  readonly text: string;
  /** Lines of code; one that ends in ` // value` says what it gives. */
  readonly code: readonly string[];
}

export function baseFiles(): string[] {
  return baseFolders.flatMap((folder) =>
    readdirSync(join(packageRoot, folder))
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => `${folder}/${name}`),
  );
}

/** Every block of code in the doc comments of a file of the base, as it stands there. */
export function workedExamples(file: string): WorkedExample[] {
  const source = readFileSync(join(packageRoot, file), 'utf8');
  return [...source.matchAll(/\/\*\*\n(?: \* ?.*\n)+? \*\//g)].flatMap(([comment]) => {
    const lines = comment.split('\n').map((line) => line.replace(/^ \* ?/, ''));
    const blocks = [...lines.join('\n').matchAll(/^```(text|js)\n((?:.*\n)*?)^```$/gm)];
    return blocks.flatMap(([, kind, body = ''], at) => {
      if (kind !== 'js') return [];
      const before = blocks[at - 1];
      const text = before?.[1] === 'text' ? (before[2] ?? '') : '';
      return [{ file, text, code: body.trimEnd().split('\n') }];
    });
  });
}
