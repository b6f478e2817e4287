import Database from 'better-sqlite3';
import type { VaultOptions } from '../../src/vault/sqlite.ts';

type Files = Pick<VaultOptions, 'vaultPath' | 'keysPath'>;

/** Wrapped keys of the digests, and the beginnings of their ciphertexts, as they stand in the vault's files. */
export function secretsOf({ vaultPath, keysPath }: Files, digests: readonly string[]): Buffer[] {
  const db = new Database(vaultPath, { readonly: true });
  db.prepare('ATTACH ? AS keys').run(keysPath);
  const find = db.prepare<[Buffer], { sealed: Buffer; wrapped: Buffer }>(
    'SELECT sealed, wrapped FROM disclosure JOIN keys.data_key AS key ON key.id = disclosure.id WHERE digest = ?',
  );
  const found = digests.flatMap((digest) => {
    const row = find.get(Buffer.from(digest, 'base64url'));
    return row === undefined ? [] : [row.wrapped, row.sealed.subarray(0, 60)];
  });
  db.close();
  return found;
}

/** The same of every blob. */
export function blobSecretsOf({ vaultPath, keysPath }: Files): Buffer[] {
  const db = new Database(vaultPath, { readonly: true });
  db.prepare('ATTACH ? AS keys').run(keysPath);
  const keys = db
    .prepare<[], Buffer>('SELECT wrapped FROM keys.data_key AS key JOIN blob ON blob.id = key.id')
    .pluck()
    .all();
  const chunks = db.prepare<[], Buffer>('SELECT sealed FROM blob_chunk').pluck().all();
  db.close();
  return [...keys, ...chunks.map((chunk) => chunk.subarray(0, 60))];
}
