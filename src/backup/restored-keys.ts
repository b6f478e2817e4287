import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerError } from '../../events/errors.ts';
import { filesThatSign, isLogKeyFile } from '../folder/signing-files.ts';
import { loadKey } from '../vault/keys.ts';
import type { Manifest } from './manifest.ts';

const always = ['vault.key', 'import.key'] as const;

/** The files of a folder of keys that belong into `keys/`, by their names. */
export const keyFilesIn = (folder: string): readonly string[] => [
  ...always,
  ...readdirSync(folder).filter(isLogKeyFile),
];

/**
 * Checks that the folder holds the keys that the backup was made with; `vaultKey` is that of the wrapped keys of another.
 * @throws LedgerError `not-found` naming those that are missing, `vault-key-wrong`, `key-malformed`, `key-exposed`
 */
export function requireKeys(folder: string, { keys }: Manifest, vaultKey = keys.vault): void {
  const signing = filesThatSign(folder);
  const missing = [
    ...always.filter((name) => !existsSync(join(folder, name))),
    ...(signing.size > 0 ? [] : ['log.key']),
  ];
  if (missing.length > 0) {
    const names = missing.join(', ');
    throw new LedgerError(
      'not-found',
      `${names} missing in ${folder}: keys are no part of a backup; --keys DIR names the folder of the copy that you keep (the vault key that belongs to it has the id ${vaultKey})`,
      { what: 'key', id: names },
    );
  }
  const vault = loadKey(join(folder, 'vault.key'), 'vault');
  if (vault.id !== vaultKey) {
    throw new LedgerError(
      'vault-key-wrong',
      `the backup was made with vault key ${vaultKey}, and ${folder} holds ${vault.id}; after a rotation, an older backup takes the key file of before it`,
      { key: vault.id },
    );
  }
  const importKey = loadKey(join(folder, 'import.key'), 'import');
  if (keys.import !== null && importKey.id !== keys.import)
    throw wrong(join(folder, 'import.key'), `the import key ${keys.import}, and this one is ${importKey.id}`);
  if (!signing.has(keys.log)) throw wrong(join(folder, [...signing.values()].join(', ')), keys.log);
}

const wrong = (path: string, needed: string): LedgerError =>
  new LedgerError('key-malformed', `${path} is not the key of this ledger: it needs ${needed}`, {
    path,
    rule: needed,
  });
