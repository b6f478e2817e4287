import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/run.ts';
import type { Terminal } from '../../src/cli/terminal.ts';

export interface Called {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What stands on standard output, as JSON. */
  readonly json: () => unknown;
}

export interface Circumstances {
  readonly input?: string;
  /** What a person at the keyboard answers; without it nobody is there. */
  readonly answer?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Width of the terminal that somebody looks at. */
  readonly columns?: number;
  /** Called with everything written so far; true means that the reader goes. */
  readonly leavesAfter?: (out: string) => boolean;
  readonly interrupted?: AbortSignal;
}

/** Calls the command line in this process, as `govledger …` with a terminal of the test's own. */
export async function call(args: readonly string[], given: Circumstances = {}): Promise<Called> {
  let out = '';
  let err = '';
  const gone = new AbortController();
  const there = given.answer !== undefined;
  const terminal: Terminal = {
    env: given.env ?? {},
    person: { in: there, out: there, err: there },
    columns: given.columns ?? null,
    write: async (text) => {
      if (!gone.signal.aborted) out += typeof text === 'string' ? text : Buffer.from(text).toString('utf8');
      if (given.leavesAfter?.(out) === true) gone.abort();
    },
    say: (text) => {
      err += text;
    },
    ask: async (question) => {
      err += question;
      return given.answer ?? '';
    },
    async *input() {
      yield given.input ?? '';
    },
    gone: gone.signal,
    interrupted: () => given.interrupted ?? new AbortController().signal,
  };
  const code = await run(args, terminal);
  return { code, out, err, json: (): unknown => JSON.parse(out) };
}

export interface Folder {
  readonly path: string;
  readonly remove: () => void;
}

export function emptyFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'govledger-cli-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
