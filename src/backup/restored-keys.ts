import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerError } from '../../events/errors.ts';
import { loadKey } from '../vault/keys.ts';
import type { Manifest } from './manifest.ts';

/** The files of `keys/`, by their names. */
export const keyFiles = ['vault.key', 'import.key', 'log.key', 'log.key.pub'] as const;

/**
 * Checks that the folder holds the keys that the backup was made with.
 * @throws LedgerError `not-found` naming those that are missing, `vault-key-wrong`, `key-malformed`, `key-exposed`
 */
export function requireKeys(folder: string, { keys }: Manifest): void {
  const missing = keyFiles.filter((name) => !existsSync(join(folder, name)));
  if (missing.length > 0) {
    const names = missing.join(', ');
    throw new LedgerError(
      'not-found',
      `${names} missing in ${folder}: keys are no part of a backup; --keys DIR names the folder of the copy that you keep (the vault key that belongs to it has the id ${keys.vault})`,
      { what: 'key', id: names },
    );
  }
  const vault = loadKey(join(folder, 'vault.key'), 'vault');
  if (vault.id !== keys.vault) {
    throw new LedgerError(
      'vault-key-wrong',
      `the backup was made with vault key ${keys.vault}, and ${folder} holds ${vault.id}`,
      { key: vault.id },
    );
  }
  const importKey = loadKey(join(folder, 'import.key'), 'import');
  if (keys.import !== null && importKey.id !== keys.import)
    throw wrong(join(folder, 'import.key'), `the import key ${keys.import}, and this one is ${importKey.id}`);
  const path = join(folder, 'log.key.pub');
  if (readFileSync(path, 'utf8').trim() !== keys.log) throw wrong(path, keys.log);
}

const wrong = (path: string, needed: string): LedgerError =>
  new LedgerError('key-malformed', `${path} is not the key of this ledger: it needs ${needed}`, {
    path,
    rule: needed,
  });
