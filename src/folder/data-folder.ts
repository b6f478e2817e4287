import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LedgerError } from '../../events/errors.ts';

/** The files of one ledger, in one folder (DESIGN §11.1). */
export interface DataFolder {
  readonly path: string;
  readonly ledger: string;
  readonly vault: string;
  readonly vaultKeys: string;
  readonly views: string;
  /** Credentials: who is asking. Outside the ledger. */
  readonly identity: string;
  /** Who opened which sealed text, and what for. */
  readonly access: string;
  /** Where the server that runs on this folder is reached, while one does. */
  readonly server: string;
  readonly head: string;
  readonly keys: string;
  readonly vaultKey: string;
  readonly importKey: string;
  readonly logKey: string;
}

export function dataFolder(path: string): DataFolder {
  const at = (...names: string[]): string => join(resolve(path), ...names);
  return {
    path: resolve(path),
    ledger: at('ledger.db'),
    vault: at('vault.db'),
    vaultKeys: at('vault-keys.db'),
    views: at('views.db'),
    identity: at('identity.db'),
    access: at('access.db'),
    server: at('server.json'),
    head: at('head'),
    keys: at('keys'),
    vaultKey: at('keys', 'vault.key'),
    importKey: at('keys', 'import.key'),
    logKey: at('keys', 'log.key'),
  };
}

/** True when `init` has been here: the keys are made first. */
export const isInitialised = (folder: DataFolder): boolean => existsSync(folder.vaultKey);

/** Makes the folder, readable by its owner alone, as the keys in it. */
export function makeDataFolder(folder: DataFolder): void {
  for (const path of [folder.path, folder.keys, folder.head]) {
    if (existsSync(path)) continue;
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  }
}

/** @throws LedgerError `not-found` saying how a ledger is made */
export function requireInitialised(folder: DataFolder): void {
  if (isInitialised(folder)) return;
  throw new LedgerError(
    'not-found',
    `there is no ledger in ${folder.path}; "govledger init" makes one there, --data DIR names another folder`,
    { what: 'ledger', id: folder.path },
  );
}
