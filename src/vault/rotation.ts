import { LedgerError } from '../../events/errors.ts';
import { guarded } from './database.ts';
import { emptyLog } from './erasure.ts';
import type { SecretKey } from './keys.ts';
import { seal, unseal, wrappedKeyBytes } from './seal.ts';
import { openVaultFiles, type VaultOptions } from './sqlite.ts';

const pageRows = 1_000;

export interface Rewrapped {
  /** Data keys that are wrapped under the new key. */
  readonly keys: number;
  /** Data keys of nothing that the vault holds: what they were for was never stored, so they are overwritten. */
  readonly dropped: number;
}

/**
 * Wraps every data key, and the filing key, under `to` instead of `options.key`, in one transaction that also names it.
 * What is sealed stays as it is. Nobody else may write the vault meanwhile.
 * @throws LedgerError as `openVault`, and `integrity-violation` for a key that does not open; then nothing has changed
 */
export function rewrap(
  options: VaultOptions,
  to: SecretKey<'vault'>,
  beforeCommit: () => void = () => {},
): Rewrapped {
  const { keys, texts } = openVaultFiles(options);
  const { path, db } = keys.file;
  try {
    const nameOf = texts.file.db
      .prepare<[number, number], Buffer>(
        'SELECT digest FROM disclosure WHERE id = ? UNION ALL SELECT name FROM blob WHERE id = ?',
      )
      .pluck();
    const page = db.prepare<[number, number], { readonly id: number; readonly wrapped: Buffer }>(
      'SELECT id, wrapped FROM data_key WHERE destroyed = 0 AND id > ? ORDER BY id LIMIT ?',
    );
    const replace = db.prepare<[Buffer, number]>('UPDATE data_key SET wrapped = ? WHERE id = ?');
    const under = (kind: 'data-key' | 'filing-key', of: Buffer, wrapped: Buffer, where: string): Buffer => {
      try {
        return seal(to.secret, kind, of, unseal(options.key.secret, kind, of, wrapped));
      } catch (cause) {
        const message = `${where} of ${path} was changed and does not open, so no key was rotated; restore both vault files from one backup`;
        throw new LedgerError('integrity-violation', message, { where: path }, { cause });
      }
    };
    const all = (): Rewrapped => {
      let count = 0;
      const dropped: number[] = [];
      for (let after = 0; ; ) {
        const rows = page.all(after, pageRows);
        const last = rows.at(-1);
        if (last === undefined) break;
        for (const { id, wrapped } of rows) {
          const of = nameOf.get(id, id);
          if (of === undefined) dropped.push(id);
          else {
            replace.run(under('data-key', of, wrapped, `key ${id}`), id);
            count += 1;
          }
        }
        after = last.id;
      }
      drop(dropped);
      const filing = db.prepare<[], Buffer>('SELECT filing_key FROM vault').pluck().get() ?? Buffer.alloc(0);
      const filingKey = under('filing-key', keys.vaultId, filing, 'the filing key');
      db.prepare('UPDATE vault SET key_id = ?, filing_key = ?').run(to.id, filingKey);
      beforeCommit();
      return { keys: count, dropped: dropped.length };
    };
    const drop = (ids: readonly number[]): void => {
      const destroy = db.prepare<[number]>(
        `UPDATE data_key SET destroyed = 1, wrapped = zeroblob(${wrappedKeyBytes}) WHERE id = ?`,
      );
      const unfile = db.prepare<[number]>('DELETE FROM filing WHERE data_key = ?');
      for (const id of ids) {
        destroy.run(id);
        unfile.run(id);
      }
    };
    return guarded(path, () => db.transaction(all).immediate());
  } finally {
    texts.file.db.close();
    db.close();
  }
}

/**
 * Leaves nothing in the files that was wrapped under an earlier key. Answers how many data keys there are.
 * @throws LedgerError `store-unavailable` while another process reads the vault
 */
export async function forgetEarlierKey(options: VaultOptions): Promise<number> {
  const { keys, texts } = openVaultFiles(options);
  const { path, db } = keys.file;
  try {
    await emptyLog(keys.file, 'run "govledger vault rotate-key"');
    const count = db.prepare<[], number>('SELECT count(*) FROM data_key WHERE destroyed = 0').pluck();
    return guarded(path, () => count.get() ?? 0);
  } finally {
    texts.file.db.close();
    db.close();
  }
}
