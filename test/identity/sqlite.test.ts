import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Caller } from '../../src/identity/caller.ts';
import { symbolsOf } from '../../src/identity/codes.ts';
import { openIdentity } from '../../src/identity/sqlite.ts';
import { runChild } from '../store/children/run-child.ts';
import { folders, rows } from '../vault/folder.ts';
import { refusal, refused } from '../vault/refusals.ts';
import { identityContract } from './contract.ts';

const operator = { person: randomUUID(), via: 'operator', credential: 'operator' } as const;

describe('identity on SQLite', () => {
  const folder = folders();
  identityContract('sqlite', async (now) => openIdentity({ path: join(folder(), 'identity.db'), now }));

  it('keeps its files for their owner alone, in WAL mode', async () => {
    const path = join(folder(), 'identity.db');
    const identity = openIdentity({ path });
    await identity.issueCode({ person: randomUUID(), by: operator });
    for (const each of ['', '-wal', '-shm']) expect(statSync(path + each).mode & 0o777, each).to.equal(0o600);
    await identity.close();
  });

  it('is open in two processes at once: a code is good once in both, and what one revokes ends in the other', async () => {
    const path = join(folder(), 'identity.db');
    const [server, terminal] = [openIdentity({ path }), openIdentity({ path })];
    const person = randomUUID();
    const { code } = await terminal.issueCode({ person, by: operator });
    const { token, state } = await server.redeemCode({ code, label: 'a' });
    await refused(terminal.redeemCode({ code, label: 'b' }), 'code-refused');
    expect(await terminal.callerOfToken(token)).to.deep.include({ person });
    await terminal.revokeToken({ token: state.id, by: operator });
    expect(await server.callerOfToken(token)).to.equal(null);
    await server.close();
    await terminal.close();
  });

  const race = async (path: string, codes: readonly string[]): Promise<readonly number[]> => {
    const at = String(Date.now() + 700);
    const racers = Array.from({ length: 4 }, () =>
      runChild('../../identity/children/redeem', [path, at, ...codes]),
    );
    expect(await Promise.all(racers.map(({ ended }) => ended))).to.deep.equal([0, 0, 0, 0]);
    return racers.map(({ lines }) => Number(lines[0]));
  };

  it('is made once by processes that open it at the same instant', async () => {
    const path = join(folder(), 'identity.db');
    await race(path, []);
    await openIdentity({ path }).close();
  });

  it('gives each code to one of the processes that redeem it at the same instant', async () => {
    const path = join(folder(), 'identity.db');
    const identity = openIdentity({ path });
    const codes: string[] = [];
    for (let i = 0; i < 25; i += 1)
      codes.push((await identity.issueCode({ person: randomUUID(), by: operator })).code);
    const redeemed = await race(path, codes);
    expect(redeemed.reduce((sum, count) => sum + count, 0)).to.equal(25);
    expect((await identity.record({ limit: 1_000 })).items).to.have.length(75);
    await identity.close();
  });

  it('writes no secret into any of its files', async () => {
    const at = folder();
    const identity = openIdentity({ path: join(at, 'identity.db') });
    const person = randomUUID();
    const enrolment = await identity.issueCode({ person, by: operator });
    const { token } = await identity.redeemCode({ code: enrolment.code, label: 'a marked label' });
    const caller = await identity.callerOfToken(token);
    if (caller === null) throw new Error('the token is not live');
    const signIn = await identity.issueSignInCode(caller);
    const { session } = await identity.signIn(signIn.code);
    const { feed } = await identity.issueFeed(caller);
    const { code } = await identity.issueCode({ person: randomUUID(), by: operator });
    const bytes = readdirSync(at).map((name) => readFileSync(join(at, name)));
    const isKept = (text: string): boolean => bytes.some((each) => each.includes(text));
    expect(isKept('a marked label')).to.equal(true);
    const symbols = [enrolment.code, code].map((each) => symbolsOf('enrolment-code', each) ?? each);
    for (const secret of [token, session, feed, signIn.code, enrolment.code, code, ...symbols])
      expect(isKept(secret)).to.equal(false);
    await identity.close();
  });

  it('erases the bytes of whoever it forgets', async () => {
    const at = folder();
    const identity = openIdentity({ path: join(at, 'identity.db') });
    const person = randomUUID();
    const { code } = await identity.issueCode({ person, by: operator });
    await identity.redeemCode({ code, label: 'a marked label' });
    await identity.forget(person);
    await identity.close();
    for (const name of readdirSync(at)) {
      const bytes = readFileSync(join(at, name));
      expect(bytes.includes('a marked label') || bytes.includes(person), name).to.equal(false);
    }
  });

  it('keeps nothing of codes and sessions that are over', async () => {
    const path = join(folder(), 'identity.db');
    let now = Date.UTC(2025, 0, 1);
    const identity = openIdentity({ path, now: () => now });
    const signedIn = async (): Promise<Caller> => {
      const { code } = await identity.issueCode({ person: randomUUID(), by: operator });
      const by = await identity.callerOfToken((await identity.redeemCode({ code, label: 'a' })).token);
      if (by === null) throw new Error('the token is not live');
      await identity.signIn((await identity.issueSignInCode(by)).code);
      return by;
    };
    await identity.issueSignInCode(await signedIn());
    await identity.issueCode({ person: randomUUID(), by: operator, days: 1 });
    now += 86_400_000;
    const left = ['enrolment_code', 'sign_in_code', 'session'].map(
      (table) => `SELECT '${table}' FROM ${table}`,
    );
    expect(rows(path, left.join(' UNION ALL '))).to.have.members([
      'enrolment_code',
      'sign_in_code',
      'session',
    ]);
    await signedIn();
    expect(rows(path, left.join(' UNION ALL '))).to.have.members(['session']);
    await identity.close();
  });

  it('lets nobody change or delete an entry of its record', async () => {
    const path = join(folder(), 'identity.db');
    const identity = openIdentity({ path });
    await identity.issueCode({ person: randomUUID(), by: operator });
    await identity.close();
    const db = new Database(path);
    for (const sql of ["UPDATE entry SET by = 'somebody else'", 'DELETE FROM entry'])
      expect(() => db.exec(sql), sql).to.throw(/an entry/);
    db.close();
  });

  it('refuses a file of another shape, and one that is no database', () => {
    const path = join(folder(), 'identity.db');
    const db = new Database(path);
    db.exec('CREATE TABLE token (id TEXT)');
    db.close();
    refusal(() => openIdentity({ path }), 'schema-mismatch');
    const text = join(folder(), 'identity.db');
    writeFileSync(text, 'no database '.repeat(100));
    refusal(() => openIdentity({ path: text }), 'schema-mismatch');
  });

  it('refuses a folder that is not there', () => {
    refusal(() => openIdentity({ path: join(folder(), 'nowhere', 'identity.db') }), 'store-unavailable');
  });
});
