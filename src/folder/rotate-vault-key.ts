import { rmSync } from 'node:fs';
import { openStore } from '../store/open.ts';
import { isMade } from '../vault/database.ts';
import { createKeyFile, loadKey, type SecretKey } from '../vault/keys.ts';
import { rewrap } from '../vault/rotation.ts';
import { keysMissing } from '../vault/sqlite.ts';
import { type DataFolder, dataFolder, requireInitialised } from './data-folder.ts';
import { usualStore } from './open-ledger.ts';
import { settledVaultKey, vaultKeyOf } from './vault-key.ts';

export interface RotateOptions {
  readonly data: string;
  readonly store?: string;
  readonly onStep?: (step: RotationStep) => void;
}

/** What is done by then, in this order. */
export const rotationSteps = ['made', 'wrapped', 'committed', 'emptied', 'in place'] as const;
export type RotationStep = (typeof rotationSteps)[number];

export interface Rotated {
  /** The id of the key that the vault has now. */
  readonly vaultKey: string;
  readonly earlier: string;
  readonly path: string;
  /** Data keys wrapped anew; null where an earlier run did that, and this one the rest. */
  readonly keys: number | null;
}

/**
 * Puts a new vault key in the place of the one that there is: made beside it, then everything wrapped anew at once, then
 * renamed over it. Events and sealed text stay as they are. Killed in between, one of the two files opens the vault, and
 * the next run, or whoever writes the folder next, goes on.
 * @throws LedgerError `ledger-locked`, `not-found`, `integrity-violation`, and as `openVault`
 */
export async function rotateVaultKey({ data, store, onStep = () => {} }: RotateOptions): Promise<Rotated> {
  const folder = dataFolder(data);
  requireInitialised(folder);
  if (!isMade(folder.vaultKeys)) throw keysMissing(folder.vaultKeys, `${folder.vaultKeys} is not there`);
  vaultKeyOf(folder);
  const writing = await openStore(store ?? usualStore, { base: folder.path, readOnly: false });
  try {
    const earlier = loadKey(folder.vaultKey, 'vault').id;
    const { path, key } = vaultKeyOf(folder);
    const keys = path === folder.vaultKey ? wrapAnew(folder, key, onStep) : null;
    const { id } = await settledVaultKey(folder, onStep);
    return { vaultKey: id, earlier, path: folder.vaultKey, keys };
  } finally {
    await writing.close();
  }
}

function wrapAnew(
  { vault, vaultKeys, newVaultKey }: DataFolder,
  key: SecretKey<'vault'>,
  onStep: (step: RotationStep) => void,
): number {
  // Left by a run that was killed before it wrapped anything under it.
  rmSync(newVaultKey, { force: true });
  const to = createKeyFile(newVaultKey, 'vault');
  onStep('made');
  const { keys } = rewrap({ vaultPath: vault, keysPath: vaultKeys, key }, to, () => onStep('wrapped'));
  onStep('committed');
  return keys;
}
