import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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
  /** The tree's tiles: a view of the store. */
  readonly tree: string;
  /** What erasures that are being carried out are to destroy; gone when they are. */
  readonly erasing: string;
  /** Where the ledger was taken over from, where it was. */
  readonly adopted: string;
  readonly head: string;
  readonly keys: string;
  readonly vaultKey: string;
  /** The next vault key, while one takes the place of the other. */
  readonly newVaultKey: string;
  readonly importKey: string;
  readonly logKey: string;
}

/** `head`: where the newest checkpoint is kept, if that is not in the folder itself. */
export function dataFolder(path: string, head?: string): DataFolder {
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
    tree: at('tree.db'),
    erasing: at('erasing'),
    adopted: at('adopted.json'),
    head: head === undefined ? at('head') : resolve(head),
    keys: at('keys'),
    vaultKey: at('keys', 'vault.key'),
    newVaultKey: at('keys', 'vault.key.new'),
    importKey: at('keys', 'import.key'),
    logKey: at('keys', 'log.key'),
  };
}

/** True when `init` has been here: the keys are made first. */
export const isInitialised = (folder: DataFolder): boolean => existsSync(folder.vaultKey);

/** Makes the folder, readable by its owner alone, as the keys in it. @throws LedgerError `store-unavailable` */
export function makeDataFolder(folder: DataFolder): void {
  for (const path of [folder.path, folder.keys, folder.head]) makePrivateFolder(path);
}

/**
 * Makes a folder that its owner alone may look into, and what is missing above it; one that is there stays as it is.
 * One by one: where a parent takes no folders, as in /proc, Node.js 20 never comes back from a recursive mkdir.
 * @throws LedgerError `store-unavailable`
 */
export function makePrivateFolder(path: string): void {
  const missing: string[] = [];
  for (let at = resolve(path); !existsSync(at); at = dirname(at)) missing.push(at);
  try {
    for (const each of missing.reverse()) {
      mkdirSync(each, { mode: 0o700 });
      chmodSync(each, 0o700);
    }
    if (statSync(path).isDirectory()) return;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw noFolder(path, reason, cause);
  }
  throw noFolder(path, 'a file stands there');
}

const noFolder = (path: string, reason: string, cause?: unknown): LedgerError =>
  new LedgerError('store-unavailable', `the folder ${path} cannot be made: ${reason}`, { reason }, { cause });

/** @throws LedgerError `not-found` saying how a ledger is made */
export function requireInitialised(folder: DataFolder): void {
  if (isInitialised(folder)) return;
  throw new LedgerError(
    'not-found',
    `there is no ledger in ${folder.path}; "govledger init" makes one there, --data DIR names another folder`,
    { what: 'ledger', id: folder.path },
  );
}
