import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What a server that runs on a data folder leaves there for its owner alone, as far as the command line needs it. */
const RunningServer = z.object({
  url: z.string(),
  pid: z.int().positive(),
  operatorToken: z.string().min(1),
});
export type RunningServer = z.infer<typeof RunningServer>;

const answerMs = 3_000;

/**
 * The server that runs on a data folder. Null where none does: no file, one that was left behind, one whose process has
 * gone (another program may listen there by now, and must not be shown a token), or one that does not answer.
 */
export async function runningServer(file: string): Promise<RunningServer | null> {
  const said = saidIn(file);
  if (said === null || !isAlive(said.pid)) return null;
  try {
    const { ok } = await fetch(`${said.url}/health`, {
      signal: AbortSignal.timeout(answerMs),
      redirect: 'manual',
    });
    return ok ? said : null;
  } catch {
    return null;
  }
}

function saidIn(file: string): RunningServer | null {
  try {
    return RunningServer.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is alive, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
