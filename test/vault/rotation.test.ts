import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { decode } from '../../events/decode.ts';
import { digestsOf } from '../../events/reveal.ts';
import { backUp } from '../../src/backup/back-up.ts';
import { restore } from '../../src/backup/restore.ts';
import { dataFolder } from '../../src/folder/data-folder.ts';
import { type Ledger, openLedger } from '../../src/folder/open-ledger.ts';
import { type RotationStep, rotateVaultKey, rotationSteps } from '../../src/folder/rotate-vault-key.ts';
import { loadKey } from '../../src/vault/keys.ts';
import { wrappingKeyId } from '../../src/vault/wrapped-keys.ts';
import { call } from '../cli/calling.ts';
import { approved, dataFolders, founded, proposed, withdrawnCase } from '../erasure/folder.ts';
import { runChild } from '../store/children/run-child.ts';
import { change, rows } from './folder.ts';
import { refused } from './refusals.ts';

const committed: readonly RotationStep[] = ['committed', 'emptied', 'in place'];

describe('a rotation of the vault key', () => {
  const folder = dataFolders();

  it('leaves all that was open open, what was erased erased, and ledger.db and vault.db as they are', async () => {
    const data = await made(folder());
    const at = dataFolder(data);
    const before = await contentOf(data);
    expect(new Set(before.texts.values())).to.include('erased');
    const bytes = [at.ledger, at.vault].map((path) => readFileSync(path));
    const { id } = loadKey(at.vaultKey, 'vault');

    const rotated = await rotateVaultKey({ data });

    expect(rotated.earlier).to.equal(id);
    expect(rotated.vaultKey).to.equal(loadKey(at.vaultKey, 'vault').id).and.not.equal(id);
    expect(rotated.keys).to.be.greaterThan(20);
    expect(
      [at.ledger, at.vault].map((path, n) => readFileSync(path).equals(bytes[n] ?? Buffer.alloc(0))),
    ).to.deep.equal([true, true]);
    expect(statSync(at.vaultKey).mode & 0o777).to.equal(0o600);
    expect(await contentOf(data)).to.deep.equal(before);
  });

  it('leaves nothing that the old key file opens', async () => {
    const data = await made(folder());
    const at = dataFolder(data);
    const kept = join(data, '..', 'kept.key');
    copyFileSync(at.vaultKey, kept);
    const wrapped = rows(
      at.vaultKeys,
      'SELECT wrapped FROM data_key WHERE destroyed = 0 UNION SELECT filing_key FROM vault',
    );
    await rotateVaultKey({ data });
    const left = [at.vaultKeys, `${at.vaultKeys}-wal`]
      .filter((path) => existsSync(path))
      .map((path) => readFileSync(path));
    for (const each of wrapped) {
      if (!Buffer.isBuffer(each)) throw new TypeError('a wrapped key is bytes');
      expect(left.some((file) => file.includes(each))).to.equal(false);
    }
    copyFileSync(kept, at.vaultKey);
    await refused(openLedger({ data }), 'vault-key-wrong');
  });

  for (const step of rotationSteps) {
    it(`that is killed when it has come to "${step}" is finished by the next run`, async () => {
      const data = await made(folder());
      const before = await contentOf(data);
      await killed(data, step);
      expect(await contentOf(data, true)).to.deep.equal(before);

      const { keys, path, vaultKey } = await rotateVaultKey({ data });

      expect(keys === null).to.equal(step === 'committed' || step === 'emptied');
      settled(data);
      expect([path, vaultKey]).to.deep.equal([
        dataFolder(data).vaultKey,
        wrappingKeyId(dataFolder(data).vaultKeys),
      ]);
      expect(await contentOf(data)).to.deep.equal(before);
    }).timeout(30_000);
  }

  for (const step of committed) {
    it(`that is killed when it has come to "${step}" is finished by whoever writes the folder next`, async () => {
      const data = await made(folder());
      const before = await contentOf(data);
      await killed(data, step);
      expect(await contentOf(data)).to.deep.equal(before);
      settled(data);
    }).timeout(30_000);
  }

  it('takes no notice of a key file that was not written to its end', async () => {
    const data = await made(folder());
    const before = await contentOf(data);
    const { newVaultKey } = dataFolder(data);
    writeFileSync(newVaultKey, '# govledger vault', { mode: 0o600 });
    expect(await contentOf(data)).to.deep.equal(before);
    await rotateVaultKey({ data });
    settled(data);
    expect(await contentOf(data)).to.deep.equal(before);
  });

  it('overwrites a key whose text was never stored, for nothing can wrap it anew', async () => {
    const data = await made(folder());
    const before = await contentOf(data);
    const { vaultKeys } = dataFolder(data);
    change(vaultKeys, 'INSERT INTO data_key (destroyed, wrapped) VALUES (0, randomblob(60))');
    await rotateVaultKey({ data });
    const last = 'SELECT hex(wrapped) FROM data_key WHERE destroyed = 1 ORDER BY id DESC LIMIT 1';
    expect(rows(vaultKeys, last)).to.deep.equal(['00'.repeat(60)]);
    expect(rows(vaultKeys, 'SELECT destroyed FROM data_key ORDER BY id DESC LIMIT 1')).to.deep.equal([1]);
    expect(await contentOf(data)).to.deep.equal(before);
  });

  it('changes nothing where a key of the vault is damaged', async () => {
    const data = await made(folder());
    const { vaultKeys, vaultKey } = dataFolder(data);
    change(
      vaultKeys,
      'UPDATE data_key SET wrapped = randomblob(60) WHERE id = (SELECT max(id) FROM data_key WHERE destroyed = 0)',
    );
    await refused(rotateVaultKey({ data }), 'integrity-violation');
    expect(wrappingKeyId(vaultKeys)).to.equal(loadKey(vaultKey, 'vault').id);
  });

  it('is refused while a server has the folder', async () => {
    const data = folder();
    const ledger = await founded(data);
    try {
      await refused(rotateVaultKey({ data }), 'ledger-locked');
      expect(existsSync(dataFolder(data).newVaultKey)).to.equal(false);
    } finally {
      await ledger.close();
    }
  });

  it('is a verb, and doctor names one that was interrupted', async () => {
    const data = await made(folder());
    await killed(data, 'committed');
    const looked = await call(['doctor', '--data', data]);
    expect(looked.out).to.include('vault.key.new').and.include('govledger vault rotate-key');
    const said = await call(['vault', 'rotate-key', '--data', data]);
    expect(said.out).to.match(
      /^vault key \w{16} has taken the place of \w{16}: an earlier run is finished\n/,
    );
    expect((await call(['doctor', '--data', data])).out).not.to.include('rotate-key');
    const { out } = await call(['vault', 'rotate-key', '--data', data, '--json']);
    expect(JSON.parse(out)).to.have.keys('vaultKey', 'earlier', 'path', 'keys');
  }).timeout(30_000);

  it('keeps earlier backups to the key of before, or to the wrapped keys of a newer one', async () => {
    const data = await made(folder());
    const at = (name: string): string => join(data, '..', name);
    const old = await backUp({ data, out: at('old'), keysOut: at('old-keys') });
    await killed(data, 'committed');
    const next = await backUp({ data, out: at('new'), keysOut: at('new-keys') });
    expect(next.keys.vault)
      .to.equal(loadKey(join(at('new-keys'), 'vault.key'), 'vault').id)
      .and.not.equal(old.keys.vault);
    const { message } = await refused(
      restore({ backup: at('old'), data: at('a'), keys: at('new-keys') }),
      'vault-key-wrong',
    );
    expect(message).to.include('rotation').and.include(old.keys.vault);
    await restore({ backup: at('old'), data: at('b'), keys: at('old-keys') });
    const vaultKeys = join(at('new'), 'vault-keys', 'vault-keys.db');
    await restore({ backup: at('old'), data: at('c'), keys: at('new-keys'), vaultKeys });
    await restore({ backup: at('new'), data: at('d'), keys: at('new-keys') });
  }).timeout(30_000);
});

