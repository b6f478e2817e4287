import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LedgerError } from '../../events/errors.ts';
import { type DataFolder, dataFolder, makePrivateFolder } from '../folder/data-folder.ts';
import { openLedger } from '../folder/open-ledger.ts';
import { operatorCaller } from '../identity/caller.ts';
import { type EndedByRestore, endAfterRestore } from '../identity/sqlite/after-restore.ts';
import { type Account, account } from './account.ts';
import { fileDigest } from './file-digest.ts';
import { copySmall, fsyncPath } from './folders.ts';
import { ledgerEnd } from './ledger-end.ts';
import { type BackupFile, type Manifest, places, readManifest } from './manifest.ts';
import { keyFilesIn, requireKeys } from './restored-keys.ts';
import { quickCheck, snapshot } from './snapshot.ts';
import { vaultKeyId } from './vault-key-id.ts';

export interface RestoreOptions {
  /** The folder of the backup. */
  readonly backup: string;
  /** The data folder to make: not there, empty, or with its keys alone in it. */
  readonly data: string;
  /** The folder with the keys, where the data folder does not hold them. */
  readonly keys?: string;
  /** vault-keys.db of a newer backup: what was erased until then stays erased. */
  readonly vaultKeys?: string;
  /** Goes on though sealed text is lost. */
  readonly acceptLoss?: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly onProgress?: (doing: string) => void;
}

export interface Restored {
  readonly manifest: Manifest;
  readonly digests: Account;
  /** Null for a backup of a ledger that nobody had signed in to yet. */
  readonly credentials: EndedByRestore | null;
  /** What `head/` holds again. */
  readonly headFiles: number;
}

const staging = 'restoring';

/**
 * Makes a data folder of a backup, or nothing. Everything is put together and checked in a folder inside it, then moved
 * into its place, the ledger last.
 * @throws LedgerError `not-found`, `already-exists`, `integrity-violation` naming the file, `vault-key-wrong` and such,
 * `disclosure-missing` where text is lost
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { backup, data, now = Date.now, onProgress } = options;
  const manifest = readManifest(backup);
  const files = filesOf(manifest, options);
  onProgress?.('checking the backup');
  for (const file of files) await requireWhole(backup, file);
  const target = dataFolder(data);
  requireFree(target);
  const keys = existsSync(target.keys) ? target.keys : (options.keys ?? target.keys);
  requireKeys(
    keys,
    manifest,
    options.vaultKeys === undefined ? manifest.keys.vault : vaultKeyId(options.vaultKeys),
  );
  const isNew = !existsSync(target.path);
  makePrivateFolder(target.path);
  const stage = dataFolder(join(target.path, staging));
  rmSync(stage.path, { recursive: true, force: true });
  try {
    onProgress?.('copying');
    putTogether(options, keys, stage, files);
    const { ledger, head } = ledgerEnd(stage.ledger);
    if (
      ledger !== manifest.ledger ||
      head.event !== manifest.head.event ||
      head.index !== manifest.head.index
    )
      throw damaged(stage.ledger, 'does not end where the manifest says');
    const opened = await openLedger({ data: stage.path, now });
    let digests: Account;
    let operator: string;
    try {
      onProgress?.('rebuilding the views');
      await opened.projector.waitFor();
      requireAgreement(manifest, opened.projector.status().head);
      operator = opened.operator;
      const looked = (events: number): void => onProgress?.(`opening what is sealed: ${events} events`);
      digests = await account({ store: opened.store, vault: opened.vault, onProgress: looked });
    } finally {
      await opened.close();
    }
    if (digests.lost > 0 && options.acceptLoss !== true) throw lost(digests.lost);
    const credentials = existsSync(stage.identity)
      ? endAfterRestore(stage.identity, operatorCaller(operator), now)
      : null;
    moveInto(stage, target);
    return { manifest, digests, credentials, headFiles: readdirSync(target.head).length };
  } catch (error) {
    rmSync(isNew ? target.path : stage.path, { recursive: true, force: true });
    throw error;
  }
}

/** Without the wrapped keys, where those of a newer backup take their place. @throws LedgerError `not-found` */
function filesOf({ files, deleteVaultKeysBy }: Manifest, options: RestoreOptions): readonly BackupFile[] {
  if (options.vaultKeys !== undefined) return files.filter(({ path }) => path !== places.vaultKeys);
  const path = join(options.backup, places.vaultKeys);
  if (existsSync(path)) return files;
  throw new LedgerError(
    'not-found',
    `${path} is not there any more (it was to be deleted by ${deleteVaultKeysBy}); --vault-keys FILE names the key file of a newer backup`,
    { what: 'vault-keys', id: path },
  );
}

