import Database from 'better-sqlite3';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { encodePayload } from '../../src/vault/payload.ts';
import { seal, unseal } from '../../src/vault/seal.ts';
import type { VaultOptions } from '../../src/vault/sqlite.ts';
import { disclosureOf, listed } from './disclosures.ts';
import { change, folders, using, vaultIn, vaultWith } from './folder.ts';
import { refused } from './refusals.ts';

describe('damage to the vault', () => {
  const folder = folders();

  const damages: readonly (readonly [string, (options: VaultOptions) => void])[] = [
    ['texts that changed places', ({ vaultPath }) => swap(vaultPath, 'disclosure', 'sealed')],
    ['keys that changed places', ({ keysPath }) => swap(keysPath, 'data_key', 'wrapped')],
    [
      'text and key together in another place',
      ({ keysPath, vaultPath }) => {
        swap(keysPath, 'data_key', 'wrapped');
        swap(vaultPath, 'disclosure', 'sealed');
      },
    ],
    [
      'a text that is cut short',
      ({ vaultPath }) => change(vaultPath, `UPDATE disclosure SET sealed = x'00'`),
    ],
    [
      'a text with a bit flipped',
      ({ vaultPath }) =>
        rewrite(vaultPath, 'disclosure', 'sealed', (sealed) => {
          sealed[20] = (sealed[20] ?? 0) ^ 1;
        }),
    ],
    [
      'a key with a bit flipped',
      ({ keysPath }) =>
        rewrite(keysPath, 'data_key', 'wrapped', (wrapped) => {
          wrapped[59] = (wrapped[59] ?? 0) ^ 128;
        }),
    ],
    ['a key that is gone', ({ keysPath }) => change(keysPath, 'UPDATE data_key SET id = id + 1000')],
  ];
  for (const [what, damage] of damages) {
    it(`notices ${what}`, async () => {
      const [one, two] = [disclosureOf('text one'), disclosureOf('text two')];
      const options = await vaultWith(folder(), one, two);
      damage(options);
      await using(options, async (vault) => {
        for (const { digest } of [one, two]) {
          const error = await refused(vault.open([digest]), 'disclosure-damaged');
          expect(error.facts).to.deep.equal({ digest });
        }
      });
    });
  }

  it('notices a text that the holder of the key exchanged for another', async () => {
    const [held, other] = [disclosureOf('held!'), disclosureOf('other')];
    const options = await vaultWith(folder(), held);
    const digest = Buffer.from(held.digest, 'base64url');
    rewrite(options.keysPath, 'data_key', 'wrapped', (wrapped) => {
      const key = unseal(options.key.secret, 'data-key', digest, wrapped);
      rewrite(options.vaultPath, 'disclosure', 'sealed', (sealed) => {
        seal(key, 'disclosure', digest, encodePayload(other)).copy(sealed);
      });
    });
    await using(options, (vault) => refused(vault.open([held.digest]), 'disclosure-damaged'));
  });

  const blobDamages: readonly (readonly [string, string])[] = [
    ['cut off', 'UPDATE blob SET chunks = 1'],
    ['missing a piece', 'DELETE FROM blob_chunk WHERE number = 1'],
    [
      'in another order',
      'UPDATE blob_chunk SET number = number - 9 WHERE number IN (1, 2); UPDATE blob_chunk SET number = -6 - number WHERE number < 0',
    ],
    ['of another blob', 'UPDATE blob_chunk SET blob = blob + 1'],
  ];
  for (const [how, sql] of blobDamages) {
    it(`notices an attachment whose bytes are ${how}`, async () => {
      const options = vaultIn(folder());
      const content = Buffer.alloc(900_000, 'content');
      const blob = await using(options, (vault) => vault.putBlob([content]));
      change(options.vaultPath, sql);
      await using(options, async (vault) => {
        const opened = await vault.getBlob(blob.id);
        const reading = opened.state === 'opened' ? listed(opened.content) : Promise.resolve();
        await refused(reading, 'disclosure-damaged');
      });
    });
  }

  it('cannot be done to key rows by deleting them', async () => {
    const { keysPath } = await vaultWith(folder(), disclosureOf('text'));
    expect(() => change(keysPath, 'DELETE FROM data_key')).to.throw('a key row is never deleted');
  });
});

function rewrite(path: string, table: string, column: string, edit: (bytes: Buffer) => void): void {
  const db = new Database(path);
  const all = db
    .prepare<[], { id: number; bytes: Buffer }>(`SELECT id, ${column} AS bytes FROM ${table}`)
    .all();
  for (const { id, bytes } of all) {
    edit(bytes);
    db.prepare(`UPDATE ${table} SET ${column} = ? WHERE id = ?`).run(bytes, id);
  }
  db.close();
}

function swap(path: string, table: string, column: string): void {
  const db = new Database(path);
  const [one, two] = db
    .prepare<[], { id: number; bytes: Buffer }>(`SELECT id, ${column} AS bytes FROM ${table}`)
    .all();
  const set = db.prepare(`UPDATE ${table} SET ${column} = ? WHERE id = ?`);
  set.run(two?.bytes, one?.id);
  set.run(one?.bytes, two?.id);
  db.close();
}
