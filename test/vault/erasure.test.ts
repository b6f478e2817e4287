import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { disclosureOf } from './disclosures.ts';
import { filesOf, folders, rows, stateOf, using, vaultIn, vaultWith } from './folder.ts';
import { refused } from './refusals.ts';
import { blobSecretsOf, secretsOf } from './secrets.ts';

describe('what the vault destroys', () => {
  const folder = folders();

  describe('erasing', () => {
    it('leaves neither plaintext, salt, key, ciphertext nor filing in any file, nor a key for older backups', async () => {
      const options = vaultIn(folder());
      const all = Array.from({ length: 1_200 }, (_, n) =>
        disclosureOf(`number ${n} ${'x'.repeat((n * 37) % 9_000)}`, { stream: `submission-${n % 40}` }),
      );
      const doomed = all.filter((_, n) => (n * n + n) % 11 === 6);
      await using(options, async (vault) => {
        for (let at = 0; at < all.length; at += 100) await vault.put(all.slice(at, at + 100));
        const attachment = await vault.putBlob([Buffer.alloc(600_000, 'attached ')]);
        const described = disclosureOf('attachment', { blob: attachment.id });
        await vault.put([described]);
        const digests = [...doomed, described].map((one) => one.digest);

        const secrets = [...secretsOf(options, digests), ...blobSecretsOf(options)];
        expect(secrets).to.have.lengthOf(2 * digests.length + 1 + 3);
        const before = Buffer.concat(filesOf(options));
        for (const secret of secrets) expect(before.includes(secret)).to.equal(true);

        await vault.erase(digests);
        const after = Buffer.concat(filesOf(options));
        for (const secret of secrets) expect(after.includes(secret)).to.equal(false);
        const opened = await vault.open(all.map((one) => one.digest));
        for (const one of all) {
          expect(opened.get(one.digest)?.state).to.equal(doomed.includes(one) ? 'erased' : 'opened');
        }
      });
      expect(rows(options.keysPath, 'SELECT count(*) FROM filing')).to.deep.equal([
        all.length - doomed.length,
      ]);
    });

    it('closes an older backup of vault.db as well', async () => {
      const disclosure = disclosureOf('backed up');
      const options = await vaultWith(folder(), disclosure, disclosureOf('kept'));
      const backup = join(folder(), 'backup.db');
      copyFileSync(options.vaultPath, backup);
      await using(options, (vault) => vault.erase([disclosure.digest]));
      expect(await stateOf({ ...options, vaultPath: backup }, disclosure.digest)).to.equal('erased');
    });

    it('is refused while another reader keeps the old bytes alive, and can be repeated', async () => {
      const disclosure = disclosureOf('being read');
      const options = vaultIn(folder());
      await using(options, async (vault) => {
        await vault.put([disclosure]);
        const reader = new Database(options.keysPath);
        reader.exec('BEGIN; SELECT count(*) FROM data_key');
        await refused(vault.erase([disclosure.digest]), 'store-unavailable');
        expect((await vault.open([disclosure.digest])).get(disclosure.digest)?.state).to.equal('erased');
        reader.close();
        await vault.erase([disclosure.digest]);
        expect(statSync(`${options.keysPath}-wal`).size).to.equal(0);
      });
    }).timeout(15_000);
  });

  describe('sweeping', () => {
    it('destroys the keys of orphans and does not look twice at what the log knows', async () => {
      let now = 1_000;
      const options = { ...vaultIn(folder()), now: () => now };
      const known = Array.from({ length: 600 }, (_, n) => disclosureOf(`known ${n}`));
      const orphan = disclosureOf('orphan');
      await using(options, async (vault) => {
        await vault.put([...known, orphan]);
        now = 2_000;
        const asked: string[] = [];
        const isKnown = (digest: string) => {
          asked.push(digest);
          return digest !== orphan.digest;
        };
        await vault.deleteOrphans(now, isKnown);
        expect(asked).to.have.lengthOf(601);
        await vault.put([disclosureOf('young')]);
        now = 3_000;
        await vault.deleteOrphans(now, isKnown);
        expect(asked).to.have.lengthOf(602);
      });
      const zeros = 'SELECT count(*) FROM data_key WHERE destroyed = 1 AND wrapped = zeroblob(60)';
      expect(rows(options.keysPath, zeros)).to.deep.equal([1]);
    });

    it('drops an attachment whose upload broke off', async () => {
      const options = vaultIn(folder());
      await using(options, async (vault) => {
        const broken = async function* () {
          yield Buffer.alloc(600_000);
          throw new Error('the upload broke off');
        };
        await vault.putBlob(broken()).catch(() => undefined);
      });
      expect(rows(options.vaultPath, 'SELECT count(*) FROM blob_chunk')).to.deep.equal([0]);
      expect(rows(options.keysPath, 'SELECT destroyed FROM data_key')).to.deep.equal([1]);
    });
  });
});
