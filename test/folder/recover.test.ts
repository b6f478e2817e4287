import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { isLedgerError } from '../../events/errors.ts';
import { activeKeys, originOf } from '../../projections/log-keys.ts';
import { openCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { parseVerifierKey } from '../../src/checkpoint/note-key.ts';
import { initLedger } from '../../src/folder/init-ledger.ts';
import { type Ledger, openLedger } from '../../src/folder/open-ledger.ts';
import { recoverLedger } from '../../src/folder/recover-ledger.ts';

describe('recovering a log that lost entries', () => {
  let folder: string;
  const at = (...names: string[]): string => join(folder, ...names);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'govledger-recover-'));
    await initLedger({ data: at('data'), origin: 'ledger.example/first' });
    cpSync(at('data', 'ledger.db'), at('older.db'));
    await using((ledger) => registered(ledger, 1));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function using<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
    const ledger = await openLedger({ data: at('data') });
    try {
      return await work(ledger);
    } finally {
      await ledger.close();
    }
  }

  const registered = (ledger: Ledger, number: number) =>
    ledger.handler.handle({
      id: `c0ffee00-0000-4000-8000-00000000000${number}`,
      asked: {
        name: 'register-person',
        data: {
          person: `decade00-0000-4000-8000-00000000000${number}`,
          kind: 'human',
          name: `Person ${number}`,
          secret: Buffer.alloc(32, number).toString('base64url'),
        },
      },
      subject: '',
      actor: ledger.registrar,
      via: 'operator',
    });

  function putOlderInItsPlace(): void {
    for (const ending of ['', '-wal', '-shm']) rmSync(at('data', `ledger.db${ending}`), { force: true });
    cpSync(at('older.db'), at('data', 'ledger.db'));
  }

  async function refusedAs(asked: Promise<unknown>): Promise<string> {
    try {
      await asked;
    } catch (error) {
      if (isLedgerError(error)) return error.code;
      throw error;
    }
    return 'nothing';
  }

  it('is refused where nothing is lost', async () => {
    expect(await refusedAs(recoverLedger({ data: at('data'), origin: 'ledger.example/second' }))).to.equal(
      'already-done',
    );
  });

  it('goes on under another name and key, naming the head that was lost; what is left keeps its bytes', async () => {
    const head = readFileSync(at('data', 'head', 'checkpoint'), 'utf8');
    const lost = openCheckpoint(head, [
      parseVerifierKey(readFileSync(at('data', 'keys', 'log.key.pub'), 'utf8').trim()),
    ]);
    putOlderInItsPlace();
    await using(async ({ signing }) => expect(signing?.status().state).to.equal('halted'));
    expect(await refusedAs(recoverLedger({ data: at('data'), origin: 'ledger.example/first' }))).to.equal(
      'already-exists',
    );
    const { vkey, continues, size } = await recoverLedger({
      data: at('data'),
      origin: 'ledger.example/second',
    });
    expect(continues).to.deep.equal({
      origin: 'ledger.example/first',
      size: lost.size,
      root: Buffer.from(lost.root).toString('base64'),
    });
    expect(size).to.equal(lost.size);
    expect(readFileSync(at('data', 'head', `lost-${lost.size}`), 'utf8')).to.equal(head);
    await using(async (ledger) => {
      await registered(ledger, 2);
      const { log, signing, handler } = ledger;
      expect(signing?.status().state).to.equal('signing');
      const opened = openCheckpoint((await log.covering(size)).note, [parseVerifierKey(vkey)]);
      expect([opened.origin, opened.size]).to.deep.equal(['ledger.example/second', size + 1]);
      const state = await handler.log.now();
      expect(originOf(state)?.continues).to.deep.equal(continues);
      expect(activeKeys(state)).to.deep.equal([vkey]);
      expect(await signing?.check()).to.deep.equal([]);
    });
  });

  it('needs the lost head, which may be brought where head/ is gone too', async () => {
    const head = at('kept-by-somebody');
    cpSync(at('data', 'head', 'checkpoint'), head);
    putOlderInItsPlace();
    rmSync(at('data', 'head'), { recursive: true });
    const without = recoverLedger({ data: at('data'), origin: 'ledger.example/second' });
    expect(await refusedAs(without)).to.equal('already-done');
    await recoverLedger({ data: at('data'), origin: 'ledger.example/second', lost: head });
    await using(async ({ signing }) => expect(signing?.status().state).to.equal('signing'));
  });

  it('a head on another disk tells of an older folder that was put in place whole', async () => {
    await initLedger({ data: at('other'), head: at('disk') });
    cpSync(at('other'), at('copy'), { recursive: true });
    const options = { data: at('other'), head: at('disk') };
    const ledger = await openLedger(options);
    await registered(ledger, 3);
    await ledger.close();
    expect(existsSync(at('other', 'head', 'checkpoint'))).to.equal(false);
    rmSync(at('other'), { recursive: true });
    cpSync(at('copy'), at('other'), { recursive: true });
    const again = await openLedger(options);
    expect(again.signing?.status()).to.deep.include({ state: 'halted' });
    await again.close();
  });
});
