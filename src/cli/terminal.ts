import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';

/** What the command line has of the world: tests give their own. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person, rather than a pipe or a file, is at each of the three. */
  readonly person: { readonly in: boolean; readonly out: boolean; readonly err: boolean };
  /** Width that tables keep to; null where nobody looks, and nothing is cut. */
  readonly columns: number | null;
  /** To standard output; resolves when more can be taken. Says nothing once the reader has gone. */
  write(text: string | Uint8Array): Promise<void>;
  /** To standard error. */
  say(text: string): void;
  /** One line of answer; '' at the end of input. */
  ask(question: string): Promise<string>;
  input(): AsyncIterable<Uint8Array | string>;
  /** Aborted when whoever read standard output has gone (`govledger events | head`). */
  readonly gone: AbortSignal;
  /** Aborted by SIGINT or SIGTERM, from the call on. */
  interrupted(): AbortSignal;
}

const usualColumns = 80;

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  const gone = new AbortController();
  // Without a listener a closed pipe would end the process in the middle of its work.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    gone.abort();
  });
  stderr.on('error', () => undefined);
  return {
    env,
    person: { in: stdin.isTTY === true, out: stdout.isTTY === true, err: stderr.isTTY === true },
    columns: stdout.isTTY === true ? (stdout.columns ?? usualColumns) : null,
    write: async (text) => {
      if (gone.signal.aborted || stdout.write(text)) return;
      await once(stdout, 'drain', { signal: gone.signal }).catch(() => undefined);
    },
    say: (text) => {
      stderr.write(text);
    },
    ask: async (question) => {
      const asking = createInterface({ input: stdin, output: stderr });
      const ended = once(asking, 'close').then(() => '');
      try {
        return await Promise.race([asking.question(question), ended]);
      } finally {
        asking.close();
      }
    },
    input: () => stdin,
    gone: gone.signal,
    interrupted: interruption,
  };
}

/** The first signal asks for an orderly end; the second one ends the process at once, as it would without us. */
function interruption(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort(signal));
  return interrupted.signal;
}
