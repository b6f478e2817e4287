import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isLedgerError, LedgerError } from '../../events/errors.ts';
import { addDays, instantFromMillis } from '../../events/time.ts';
import { type DataFolder, dataFolder } from '../folder/data-folder.ts';
import { vaultKeyOf } from '../folder/vault-key.ts';
import { sqlitePath } from '../store/open.ts';
import { loadKey } from '../vault/keys.ts';
import { keyCopyDays } from '../vault/vault.ts';
import { fileDigest } from './file-digest.ts';
import { copySmall, FolderInTheMaking, fsyncPath, isWithin, requireRoom, writeAlone } from './folders.ts';
import { ledgerEnd } from './ledger-end.ts';
import { type BackupFile, type Manifest, manifestName, places } from './manifest.ts';
import { snapshot } from './snapshot.ts';
import { vaultKeyId } from './vault-key-id.ts';
import { keysReadme, readme } from './words.ts';

export interface BackUpOptions {
  /** The data folder. */
  readonly data: string;
  /** The event store's URL, where it is not the one in the data folder. */
  readonly store?: string;
  /** The folder that the backup is to be; it must be empty, or not there. */
  readonly out: string;
  /** Where the keys are copied to, apart from the backup; nowhere without it. */
  readonly keysOut?: string;
  /** Where the newest checkpoint is kept; `head/` of the data folder where it is left out. */
  readonly head?: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Told before each file is copied. */
  readonly onFile?: (name: string) => void;
}

/**
 * Copies a ledger on SQLite while others write it. The files are copied in the reverse of the order in which an act writes
 * them: what a copy refers to stands in a copy that was made after it (docs/adr/0002-backup.md).
 * @throws LedgerError `already-exists`, `not-found`, `store-full`, `integrity-violation`, `store-…`
 */
export async function backUp(options: BackUpOptions): Promise<Manifest> {
  const { now = Date.now } = options;
  const folder = dataFolder(options.data, options.head);
  const ledger = sqlitePath(options.store ?? `sqlite:${folder.ledger}`, folder.path);
  requireApart(options, folder);
  const begunAt = instantFromMillis(now());
  const keys = options.keysOut === undefined ? null : copiedKeys(folder, options.keysOut);
  try {
    const making = new FolderInTheMaking(options.out);
    try {
      requireRoom(dirname(making.path), sizeOf(folder, ledger));
      const paths = copyAll(folder, ledger, making.path, options.onFile);
      const files: BackupFile[] = [];
      for (const path of paths) files.push({ path, ...(await fileDigest(join(making.path, path))) });
      const { head, logKey, ...who } = ledgerEnd(join(making.path, places.ledger));
      const vault = vaultKeyId(join(making.path, places.vaultKeys));
      if (keys !== null) requireSame(join(keys.path, basename(folder.vaultKey)), vault);
      const manifest: Manifest = {
        format: 'govledger backup',
        version: 1,
        ...who,
        begunAt,
        finishedAt: instantFromMillis(now()),
        head,
        keys: { vault, import: importKeyId(folder), log: logKey },
        deleteVaultKeysBy: addDays(begunAt, keyCopyDays).slice(0, 10),
        files,
      };
      writeAlone(join(making.path, 'README.txt'), readme(manifest));
      writeAlone(join(making.path, dirname(places.vaultKeys), 'README.txt'), keysReadme(manifest));
      writeAlone(join(making.path, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
      for (const each of ['head', dirname(places.vaultKeys)]) fsyncPath(join(making.path, each));
      making.finish();
      keys?.finish();
      return manifest;
    } catch (error) {
      making.abandon();
      throw error;
    }
  } catch (error) {
    keys?.abandon();
    throw error;
  }
}

/** @throws LedgerError `invalid-command` */
function requireApart({ out, keysOut }: BackUpOptions, folder: DataFolder): void {
  const refuse = (field: string, rule: string): never => {
    throw new LedgerError('invalid-command', `--${field} ${rule}`, { command: 'backup', field, rule });
  };
  if (isWithin(out, folder.path) || isWithin(folder.path, out))
    refuse('out', 'must be a folder apart from the data folder: one accident must not take both');
  if (keysOut === undefined) return;
  if (isWithin(keysOut, folder.path))
    refuse('with-keys', 'must be a folder apart from the data folder: one accident must not take both');
  if (isWithin(keysOut, out) || isWithin(out, keysOut))
    refuse('with-keys', 'must be a folder apart from the backup: who holds both reads everything');
}

/** In this order, and no other. Answers the paths within the backup. */
function copyAll(
  folder: DataFolder,
  ledger: string,
  target: string,
  onFile: BackUpOptions['onFile'],
): readonly BackupFile['path'][] {
  const copied: BackupFile['path'][] = [];
  const copy = (name: keyof typeof places, source: string): void => {
    onFile?.(basename(source));
    snapshot(source, join(target, places[name]));
    copied.push(places[name]);
  };
  for (const each of ['head', dirname(places.vaultKeys)]) mkdirSync(join(target, each), { mode: 0o700 });
  copied.push(...copiedHead(folder.head, join(target, 'head')));
  if (existsSync(folder.identity)) copy('identity', folder.identity);
  if (existsSync(folder.access)) copy('access', folder.access);
  copy('ledger', ledger);
  copy('vault', folder.vault);
  copy('vaultKeys', folder.vaultKeys);
  return copied;
}

function copiedHead(source: string, target: string): readonly BackupFile['path'][] {
  if (!existsSync(source)) return [];
  return readdirSync(source, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => {
      copySmall(join(source, name), join(target, name));
      return `head/${name}` as const;
    });
}

/** @throws LedgerError `already-exists`, `vault-key-missing` and such */
function copiedKeys(folder: DataFolder, target: string): FolderInTheMaking {
  const vaultKey = vaultKeyOf(folder);
  loadKey(folder.importKey, 'import');
  const making = new FolderInTheMaking(target);
  try {
    for (const name of readdirSync(folder.keys)) {
      const source = name === basename(folder.vaultKey) ? vaultKey.path : join(folder.keys, name);
      if (name === basename(folder.newVaultKey)) continue;
      if (statSync(source).isFile()) copySmall(source, join(making.path, name));
    }
    return making;
  } catch (error) {
    making.abandon();
    throw error;
  }
}

/** @throws LedgerError `vault-key-wrong` where the key was rotated after the keys were copied */
function requireSame(copy: string, vault: string): void {
  const { id } = loadKey(copy, 'vault');
  if (id === vault) return;
  const message = `the vault has key ${vault}, and the one that was copied is ${id}: if it was rotated meanwhile, back up again`;
  throw new LedgerError('vault-key-wrong', message, { key: id });
}

const sizeOf = (folder: DataFolder, ledger: string): number =>
  [ledger, folder.vault, folder.vaultKeys, folder.identity, folder.access]
    .flatMap((path) => [path, `${path}-wal`])
    .reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);

/** Null where it is not there: a backup without its keys is better than none. */
function importKeyId({ importKey }: DataFolder): string | null {
  try {
    return loadKey(importKey, 'import').id;
  } catch (error) {
    if (isLedgerError(error)) return null;
    throw error;
  }
}
