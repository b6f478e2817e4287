import { existsSync, renameSync } from 'node:fs';
import { loadKey, type SecretKey, syncFolder } from '../vault/keys.ts';
import { forgetEarlierKey } from '../vault/rotation.ts';
import { wrappingKeyId } from '../vault/wrapped-keys.ts';
import type { DataFolder } from './data-folder.ts';

/** A vault key and the file that it stands in. */
export interface VaultKey {
  readonly path: string;
  readonly key: SecretKey<'vault'>;
}

/**
 * The key that the vault is wrapped under: of keys/vault.key, or of keys/vault.key.new where a rotation was interrupted
 * when all was wrapped anew already.
 * @throws LedgerError as `loadKey`
 */
export function vaultKeyOf(folder: DataFolder): VaultKey {
  const { vaultKey, newVaultKey } = folder;
  const isNew = existsSync(newVaultKey) && isOf(newVaultKey, wrappingKeyId(folder.vaultKeys));
  const path = isNew ? newVaultKey : vaultKey;
  return { path, key: loadKey(path, 'vault') };
}

/** False as well for a file that was not written to its end. */
function isOf(path: string, id: string | null): boolean {
  try {
    return loadKey(path, 'vault').id === id;
  } catch {
    return false;
  }
}

/**
 * Puts the key that the vault is wrapped under into its place, for whoever writes the folder, and answers it.
 * The file of the earlier key goes last, when nothing that it opens is left.
 * @throws LedgerError as `loadKey`, and `store-unavailable` while another process reads the vault
 */
export async function settledVaultKey(
  folder: DataFolder,
  onStep: (step: 'emptied' | 'in place') => void = () => {},
): Promise<SecretKey<'vault'>> {
  const { path, key } = vaultKeyOf(folder);
  if (path === folder.vaultKey) return key;
  await forgetEarlierKey({ vaultPath: folder.vault, keysPath: folder.vaultKeys, key });
  onStep('emptied');
  renameSync(path, folder.vaultKey);
  syncFolder(folder.keys);
  onStep('in place');
  return key;
}