/** A closed ledger with a case that is open and one that was erased. */
async function made(data: string): Promise<string> {
  const ledger = await founded(data);
  await withdrawnCase(ledger);
  const erasing = await proposed(ledger, { submissions: [await withdrawnCase(ledger)] });
  await approved(ledger, erasing);
  await ledger.erasures.run();
  await ledger.close();
  return data;
}

async function killed(data: string, step: RotationStep): Promise<void> {
  const child = runChild('../../vault/children/rotate-until', [data, step]);
  expect(await child.ended, child.lines.join('\n')).to.equal('SIGKILL');
}

/** One key file, and it is the vault's. */
function settled(data: string): void {
  const { vaultKey, newVaultKey, vaultKeys } = dataFolder(data);
  expect(existsSync(newVaultKey)).to.equal(false);
  expect(loadKey(vaultKey, 'vault').id).to.equal(wrappingKeyId(vaultKeys));
}

/** Events, views, and what opens of each sealed text and each file. */
async function contentOf(data: string, readOnly = false) {
  const ledger = await openLedger({ data, readOnly });
  try {
    await ledger.projector.waitFor();
    return { ...(await recordOf(ledger)), head: ledger.projector.status().head };
  } finally {
    await ledger.close();
  }
}

async function recordOf({ store, vault }: Ledger) {
  const bodies: string[] = [];
  for await (const { body } of store.readAll()) bodies.push(body);
  const digests = bodies.flatMap((body) => digestsOf(decode(body)).map(({ digest }) => digest));
  const texts = new Map<string, string>();
  for (const [digest, opened] of await vault.open(digests))
    texts.set(digest, opened.state === 'opened' ? JSON.stringify(opened.disclosure) : opened.state);
  return { bodies, texts };
}
