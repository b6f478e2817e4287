import { existsSync } from 'node:fs';
import { openStore } from '../store/open.ts';
import { createKeyFile, loadKey } from '../vault/keys.ts';
import { type Rewrapped, rewrap } from '../vault/rewrap.ts';
import { dataFolder, requireInitialised } from './data-folder.ts';
import { usualStore } from './open-ledger.ts';
import { finishRotation, newKeyOf, type RotationStep, replaceKey } from './vault-key-file.ts';

export interface RotateOptions {
  readonly data: string;
  readonly store?: string;
  /** Told before each step; for tests that stop there. */
  readonly onStep?: (step: RotationStep) => void;
}

export interface Rotated extends Rewrapped {
  /** Name of the key that wraps now, and of the one that did. */
  readonly key: string;
  readonly former: string;
}

/**
 * Wraps the vault's keys under a new one, with which `keys/vault.key` is replaced. Killed at any step, one of the two
 * files opens the vault, and the next start, or this again, finishes.
 * @throws LedgerError `ledger-locked` while another process writes the ledger, and as `rewrap`
 */
export async function rotateVaultKey({
  data,
  store: url = usualStore,
  onStep,
}: RotateOptions): Promise<Rotated> {
  const folder = dataFolder(data);
  requireInitialised(folder);
  // Its lock keeps every other process that writes away from the vault too.
  const store = await openStore(url, { base: folder.path, readOnly: false });
  try {
    finishRotation(folder);
    const from = loadKey(folder.vaultKey, 'vault');
    onStep?.('new key');
    const path = newKeyOf(folder);
    const to = existsSync(path) ? loadKey(path, 'vault') : createKeyFile(path, 'vault');
    onStep?.('rewrap');
    const { vault: vaultPath, vaultKeys: keysPath } = folder;
    const done = rewrap({ vaultPath, keysPath, from, to });
    replaceKey(folder, onStep);
    return { ...done, key: to.id, former: from.id };
  } finally {
    await store.close();
  }
}
