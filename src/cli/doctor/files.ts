import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isLedgerError } from '../../../events/errors.ts';
import { adoptedFrom } from '../../folder/adopted-file.ts';
import type { DataFolder } from '../../folder/data-folder.ts';
import { readServerFile } from '../../folder/server-file.ts';
import { signingFilesIn } from '../../folder/signing-files.ts';
import { takeLock } from '../../store/sqlite/lock.ts';
import { loadKey } from '../../vault/keys.ts';
import type { Said } from './finding.ts';

export function folderThere({ path }: DataFolder): Said {
  const elsewhere = 'govledger init makes it; --data DIR names another';
  const why = 'without its folder there is no ledger';
  if (!existsSync(path)) return { wrong: `${path} is not there`, why, remedy: elsewhere };
  if (!statSync(path).isDirectory())
    return { wrong: `${path} is no folder`, why, remedy: '--data DIR names another' };
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return {
      wrong: `${path} cannot be written`,
      why: 'nothing can be recorded, and SQLite cannot even read',
      remedy: 'run as its owner, or give yourself the right to write there',
    };
  }
  if (isOpenToOthers(path)) {
    return {
      wrong: `others on this machine may look into ${path}`,
      why: 'they read who takes part in what, and the keys if those are open too',
      remedy: `chmod 700 ${path}`,
    };
  }
  const leftover = join(path, 'restoring');
  if (existsSync(leftover)) {
    return {
      wrong: `${leftover} was left by a restore that was interrupted`,
      why: 'the folder may hold a part of the ledger only',
      remedy: 'restore again: where ledger.db is missing, into an empty folder; else delete it',
    };
  }
  return path;
}

export function keys(folder: DataFolder): Said {
  const signing = signingFilesIn(folder.keys).map((name) => join(folder.keys, name));
  // A ledger that was taken over may be there to be read alone.
  const ours = signing.length > 0 || adoptedFrom(folder) !== null ? signing : [folder.logKey];
  const paths = [folder.vaultKey, folder.importKey, ...ours];
  for (const path of paths) {
    if (!existsSync(path)) {
      return {
        wrong: `${path} is not there`,
        why: 'a key cannot be made again, and what it protects stays closed without it',
        remedy: 'put it back from the copy that you keep',
      };
    }
    if (isOpenToOthers(path)) {
      return {
        wrong: `others may read ${path}`,
        why: 'whoever has it opens, or signs, what only this ledger may',
        remedy: `chmod 600 ${path}`,
      };
    }
  }
  loadKey(folder.vaultKey, 'vault');
  if (existsSync(folder.newVaultKey)) {
    return {
      wrong: `${folder.newVaultKey} was left by a rotation of the vault key that was interrupted`,
      why: 'until it is finished, either of the two files may be the one that opens the vault: delete neither',
      remedy: 'govledger vault rotate-key, while no server runs',
    };
  }
  loadKey(folder.importKey, 'import');
  return `${paths.length} keys in ${folder.keys}, for their owner alone`;
}

/** `url` is the event store's, where it is not the one in the folder. */
export function files(folder: DataFolder, url: string | null): Said {
  const needed = [folder.vault, folder.vaultKeys, ...(url === null ? [folder.ledger] : [])];
  const missing = needed.filter((path) => !existsSync(path));
  if (missing.length > 0) {
    return {
      wrong: `${missing.join(', ')} not there`,
      why: 'the record is not whole without it',
      remedy: 'put it back from a backup; for a new ledger: govledger init',
    };
  }
  const open = readdirSync(folder.path)
    .filter((name) => /\.db(-wal|-shm|\.lock)?$|^server\.json$/.test(name))
    .map((name) => join(folder.path, name))
    .filter(isOpenToOthers);
  if (open.length === 0) return `${needed.length} files of the record, for their owner alone`;
  return {
    wrong: `others may read ${open.join(', ')}`,
    why: 'only the mode of the folder keeps them out, and a copy of the file does not have that',
    remedy: `chmod 600 ${open.join(' ')}`,
  };
}

/** Whether a process writes the ledger now. */
export function writer({ ledger }: DataFolder): { readonly said: Said; readonly isThere: boolean } {
  try {
    takeLock(ledger).release();
    return { said: 'nobody writes now', isThere: false };
  } catch (error) {
    if (!isLedgerError(error) || error.code !== 'ledger-locked') throw error;
    return { said: error.message.split(', and ')[0] ?? error.message, isThere: true };
  }
}

/** What a server said of itself, held against whether anybody writes. */
export function server(folder: DataFolder, isWriterThere: boolean): Said {
  if (!existsSync(folder.server)) return 'none runs here';
  const said = readServerFile(folder);
  if (said !== null && isWriterThere && isAlive(said.pid)) return `process ${said.pid} serves ${said.url}`;
  const whose = said === null ? 'cannot be read' : `names process ${said.pid}, which is gone`;
  return {
    wrong: `${folder.server} ${whose}`,
    why: 'commands look for a server that is not there',
    remedy: `start the server, or delete the file: rm ${folder.server}`,
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export const isOpenToOthers = (path: string): boolean =>
  process.platform !== 'win32' && ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0;
