import { closeSync, existsSync, fstatSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { fsyncPath } from '../backup/folders.ts';
import { loadKey } from '../vault/keys.ts';
import type { DataFolder } from './data-folder.ts';

export type RotationStep = 'new key' | 'rewrap' | 'old key' | 'rename';

/** Where the next wrapping key waits until the vault is wrapped under it. */
export const newKeyOf = ({ vaultKey }: Pick<DataFolder, 'vaultKey'>): string => `${vaultKey}.new`;

/** Puts the new key in the place of the old one where the vault is wrapped under it already. */
export function finishRotation(folder: DataFolder): void {
  const path = newKeyOf(folder);
  if (!existsSync(path) || !existsSync(folder.vaultKeys)) return;
  if (wrappedUnder(folder.vaultKeys) === loadKey(path, 'vault').id) replaceKey(folder);
}

function wrappedUnder(keysPath: string): string | undefined {
  const db = new Database(keysPath, { readonly: true, fileMustExist: true });
  try {
    return db.prepare<[], string>('SELECT key_id FROM vault').pluck().get();
  } finally {
    db.close();
  }
}

/** The old key is overwritten before its file goes. */
export function replaceKey(folder: DataFolder, onStep?: (step: RotationStep) => void): void {
  onStep?.('old key');
  wipe(folder.vaultKey);
  onStep?.('rename');
  renameSync(newKeyOf(folder), folder.vaultKey);
  fsyncPath(dirname(folder.vaultKey));
}

function wipe(path: string): void {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r+');
  try {
    writeSync(file, Buffer.alloc(fstatSync(file).size), 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
