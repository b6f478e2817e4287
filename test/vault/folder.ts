import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { after } from 'mocha';
import { secretKey } from '../../src/vault/keys.ts';
import { openVault, type VaultOptions } from '../../src/vault/sqlite.ts';
import type { Disclosure, Vault } from '../../src/vault/vault.ts';

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

export async function using<T>(options: VaultOptions, work: (vault: Vault) => Promise<T>): Promise<T> {
  const vault = openVault(options);
  try {
    return await work(vault);
  } finally {
    await vault.close();
  }
}

export function change(path: string, sql: string): void {
  const db = new Database(path);
  try {
    db.exec(sql);
  } finally {
    db.close();
  }
}

export function rows(path: string, sql: string): readonly unknown[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare(sql).pluck().all();
  } finally {
    db.close();
  }
}

/** All bytes that the vault's files hold now, logs included. */
export const filesOf = ({ vaultPath, keysPath }: VaultOptions): Buffer[] =>
  [vaultPath, `${vaultPath}-wal`, keysPath, `${keysPath}-wal`].map((path) => readFileSync(path));

/** A closed vault in the folder with what was put into it. */
export async function vaultWith(folder: string, ...disclosures: Disclosure[]): Promise<VaultOptions> {
  const options = vaultIn(folder);
  await using(options, (vault) => vault.put(disclosures));
  return options;
}

export const stateOf = (options: VaultOptions, digest: string): Promise<string | undefined> =>
  using(options, async (vault) => (await vault.open([digest])).get(digest)?.state);
