import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { DataFolder } from './data-folder.ts';

/**
 * How a server that runs on a data folder is reached by whoever is at the machine. The token acts as the ledger's
 * operator: who can read the folder can do as much without a server.
 */
export const ServerFile = z.strictObject({
  url: z.url(),
  publicUrl: z.url().nullable(),
  pid: z.int().min(1),
  operatorToken: z.string(),
});
export type ServerFile = z.infer<typeof ServerFile>;

export function writeServerFile(folder: Pick<DataFolder, 'server'>, server: ServerFile): void {
  rmSync(folder.server, { force: true });
  writeFileSync(folder.server, `${JSON.stringify(server)}\n`, { mode: 0o600, flag: 'wx' });
}

/** Null where no server has said that it runs, or what it said cannot be read. */
export function readServerFile(folder: Pick<DataFolder, 'server'>): ServerFile | null {
  try {
    return ServerFile.parse(JSON.parse(readFileSync(folder.server, 'utf8')));
  } catch {
    return null;
  }
}

export const removeServerFile = (folder: Pick<DataFolder, 'server'>): void =>
  rmSync(folder.server, { force: true });