async function requireWhole(backup: string, { path, bytes, sha256 }: BackupFile): Promise<void> {
  const file = join(backup, path);
  if (!existsSync(file)) throw damaged(file, 'is missing from the backup');
  const found = await fileDigest(file);
  if (found.bytes !== bytes || found.sha256 !== sha256)
    throw damaged(file, 'is not what the backup wrote; use another backup');
}

/** @throws LedgerError `already-exists` */
function requireFree(target: DataFolder): void {
  if (!existsSync(target.path)) return;
  for (const name of readdirSync(target.path)) {
    if (name === staging || name === 'keys') continue;
    if (name === 'head' && readdirSync(target.head).length === 0) continue;
    const path = join(target.path, name);
    const why =
      name === 'head'
        ? 'holds a head that is not in the backup: what was recorded since would be lost, and one log must not have two histories. Move it away only if you know that'
        : 'is there already, and a restore never overwrites: name an empty folder, or one with its keys alone';
    throw new LedgerError('already-exists', `${path} ${why}`, { what: 'folder', id: target.path });
  }
}

function putTogether(
  { backup, vaultKeys }: RestoreOptions,
  keys: string,
  stage: DataFolder,
  files: readonly BackupFile[],
): void {
  for (const path of [stage.path, stage.keys, stage.head]) makePrivateFolder(path);
  for (const name of keyFilesIn(keys)) copySmall(join(keys, name), join(stage.keys, name));
  const databases = files.filter(({ path }) => !path.startsWith('head/'));
  for (const { path } of databases) copyDatabase(join(backup, path), join(stage.path, basename(path)));
  // It may be one that is in use.
  if (vaultKeys !== undefined) snapshot(vaultKeys, stage.vaultKeys);
  for (const { path } of files)
    if (path.startsWith('head/')) copySmall(join(backup, path), join(stage.path, path));
}

function copyDatabase(source: string, target: string): void {
  copyFileSync(source, target);
  // A copy has the mode of what it was copied from, wherever that has been.
  chmodSync(target, 0o600);
  fsyncPath(target);
  quickCheck(target);
}

function requireAgreement({ head }: Manifest, views: { position: string | null; leaf: number }): void {
  if (views.position !== head.position || views.leaf !== head.index)
    throw damaged('views.db', `ends at index ${views.leaf} where the ledger ends at ${head.index}`);
}

/** The ledger last: a folder without one is no data folder, and is not taken for one. */
function moveInto(stage: DataFolder, target: DataFolder): void {
  if (existsSync(target.head)) rmSync(target.head, { recursive: true });
  if (!existsSync(target.keys)) mkdirSync(target.keys, { mode: 0o700 });
  for (const name of readdirSync(stage.keys)) {
    if (!existsSync(join(target.keys, name))) renameSync(join(stage.keys, name), join(target.keys, name));
  }
  const left = readdirSync(stage.path).filter((name) => name !== 'keys' && !name.endsWith('.lock'));
  const isLast = (name: string): number => (name === basename(target.ledger) ? 1 : 0);
  for (const name of left.sort((a, b) => isLast(a) - isLast(b)))
    renameSync(join(stage.path, name), join(target.path, name));
  rmSync(stage.path, { recursive: true });
  fsyncPath(target.path);
}

const damaged = (path: string, what: string): LedgerError =>
  new LedgerError('integrity-violation', `${path} ${what}`, { where: path });

const lost = (count: number): LedgerError =>
  new LedgerError(
    'integrity-violation',
    `${count} sealed texts of this backup can neither be opened nor are they erased; --accept-loss restores the rest without them`,
    { where: 'vault.db' },
  );
