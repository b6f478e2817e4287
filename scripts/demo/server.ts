import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runningServer } from '../../src/cli/reach/running-server.ts';
import { dataFolder } from '../../src/folder/data-folder.ts';
import { readServerFile, type ServerFile } from '../../src/folder/server-file.ts';
import { packageRoot } from '../raw/folder.ts';

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
  const folder = dataFolder(data);
  const running = await runningServer(folder);
  if (running !== null) return { ...reached(running), stop: async () => undefined };
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
  const started = readServerFile(folder);
  if (typeof ready[0] !== 'string' || started === null) throw new Error('the server did not start');
  return {
    ...reached(started),
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** The demo looks at the public log as well. */
function reached({ url, publicUrl, operatorToken }: ServerFile): Omit<DemoServer, 'stop'> {
  if (publicUrl === null) throw new Error('the server has no public listener');
  return { url, publicUrl, operatorToken };
}
