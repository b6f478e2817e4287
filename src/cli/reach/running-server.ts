import type { DataFolder } from '../../folder/data-folder.ts';
import { readServerFile, type ServerFile } from '../../folder/server-file.ts';

const answerMs = 3_000;

/**
 * The server that runs on a data folder. Null where none does: no file, one that was left behind, one whose process has
 * gone (another program may listen there by now, and must not be shown a token), or one that does not answer.
 */
export async function runningServer(folder: Pick<DataFolder, 'server'>): Promise<ServerFile | null> {
  const said = readServerFile(folder);
  if (said === null || !isAlive(said.pid)) return null;
  try {
    const signal = AbortSignal.timeout(answerMs);
    const { ok } = await fetch(`${said.url}/health`, { signal, redirect: 'manual' });
    return ok ? said : null;
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
