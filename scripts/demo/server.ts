import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { dataFolder } from '../../src/folder/data-folder.ts';
import { packageRoot } from '../raw/folder.ts';

const ServerFile = z.looseObject({ url: z.string(), publicUrl: z.string(), operatorToken: z.string() });
type Running = z.infer<typeof ServerFile>;

export interface DemoServer {
  readonly url: string;
  readonly publicUrl: string;
  readonly operatorToken: string;
  /** Stops it, where the demo has started it. */
  stop(): Promise<void>;
}

/** The server of the data folder: the one that runs, or one that is started for as long as the demo takes. */
export async function demoServer(
  data: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<DemoServer> {
  const running = serverOf(data);
  if (running !== null && (await answers(running.url))) return { ...running, stop: async () => undefined };
  const command = join(packageRoot, 'scripts', 'govledger.mjs');
  const args = [command, 'serve', '--init', '--port', '0', '--public-port', '0', '--json', '--data', data];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { GOVLEDGER_LOG: 'warn', ...process.env, ...settings },
  });
  // However this process ends, nothing of its own is left running, with the ledger locked.
  process.once('exit', () => child.kill('SIGTERM'));
  const lines = createInterface({ input: child.stdout });
  const ready = await Promise.race([once(lines, 'line'), once(child, 'exit')]);
  const started = serverOf(data);
  if (typeof ready[0] !== 'string' || started === null) throw new Error('the server did not start');
  return {
    ...started,
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function serverOf(data: string): Running | null {
  try {
    return ServerFile.parse(JSON.parse(readFileSync(dataFolder(data).server, 'utf8')));
  } catch {
    return null;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(new URL('/health', url), { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
