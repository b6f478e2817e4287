import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { isLedgerError } from '../../events/errors.ts';
import { initLedger } from '../../src/folder/init-ledger.ts';
import { type Ledger, openLedger } from '../../src/folder/open-ledger.ts';
import { rotateVaultKey } from '../../src/folder/rotate-vault-key.ts';
import type { RotationStep } from '../../src/folder/vault-key-file.ts';
import { checkVault } from '../../src/log/vault-check.ts';

describe('rotating the key that wraps the vault', () => {
  let sound: string;
  let folder: string;
  let data: string;
  const attachment = Buffer.from('the bytes of a file');
  let blob = '';

  before(async () => {
    sound = mkdtempSync(join(tmpdir(), 'govledger-rotation-'));
    await initLedger({ data: join(sound, 'data') });
    const ledger = await openLedger({ data: join(sound, 'data') });
    blob = (await ledger.vault.putBlob([attachment])).id;
    await ledger.close();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(sound, 'copy-'));
    data = join(folder, 'data');
    cpSync(join(sound, 'data'), data, { recursive: true });
  });
  after(() => rmSync(sound, { recursive: true, force: true }));

  async function using<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
    const ledger = await openLedger({ data });
    try {
      return await work(ledger);
    } finally {
      await ledger.close();
    }
  }

  const opensAll = () =>
    using(async ({ store, vault }) => {
      expect(await checkVault({ store, vault })).to.deep.equal([]);
      const found = await vault.getBlob(blob);
      const pieces: Uint8Array[] = [];
      if (found.state === 'opened') for await (const piece of found.content) pieces.push(piece);
      expect(Buffer.concat(pieces)).to.deep.equal(attachment);
    });

  const bodies = () =>
    using(async ({ store }) => {
      const all: string[] = [];
      for await (const { body } of store.readAll()) all.push(body);
      return all;
    });

  const wrapped = (): readonly Buffer[] => {
    const db = new Database(join(data, 'vault-keys.db'), { readonly: true });
    try {
      return db.prepare<[], Buffer>('SELECT wrapped FROM data_key').pluck().all();
    } finally {
      db.close();
    }
  };

  it('opens everything as before, touches no event, and leaves nothing that the former key opens', async () => {
    const events = await bodies();
    const key = readFileSync(join(data, 'keys/vault.key'));
    const before = wrapped();
    const { keys, former, key: now } = await rotateVaultKey({ data });
    expect(keys).to.equal(before.length);
    expect(now).not.to.equal(former);
    await opensAll();
    expect(await bodies()).to.deep.equal(events);
    for (const name of readdirSync(data).filter((each) => each.startsWith('vault-keys.db'))) {
      const bytes = readFileSync(join(data, name));
      for (const each of before) expect(bytes.includes(each), name).to.equal(false);
    }
    expect(readdirSync(join(data, 'keys')).sort()).to.deep.equal([
      'import.key',
      'log.key',
      'log.key.pub',
      'vault.key',
    ]);
    cpSync(join(sound, 'data/keys/vault.key'), join(data, 'keys/vault.key'));
    expect(readFileSync(join(data, 'keys/vault.key'))).to.deep.equal(key);
    const refused = await openLedger({ data }).then(
      () => null,
      (error: unknown) => error,
    );
    expect(isLedgerError(refused) ? refused.code : refused).to.equal('vault-key-wrong');
  });

  for (const step of ['new key', 'rewrap', 'old key', 'rename'] as const satisfies readonly RotationStep[]) {
    it(`stopped before "${step}" is opened by the next start, and finished by the next call`, async () => {
      const stop = (at: RotationStep): void => {
        if (at === step) throw new Error('stopped');
      };
      const stopped = await rotateVaultKey({ data, onStep: stop }).then(
        () => 'not stopped',
        (error: unknown) => String(error),
      );
      expect(stopped).to.equal('Error: stopped');
      await opensAll();
      await rotateVaultKey({ data });
      expect(existsSync(join(data, 'keys/vault.key.new'))).to.equal(false);
      await opensAll();
    });
  }

  it('waits for no writer: it is refused while one has the ledger', () =>
    using(async () => {
      const refused = await rotateVaultKey({ data }).then(
        () => null,
        (error: unknown) => error,
      );
      expect(isLedgerError(refused) ? refused.code : refused).to.equal('ledger-locked');
    }));
});
