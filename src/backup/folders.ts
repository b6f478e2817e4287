import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { LedgerError } from '../../events/errors.ts';
import { makePrivateFolder } from '../folder/data-folder.ts';
import { unfinished } from './manifest.ts';

/** Makes what was written durable: a file's bytes, a folder's names. */
export function fsyncPath(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Writes a new file for its owner alone, durably. */
export function writeAlone(path: string, content: string | Uint8Array): void {
  writeFileSync(path, content, { mode: 0o600, flag: 'wx' });
  fsyncPath(path);
}

/** Copies a small file that is no database, for its owner alone, whatever its own mode is. */
export const copySmall = (source: string, target: string): void => writeAlone(target, readFileSync(source));

/** True for a folder inside another one, or the same, by whatever links they are named. */
export function isWithin(inner: string, outer: string): boolean {
  const way = relative(real(outer), real(inner));
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || resolve(way) === way);
}

/** The real path of what may not be there yet. */
function real(path: string): string {
  const absolute = resolve(path);
  if (existsSync(absolute)) return realpathSync(absolute);
  const parent = dirname(absolute);
  return parent === absolute ? absolute : join(real(parent), basename(absolute));
}

/**
 * A folder that is filled under another name and gets its own when it is whole, so that one which was interrupted is
 * recognised. @throws LedgerError `already-exists` for a place with something in it, or what an interrupted one left
 */
export class FolderInTheMaking {
  readonly path: string;
  readonly #final: string;

  /** `what` it is to be, in words. */
  constructor(final: string, what: 'a backup' | 'an export' | 'an adopted ledger' = 'a backup') {
    this.#final = resolve(final);
    this.path = `${this.#final}${unfinished}`;
    if (existsSync(this.#final) && readdirSync(this.#final).length > 0)
      throw taken(this.#final, `holds something already, and ${what} never overwrites: name another folder`);
    if (existsSync(this.path))
      throw taken(
        this.path,
        `was left by ${what} that was interrupted, or belongs to one under way: delete it if none is`,
      );
    makePrivateFolder(this.path);
  }

  /** Gives it its name, durably. */
  finish(): void {
    fsyncPath(this.path);
    renameSync(this.path, this.#final);
    fsyncPath(dirname(this.#final));
  }

  abandon(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

const taken = (path: string, why: string): LedgerError =>
  new LedgerError('already-exists', `${path} ${why}`, { what: 'folder', id: path });

/** @throws LedgerError `store-full` where so much does not fit */
export function requireRoom(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize > bytes) return;
  const needed = `${Math.ceil(bytes / 1e6)} MB`;
  throw new LedgerError('store-full', `${folder} has no room for ${needed}; nothing was written`, {
    path: folder,
  });
}
