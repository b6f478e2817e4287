import Database from 'better-sqlite3';
import { refusing } from '../store/sqlite/failure.ts';

/** The id of the vault key that this copy of vault-keys.db is wrapped under. */
export function vaultKeyId(vaultKeys: string): string {
  return refusing(vaultKeys, () => {
    const db = new Database(vaultKeys, { readonly: true, fileMustExist: true });
    try {
      return db.prepare<[], string>('SELECT key_id FROM vault').pluck().get() ?? '';
    } finally {
      db.close();
    }
  });
}
