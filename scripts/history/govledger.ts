import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../raw/folder.ts';

/** Runs the command line of this project, its output going where ours goes; returns its exit code. */
export function govledger(args: readonly string[]): Promise<number> {
  const command = join(packageRoot, 'scripts', 'govledger.mjs');
  const child = spawn(process.execPath, [command, ...args], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
