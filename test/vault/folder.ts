import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'mocha';
import { secretKey } from '../../src/vault/keys.ts';
import type { VaultOptions } from '../../src/vault/sqlite.ts';

/** Makes folders that are gone when the suite that calls this is over. */
export function folders(): () => string {
  const made: string[] = [];
  after(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'govledger-vault-'));
    made.push(folder);
    return folder;
  };
}

/** Options for a vault of its own in the folder, under a new key. */
export const vaultIn = (folder: string): VaultOptions => ({
  vaultPath: join(folder, 'vault.db'),
  keysPath: join(folder, 'vault-keys.db'),
  key: secretKey('vault', randomBytes(32)),
});
