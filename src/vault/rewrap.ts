import type Database from 'better-sqlite3';
import { LedgerError } from '../../events/errors.ts';
import { guarded, settle, type VaultFile } from './database.ts';
import type { SecretKey } from './keys.ts';
import { seal, unseal } from './seal.ts';
import { openSealedTexts } from './sealed-texts.ts';
import { openWrappedKeys } from './wrapped-keys.ts';

export interface RewrapOptions {
  readonly vaultPath: string;
  readonly keysPath: string;
  readonly from: SecretKey<'vault'>;
  readonly to: SecretKey<'vault'>;
}

export interface Rewrapped {
  /** Data keys that are wrapped anew. */
  readonly keys: number;
  /** Keys under which nothing is kept, left by an interrupted put: they are destroyed. */
  readonly unused: number;
}

const pageKeys = 5_000;

interface Row {
  readonly id: number;
  readonly wrapped: Buffer;
}

/**
 * Wraps every data key of a vault under another key, all of them or none, and leaves nothing in its files that the former
 * key opens. No text and no digest is touched. Nobody else may have the vault open.
 * @throws LedgerError `vault-key-wrong` where it is not wrapped under `from`, `disclosure-damaged`, `store-…`
 */
export function rewrap({ vaultPath, keysPath, from, to }: RewrapOptions): Rewrapped {
  const keys = openWrappedKeys(keysPath, from);
  try {
    const texts = openSealedTexts(vaultPath, keys.vaultId);
    try {
      const done = guarded(keysPath, () =>
        keys.file.db
          .transaction(() => rewrapAll(keys.file, texts.file.db, keys.vaultId, from, to))
          .immediate(),
      );
      // The write-ahead log still holds the rows as they were.
      if (!settle(keys.file)) {
        const reason = `${keysPath} is being read by somebody else, so the former wrapping cannot be cleared away; run it again`;
        throw new LedgerError('store-unavailable', reason, { reason });
      }
      return done;
    } finally {
      texts.file.db.close();
    }
  } finally {
    keys.file.db.close();
  }
}

function rewrapAll(
  { db, path }: VaultFile,
  texts: Database.Database,
  vaultId: Buffer,
  from: SecretKey<'vault'>,
  to: SecretKey<'vault'>,
): Rewrapped {
  const page = db.prepare<[number, number], Row>(
    'SELECT id, wrapped FROM data_key WHERE destroyed = 0 AND id > ? ORDER BY id LIMIT ?',
  );
  const put = db.prepare<[Buffer, number]>('UPDATE data_key SET wrapped = ? WHERE id = ?');
  const destroy = db.prepare<[number]>(
    'UPDATE data_key SET destroyed = 1, wrapped = zeroblob(length(wrapped)) WHERE id = ?',
  );
  const nameOf = texts
    .prepare<[number, number], Buffer>(
      'SELECT digest FROM disclosure WHERE id = ? UNION ALL SELECT name FROM blob WHERE id = ?',
    )
    .pluck();
  let count = 0;
  let unused = 0;
  for (let rows = page.all(0, pageKeys); rows.length > 0; rows = page.all(rows.at(-1)?.id ?? 0, pageKeys)) {
    for (const { id, wrapped } of rows) {
      const name = nameOf.get(id, id);
      if (name === undefined) {
        destroy.run(id);
        unused += 1;
        continue;
      }
      put.run(seal(to.secret, 'data-key', name, opened(from, name, wrapped, path)), id);
      count += 1;
    }
  }
  const { filing_key: filing } = db
    .prepare<[], { filing_key: Buffer }>('SELECT filing_key FROM vault')
    .get() ?? {
    filing_key: Buffer.alloc(0),
  };
  const filingKey = unseal(from.secret, 'filing-key', vaultId, filing);
  db.prepare('UPDATE vault SET key_id = ?, filing_key = ?').run(
    to.id,
    seal(to.secret, 'filing-key', vaultId, filingKey),
  );
  return { keys: count, unused };
}

function opened(from: SecretKey<'vault'>, name: Buffer, wrapped: Buffer, path: string): Buffer {
  try {
    return Buffer.from(unseal(from.secret, 'data-key', name, wrapped));
  } catch (cause) {
    const digest = name.toString('base64url');
    const message = `${path} holds a key for ${digest} that is not what was put there, so nothing is wrapped anew; restore vault.db and vault-keys.db from one backup`;
    throw new LedgerError('disclosure-damaged', message, { digest }, { cause });
  }
}
