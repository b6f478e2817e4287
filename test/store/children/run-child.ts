import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Child {
  readonly process: ChildProcess;
  /** The lines of its standard output so far. */
  readonly lines: readonly string[];
  /** Resolves when it has said so many lines. */
  said(count: number): Promise<void>;
  /** Exit code or signal, after its last line. */
  readonly ended: Promise<number | string>;
}

/** Runs a compiled script of this folder in a process of its own. */
export function runChild(
  script: string,
  args: readonly string[],
  nodeOptions: readonly string[] = [],
): Child {
  const path = fileURLToPath(new URL(`${script}.js`, import.meta.url));
  const child = spawn(process.execPath, [...nodeOptions, path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  const closed = once(reader, 'close');
  const exit = once(child, 'exit');
  const ended = (async (): Promise<number | string> => {
    const [code, signal]: unknown[] = await exit;
    await closed;
    return typeof code === 'number' ? code : String(signal);
  })();
  const said = async (count: number): Promise<void> => {
    while (lines.length < count) {
      const over = await Promise.race([once(reader, 'line').then(() => false), closed.then(() => true)]);
      if (over && lines.length < count) throw new Error(`${script} ended after ${lines.length} lines`);
    }
  };
  return { process: child, lines, said, ended };
}
