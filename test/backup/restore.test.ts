import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { decode } from '../../events/decode.ts';
import { digestsOf } from '../../events/reveal.ts';
import { backUp } from '../../src/backup/back-up.ts';
import { restore } from '../../src/backup/restore.ts';
import { dataFolder } from '../../src/folder/data-folder.ts';
import { initLedger } from '../../src/folder/init-ledger.ts';
import { type Ledger, openLedger } from '../../src/folder/open-ledger.ts';
import { operatorCaller } from '../../src/identity/caller.ts';
import { openIdentity } from '../../src/identity/sqlite.ts';
import { call } from '../cli/calling.ts';
import { change } from '../vault/folder.ts';
import { refused } from '../vault/refusals.ts';
import { eachInItsFolder, flip, modesIn } from './made.ts';

describe('a restore', () => {
  const at = eachInItsFolder();
  let keys: string;
  beforeEach(async () => {
    await initLedger({ data: at('data'), origin: 'restore.example/log' });
    keys = dataFolder(at('data')).keys;
  });

  async function using<T>(data: string, work: (ledger: Ledger) => Promise<T>): Promise<T> {
    const ledger = await openLedger({ data });
    try {
      return await work(ledger);
    } finally {
      await ledger.close();
    }
  }

  const digestsIn = async ({ store }: Ledger): Promise<readonly string[]> => {
    const digests: string[] = [];
    for await (const { body } of store.readAll())
      digests.push(...digestsOf(decode(body)).map(({ digest }) => digest));
    return digests;
  };

  it('refuses a backup with one bit turned over, naming the file, and makes nothing', async () => {
    const identity = openIdentity({ path: at('data/identity.db') });
    await identity.close();
    const { files } = await backUp({ data: at('data'), out: at('whole') });
    expect(files).to.have.length(7);
    for (const { path } of files) {
      cpSync(at('whole'), at('flipped'), { recursive: true });
      flip(at('flipped', path));
      const error = await refused(
        restore({ backup: at('flipped'), data: at('new'), keys }),
        'integrity-violation',
      );
      expect(error.message).to.include(join('flipped', path));
      rmSync(at('flipped', path));
      if (path !== 'vault-keys/vault-keys.db')
        await refused(restore({ backup: at('flipped'), data: at('new'), keys }), 'integrity-violation');
      rmSync(at('flipped'), { recursive: true });
      expect(existsSync(at('new'))).to.equal(false);
    }
  });

  it('believes no manifest that names other places, or says what the files do not', async () => {
    await backUp({ data: at('data'), out: at('out') });
    const whole = readFileSync(at('out/manifest.json'), 'utf8');
    for (const [from, to] of [
      ['"ledger.db"', '"../ledger.db"'],
      ['"head/checkpoint"', '"head/../../checkpoint"'],
      ['"version": 1', '"version": 2'],
      ['"index": ', '"index": 1'],
      [whole, 'no JSON'],
    ] as const) {
      writeFileSync(at('out/manifest.json'), whole.replace(from, to));
      await refused(restore({ backup: at('out'), data: at('new'), keys }), 'integrity-violation');
      expect(existsSync(at('new')), from).to.equal(false);
    }
    await refused(restore({ backup: at('nowhere'), data: at('new'), keys }), 'not-found');
  });

  it('needs the keys that the backup was made with, and says which are missing', async () => {
    await backUp({ data: at('data'), out: at('out'), keysOut: at('kept') });
    const backup = at('out');
    const missing = await refused(restore({ backup, data: at('new') }), 'not-found');
    expect(missing.message).to.match(/vault\.key, import\.key, log\.key missing in .*--keys DIR/);
    await initLedger({ data: at('other') });
    const other = dataFolder(at('other')).keys;
    await refused(restore({ backup, data: at('new'), keys: other }), 'vault-key-wrong');
    for (const name of ['import.key', 'log.key']) {
      cpSync(at('kept'), at('mixed'), { recursive: true });
      cpSync(join(other, name), at('mixed', name));
      const error = await refused(restore({ backup, data: at('new'), keys: at('mixed') }), 'key-malformed');
      expect(error.message).to.include(name);
    }
    expect(existsSync(at('new'))).to.equal(false);
    // In the data folder already: where somebody puts them first.
    cpSync(at('kept'), at('new/keys'), { recursive: true });
    await restore({ backup, data: at('new') });
    await using(at('new'), async ({ views }) => expect(views.countPeople()).to.equal(3));
  });

  it('touches no folder with something in it', async () => {
    await backUp({ data: at('data'), out: at('out') });
    const taken = await refused(restore({ backup: at('out'), data: at('data'), keys }), 'already-exists');
    expect(taken.message).to.include('never overwrites');
    mkdirSync(at('new/head'), { recursive: true, mode: 0o700 });
    writeFileSync(at('new/head/checkpoint'), 'a later head\n');
    const lossy = await refused(restore({ backup: at('out'), data: at('new'), keys }), 'already-exists');
    expect(lossy.message).to.include('one log must not have two histories');
    expect(readFileSync(at('new/head/checkpoint'), 'utf8')).to.equal('a later head\n');
    rmSync(at('new/head/checkpoint'));
    const { headFiles } = await restore({ backup: at('out'), data: at('new'), keys });
    expect(headFiles).to.equal(2);
    expect(readFileSync(at('new/head/checkpoint'), 'utf8')).to.equal(
      readFileSync(at('data/head/checkpoint'), 'utf8'),
    );
    expect(readdirSync(at('new'))).not.to.include('restoring');
    for (const [path, mode, isFolder] of modesIn(at('new')))
      expect(mode, path).to.equal(isFolder ? 0o700 : 0o600);
  });

  it('begins again where an earlier one was interrupted', async () => {
    await backUp({ data: at('data'), out: at('out') });
    mkdirSync(at('new/restoring'), { recursive: true });
    writeFileSync(at('new/restoring/ledger.db'), 'half of it');
    await restore({ backup: at('out'), data: at('new'), keys });
    await using(at('new'), async ({ views }) => expect(views.countPeople()).to.equal(3));
  });

  it('leaves erased what was erased since, with the key file of a newer backup', async () => {
    const [digest = ''] = await using(at('data'), digestsIn);
    const stateIn = (data: string) =>
      using(data, async ({ vault }) => (await vault.open([digest])).get(digest)?.state);
    await backUp({ data: at('data'), out: at('old') });
    await using(at('data'), ({ vault }) => vault.erase([digest]));
    await backUp({ data: at('data'), out: at('new') });

    const without = await restore({ backup: at('old'), data: at('a'), keys });
    expect(without.digests).to.include({ erasedUnrecorded: 0, lost: 0 });
    expect(await stateIn(at('a'))).to.equal('opened');

    rmSync(at('old/vault-keys'), { recursive: true });
    const gone = await refused(restore({ backup: at('old'), data: at('b'), keys }), 'not-found');
    expect(gone.message).to.include('--vault-keys FILE');
    const vaultKeys = at('new/vault-keys/vault-keys.db');
    const { digests } = await restore({ backup: at('old'), data: at('b'), keys, vaultKeys });
    expect(digests).to.include({ erasedUnrecorded: 1, lost: 0 });
    expect(await stateIn(at('b'))).to.equal('erased');
  });

  it('goes on without lost text only where it is told to', async () => {
    change(at('data/vault.db'), 'DELETE FROM disclosure WHERE id = (SELECT min(id) FROM disclosure)');
    await backUp({ data: at('data'), out: at('out') });
    const error = await refused(restore({ backup: at('out'), data: at('new'), keys }), 'integrity-violation');
    expect(error.message).to.match(/^1 sealed texts .* --accept-loss/);
    expect(existsSync(at('new'))).to.equal(false);
    const { digests } = await restore({ backup: at('out'), data: at('new'), keys, acceptLoss: true });
    expect(digests.lost).to.equal(1);
  });

  it('ends codes and sessions that an older file takes for good, and keeps tokens', async () => {
    const identity = openIdentity({ path: at('data/identity.db') });
    const people = await using(at('data'), async ({ administrator, registrar, operator }) => ({
      administrator,
      registrar,
      operator,
    }));
    const by = operatorCaller(people.operator);
    const first = await identity.issueCode({ person: people.registrar, by });
    const { token } = await identity.redeemCode({ code: first.code, label: 'desk' });
    const caller = await identity.callerOfToken(token);
    if (caller === null) throw new Error('the token is not live');
    const { session } = await identity.signIn((await identity.issueSignInCode(caller)).code);
    const pending = await identity.issueCode({ person: people.administrator, by });
    await backUp({ data: at('data'), out: at('out') });
    await identity.redeemCode({ code: pending.code, label: 'used after the backup' });
    await identity.close();

    const { credentials } = await restore({ backup: at('out'), data: at('new'), keys });
    expect(credentials).to.deep.equal({ enrolmentCodes: 1, signInCodes: 0, sessions: 1, liveTokens: 1 });
    const restored = openIdentity({ path: at('new/identity.db') });
    await refused(restored.redeemCode({ code: pending.code, label: 'again' }), 'code-refused');
    expect(await restored.callerOfSession(session)).to.equal(null);
    expect(await restored.callerOfToken(token)).to.include({ person: people.registrar });
    await restored.close();
  });

  it('at the command line says what it found, and what nobody can know', async () => {
    const backup = await call([
      'backup',
      '--data',
      at('data'),
      '--out',
      at('out'),
      '--with-keys',
      at('kept'),
    ]);
    expect(backup).to.include({ code: 0, err: '' });
    expect(backup.out).to.match(
      /The backup stands in [\s\S]*last event +index \d+[\s\S]*take them to another place/,
    );
    const args = ['restore', at('out'), '--data', at('new'), '--keys', at('kept')];
    const { code, out, err } = await call(args);
    expect({ code, err }).to.deep.equal({ code: 0, err: '' });
    expect(out).to.match(
      /stands in .* again[\s\S]*sealed +\d+ open, 0 erased, 0 lost[\s\S]*note +What was recorded after/,
    );
    expect((await call(args)).code).to.equal(1);
    expect((await call(['backup', '--data', at('data')])).code).to.equal(2);
    expect((await call([...args, '--store', 'sqlite:elsewhere.db'])).code).to.equal(2);
    const json = await call(['restore', at('out'), '--data', at('more'), '--keys', at('kept'), '--json']);
    expect(json.json()).to.include.keys('manifest', 'digests', 'credentials', 'notes');
  });
});
