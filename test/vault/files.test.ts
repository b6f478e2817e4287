import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { guarded } from '../../src/vault/database.ts';
import { secretKey } from '../../src/vault/keys.ts';
import { openVault } from '../../src/vault/sqlite.ts';
import { disclosureOf, listed } from './disclosures.ts';
import { change, filesOf, folders, rows, stateOf, using, vaultIn, vaultWith } from './folder.ts';
import { refusal } from './refusals.ts';
import { commitsIn } from './wal.ts';

describe('the two files of the vault', () => {
  const folder = folders();

  describe('opening', () => {
    it('finds again what was put before it was closed', async () => {
      const disclosure = disclosureOf('kept', { about: ['someone'] });
      const options = await vaultWith(folder(), disclosure);
      await using(options, async (vault) => {
        expect((await vault.open([disclosure.digest])).get(disclosure.digest)).to.deep.equal({
          state: 'opened',
          disclosure,
        });
        expect(vault.keyId()).to.equal(options.key.id);
      });
    });

    it('makes both files readable by their owner alone', async () => {
      const { vaultPath, keysPath } = await vaultWith(folder());
      for (const path of [vaultPath, keysPath]) expect(statSync(path).mode & 0o777).to.equal(0o600);
    });

    it('refuses another key at once and names both', async () => {
      const options = await vaultWith(folder(), disclosureOf('text'));
      const other = secretKey('vault', Buffer.alloc(32, 9));
      const error = refusal(() => openVault({ ...options, key: other }), 'vault-key-wrong');
      expect(error.facts).to.deep.equal({ key: other.id });
      expect(error.message).to.include(options.key.id).and.to.include(other.id);
      expect(await using(options, async (vault) => vault.keyId())).to.equal(options.key.id);
    });

    it('refuses another key for an empty vault too', async () => {
      const options = await vaultWith(folder());
      refusal(() => openVault({ ...options, key: secretKey('vault', Buffer.alloc(32)) }), 'vault-key-wrong');
    });

    it('refuses texts whose key file is lost, and makes none in its place', async () => {
      const options = await vaultWith(folder(), disclosureOf('text'));
      rmSync(options.keysPath);
      const error = refusal(() => openVault(options), 'vault-key-missing');
      expect(error.facts).to.deep.equal({ path: options.keysPath });
      expect(error.message).to.include(options.keysPath).and.to.include('restore both');
      refusal(() => openVault(options), 'vault-key-missing');
      writeFileSync(options.keysPath, '');
      refusal(() => openVault(options), 'vault-key-missing');
    });

    it('refuses keys whose texts are lost', async () => {
      const options = await vaultWith(folder(), disclosureOf('text'));
      rmSync(options.vaultPath);
      expect(refusal(() => openVault(options), 'vault-missing').facts).to.deep.equal({
        path: options.vaultPath,
      });
    });

    it('goes on where a crash left only the key file, or files of no bytes', async () => {
      const options = await vaultWith(folder());
      rmSync(options.vaultPath);
      expect(await stateOf(options, disclosureOf('none').digest)).to.equal('missing');
      const empty = vaultIn(folder());
      writeFileSync(empty.keysPath, '');
      writeFileSync(empty.vaultPath, '');
      expect(await stateOf(empty, disclosureOf('none').digest)).to.equal('missing');
    });

    it('refuses the files of two vaults', async () => {
      const [one, two] = [
        await vaultWith(folder(), disclosureOf('1')),
        await vaultWith(folder(), disclosureOf('2')),
      ];
      refusal(() => openVault({ ...one, vaultPath: two.vaultPath }), 'integrity-violation');
    });

    it('refuses a key file that is older than the texts', async () => {
      const options = await vaultWith(folder(), disclosureOf('first'));
      const older = join(folder(), 'older.db');
      copyFileSync(options.keysPath, older);
      await using(options, (vault) => vault.put([disclosureOf('second')]));
      copyFileSync(older, options.keysPath);
      const error = refusal(() => openVault(options), 'vault-key-missing');
      expect(error.message).to.include('older');
    });

    it('refuses a file of another shape, and one that is no database', async () => {
      const options = await vaultWith(folder());
      change(options.vaultPath, 'DROP INDEX disclosure_by_stream');
      refusal(() => openVault(options), 'schema-mismatch');
      writeFileSync(options.vaultPath, 'not a database, though long enough to be looked at. '.repeat(40));
      refusal(() => openVault(options), 'integrity-violation');
    });

    it('says in its own words what SQLite could not do', () => {
      const raising = (code: string) => () =>
        guarded('vault.db', () => {
          throw new Database.SqliteError('SQLite said so', code);
        });
      refusal(raising('SQLITE_FULL'), 'store-full');
      refusal(raising('SQLITE_READONLY'), 'store-read-only');
      refusal(raising('SQLITE_IOERR_FSYNC'), 'store-unavailable');
      refusal(raising('SQLITE_BUSY'), 'store-unavailable');
      refusal(raising('SQLITE_CORRUPT_INDEX'), 'integrity-violation');
      refusal(() => openVault(vaultIn(join(folder(), 'no', 'such'))), 'store-unavailable');
    });
  });

  describe('writing', () => {
    it('shares one commit in each file among concurrent callers, and one write of what they share', async () => {
      const options = vaultIn(folder());
      await using(options, async (vault) => {
        const before = [options.keysPath, options.vaultPath].map((path) => commitsIn(`${path}-wal`));
        const shared = disclosureOf('shared');
        await Promise.all(Array.from({ length: 100 }, (_, n) => vault.put([disclosureOf(`${n}`), shared])));
        const after = [options.keysPath, options.vaultPath].map((path) => commitsIn(`${path}-wal`));
        expect(after.map((commits, n) => commits - (before[n] ?? 0))).to.deep.equal([1, 1]);
        await vault.put([shared]);
      });
      expect(rows(options.vaultPath, 'SELECT count(*) FROM disclosure')).to.deep.equal([101]);
      expect(rows(options.keysPath, 'SELECT count(*) FROM data_key')).to.deep.equal([101]);
    });

    it('splits what one caller puts at once into commits of bounded size', async () => {
      const options = vaultIn(folder());
      await using(options, async (vault) => {
        const before = commitsIn(`${options.vaultPath}-wal`);
        await vault.put(Array.from({ length: 4_001 }, (_, n) => disclosureOf(`${n}`)));
        expect(commitsIn(`${options.vaultPath}-wal`) - before).to.equal(3);
      });
    });

    it('keeps what two vaults on the same files put', async () => {
      const options = vaultIn(folder());
      const both = disclosureOf('both');
      const own = [disclosureOf('1', { author: both.author }), disclosureOf('2', { author: both.author })];
      const vaults = [openVault(options), openVault(options)];
      for (const [n, vault] of vaults.entries()) await vault.put([both, ...own.slice(n, n + 1)]);
      for (const vault of vaults) {
        const opened = await vault.open([both, ...own].map((one) => one.digest));
        expect([...opened.values()].map((one) => one.state)).to.deep.equal(['opened', 'opened', 'opened']);
        expect(await listed(vault.byAuthor(both.author))).to.have.lengthOf(3);
        await vault.close();
      }
    });

    it('shows neither text, name nor people in its files', async () => {
      const secret = disclosureOf('the launch codes', { name: 'fields.codes', about: ['person-about'] });
      const options = vaultIn(folder());
      await using(options, async (vault) => {
        await vault.put([{ ...secret, author: 'person-author' }]);
        const blob = await vault.putBlob([Buffer.from('the attached codes')]);
        await vault.put([disclosureOf('attachment', { blob: blob.id })]);
        for (const bytes of filesOf(options)) {
          const shown = ['launch codes', 'fields.codes', secret.disclosure, 'person-', 'attached codes'];
          for (const text of shown) expect(bytes.includes(text), text).to.equal(false);
        }
      });
    });
  });

  describe('a crash', () => {
    it('between the two commits leaves a key that harms nothing, and the same put is good', async () => {
      const options = await vaultWith(folder(), disclosureOf('before'));
      const older = join(folder(), 'older.db');
      copyFileSync(options.vaultPath, older);
      const lost = disclosureOf('lost', { about: ['someone'] });
      await using(options, (vault) => vault.put([lost]));
      copyFileSync(older, options.vaultPath);
      await using(options, async (vault) => {
        expect((await vault.open([lost.digest])).get(lost.digest)).to.deep.equal({ state: 'missing' });
        expect(await listed(vault.byAuthor(lost.author))).to.deep.equal([]);
        await vault.put([lost]);
        expect((await vault.open([lost.digest])).get(lost.digest)?.state).to.equal('opened');
        expect(await listed(vault.byAuthor(lost.author))).to.deep.equal([lost.digest]);
        expect(await listed(vault.bySubject('someone'))).to.deep.equal([lost.digest]);
      });
    });

    it('or a refused write of texts rejects the put, which is good once texts can be written', async () => {
      const options = vaultIn(folder());
      const disclosure = disclosureOf('text');
      await using(options, async (vault) => {
        const refuse = `CREATE TRIGGER refuse BEFORE INSERT ON disclosure BEGIN SELECT RAISE(ABORT, 'no'); END`;
        change(options.vaultPath, refuse);
        const outcomes = await Promise.allSettled([
          vault.put([disclosure]),
          vault.put([disclosureOf('other')]),
        ]);
        expect(outcomes.map((outcome) => outcome.status)).to.deep.equal(['rejected', 'rejected']);
        expect(rows(options.keysPath, 'SELECT count(*) FROM data_key')).to.deep.equal([2]);
        expect((await vault.open([disclosure.digest])).get(disclosure.digest)?.state).to.equal('missing');
        change(options.vaultPath, 'DROP TRIGGER refuse');
        await vault.put([disclosure]);
        expect((await vault.open([disclosure.digest])).get(disclosure.digest)?.state).to.equal('opened');
      });
    });

    it('or a refused write of keys leaves no text that could not be opened', async () => {
      const options = vaultIn(folder());
      await using(options, async (vault) => {
        const refuse = `CREATE TRIGGER refuse BEFORE INSERT ON data_key BEGIN SELECT RAISE(ABORT, 'no'); END`;
        change(options.keysPath, refuse);
        const [outcome] = await Promise.allSettled([vault.put([disclosureOf('text')])]);
        expect(outcome.status).to.equal('rejected');
        expect(rows(options.vaultPath, 'SELECT count(*) FROM disclosure')).to.deep.equal([0]);
      });
    });

    it('in the middle of an erasure leaves it closed, and erasing again finishes it', async () => {
      const disclosure = disclosureOf('half erased');
      const options = await vaultWith(folder(), disclosure);
      const older = join(folder(), 'older.db');
      copyFileSync(options.vaultPath, older);
      await using(options, (vault) => vault.erase([disclosure.digest]));
      copyFileSync(older, options.vaultPath);
      expect(await stateOf(options, disclosure.digest)).to.equal('erased');
      await using(options, (vault) => vault.erase([disclosure.digest]));
      expect(rows(options.vaultPath, 'SELECT erased FROM disclosure')).to.deep.equal([1]);
    });

    it('at any moment loses nothing that was acknowledged', async () => {
      const options = vaultIn(folder());
      const secret = options.key.secret.export().toString('hex');
      const script = fileURLToPath(new URL('writer.js', import.meta.url));
      for (const afterMs of [5, 40, 90]) {
        const writer = spawn(process.execPath, [script, options.vaultPath, options.keysPath, secret]);
        const said: Buffer[] = [];
        writer.stdout.on('data', (chunk: Buffer) => said.push(chunk));
        await once(writer.stdout, 'data');
        await pause(afterMs);
        writer.kill('SIGKILL');
        await once(writer, 'close');
        const digests = Buffer.concat(said).toString().split('\n').slice(0, -1);
        expect(digests).not.to.have.lengthOf(0);
        await using(options, async (vault) => {
          const opened = await vault.open(digests);
          expect([...opened.values()].every((one) => one.state === 'opened')).to.equal(true);
        });
      }
    });
  });
});
