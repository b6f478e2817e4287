import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { isLedgerError, type LedgerError } from '../../events/errors.ts';
import { leafHash } from '../../projections/merkle/hash.ts';
import { initLedger } from '../../src/folder/init-ledger.ts';
import { type Ledger, openLedger } from '../../src/folder/open-ledger.ts';
import { verifyData } from '../../src/folder/verify-data.ts';
import type { Finding } from '../../src/log/log-check.ts';
import { checkVault } from '../../src/log/vault-check.ts';

/** What somebody with the file and `sqlite3` does behind the server's back: the guards go first, and come back after. */
function behindItsBack(path: string, work: (db: Database.Database) => void): void {
  const db = new Database(path);
  try {
    const guards = db
      .prepare<[], { name: string; sql: string }>(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
      )
      .all();
    for (const { name } of guards) db.exec(`DROP TRIGGER ${name}`);
    work(db);
    for (const { sql } of guards) db.exec(sql);
  } finally {
    db.close();
  }
}

/** Moves all entries from a position on by so many places. */
function shift(db: Database.Database, from: number, by: number): void {
  db.exec(`UPDATE event SET position = position + 1000000 WHERE position >= ${from}`);
  db.exec(`UPDATE event SET position = position - 1000000 + ${by} WHERE position >= 1000000`);
}

/** A forged copy of an entry, well-formed in itself, at the end or at a position. */
function inserted(db: Database.Database, index: number, at: number | 'end'): void {
  const position = at === 'end' ? '(SELECT max(position) + 1 FROM event)' : String(at);
  const revision =
    at === 'end' ? '(SELECT max(revision) + 1 FROM event WHERE stream = copied.stream)' : '900';
  db.exec(`INSERT INTO event SELECT ${position}, stream, ${revision}, x'07070707070707070707070707070707', type,
    replace(body, '"v":1', '"v":2') FROM event AS copied WHERE position = ${positionOf(index)}`);
}

interface Noticed {
  /** Why nothing can be appended any more, once it was opened. */
  readonly atStart: string | null;
  readonly byCheck: readonly Finding[];
  readonly inVault: readonly Finding[];
  /** What an append was answered after the check. */
  readonly append: LedgerError | null;
}

/** The position of an entry: checkpoints have positions too, and are no entries. */
const positionOf = (index: number): string =>
  `(SELECT position FROM event WHERE stream <> (SELECT key FROM stream WHERE name = 'checkpoint') ORDER BY position LIMIT 1 OFFSET ${index})`;
const entry = 9;
const last = 327;

describe('tampering with the files of a ledger', () => {
  let sound: string;
  let folder: string;
  let data: string;

  before(async () => {
    sound = mkdtempSync(join(tmpdir(), 'govledger-sound-'));
    await initLedger({ data: join(sound, 'data') });
    // More than one bundle: the start looks at the last one, the check behind it at all of them.
    await using(join(sound, 'data'), (ledger) =>
      Promise.all(Array.from({ length: 300 }, (_, at) => registered(ledger, 100 + at))),
    );
    cpSync(join(sound, 'data'), join(sound, 'older'), { recursive: true });
    await using(join(sound, 'data'), (ledger) => registered(ledger, 2));
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'govledger-tampered-'));
    data = join(folder, 'data');
    cpSync(join(sound, 'data'), data, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  after(() => rmSync(sound, { recursive: true, force: true }));

  async function using<T>(path: string, work: (ledger: Ledger) => Promise<T>): Promise<T> {
    const ledger = await openLedger({ data: path });
    try {
      return await work(ledger);
    } finally {
      await ledger.close();
    }
  }

  const registered = (ledger: Ledger, number: number) =>
    ledger.handler.handle({
      id: `c0ffee00-0000-4000-8000-${String(number).padStart(12, '0')}`,
      asked: {
        name: 'register-person',
        data: {
          person: `decade00-0000-4000-8000-${String(number).padStart(12, '0')}`,
          kind: 'human',
          name: `Person ${number}`,
          secret: Buffer.alloc(32, number % 256).toString('base64url'),
        },
      },
      subject: '',
      actor: ledger.registrar,
      via: 'operator',
    });

  /** What `verify --data` says, before anything is opened to be written. */
  async function verified(): Promise<string> {
    const ledger = await openLedger({ data, readOnly: true });
    try {
      const vkey = readFileSync(join(data, 'keys', 'log.key.pub'), 'utf8').trim();
      const { record, log } = await verifyData(ledger, { vkeys: [vkey] });
      const failures = log?.findings.filter(({ severity }) => severity === 'failure') ?? [];
      return [said(record), ...failures.map(({ code, message }) => `${code}: ${message}`)].join('\n').trim();
    } finally {
      await ledger.close();
    }
  }

  const noticed = async (): Promise<Noticed & { readonly byVerify: string }> => {
    const byVerify = await verified();
    return { ...(await opened()), byVerify };
  };

  const opened = (): Promise<Noticed> =>
    using(data, async (ledger) => {
      const { signing, store, vault } = ledger;
      const atStart = signing?.status().state === 'halted' ? signing.status().reason : null;
      const byCheck = (await signing?.check()) ?? [];
      const append = await registered(ledger, 3).then(
        () => null,
        (error: unknown) => {
          if (isLedgerError(error)) return error;
          throw error;
        },
      );
      const inVault = atStart === null && byCheck.length === 0 ? await checkVault({ store, vault }) : [];
      return { atStart, byCheck, inVault, append };
    });

  const ledgerDb = (work: (db: Database.Database) => void): void =>
    behindItsBack(join(data, 'ledger.db'), work);
  const said = (findings: readonly Finding[]): string =>
    findings.map(({ what, says }) => `${what}: ${says}`).join('\n');

  it('is not noticed where there was none', async () => {
    const { atStart, byCheck, inVault, append, byVerify } = await noticed();
    expect([atStart, said(byCheck), said(inVault), append, byVerify]).to.deep.equal([null, '', '', null, '']);
  });

  it('an entry that was edited', async () => {
    ledgerDb((db) =>
      db.exec(
        `UPDATE event SET body = replace(body, '"revision":', '"revision": ') WHERE position = ${positionOf(entry)}`,
      ),
    );
    const { byCheck, append, byVerify } = await noticed();
    expect(byVerify).not.to.equal('');
    expect(said(byCheck)).to.match(
      new RegExp(`^entry-edited: entry ${entry} \\(directory@\\d+\\) was edited`),
    );
    expect(append?.code).to.be.oneOf(['integrity-violation', 'not-canonical']);
  });

  it('the last entry, edited', async () => {
    ledgerDb((db) =>
      db.exec(
        `UPDATE event SET body = replace(body, '"human"', '"service"') WHERE position = ${positionOf(last)}`,
      ),
    );
    const { atStart, append, byVerify } = await noticed();
    expect(byVerify).not.to.equal('');
    expect(atStart).to.match(
      /^entry 327 \(directory@\d+\) was edited: its bytes are not those that were signed/,
    );
    expect(append?.code).to.equal('integrity-violation');
  });

  it('an entry that was deleted', async () => {
    ledgerDb((db) => db.exec(`DELETE FROM event WHERE position = ${positionOf(entry)}`));
    const { byCheck, append, byVerify } = await noticed();
    expect(byVerify).not.to.equal('');
    expect(said(byCheck)).to.match(/^store-unreadable: the store cannot be read/);
    expect(append?.code).to.equal('integrity-violation');
  });

  it('an entry that was deleted, and those behind it moved up', async () => {
    ledgerDb((db) => {
      const at =
        db
          .prepare<[], number>(`SELECT ${positionOf(entry)}`)
          .pluck()
          .get() ?? 0;
      db.exec(`DELETE FROM event WHERE position = ${at}`);
      shift(db, at + 1, -1);
    });
    const { atStart, append, byVerify } = await noticed();
    expect(byVerify).not.to.equal('');
    expect(atStart).to.match(/^entry 9 is gone; 327 of 328 are there\. Nothing more is recorded/);
    expect(append?.code).to.equal('integrity-violation');
  });

  it('an entry that was inserted at the end while nothing ran', async () => {
    ledgerDb((db) => inserted(db, last, 'end'));
    const { atStart, byVerify } = await noticed();
    expect(byVerify).not.to.equal('');
    expect(atStart).to.match(
      /was closed with 328 entries and now has 329: something else than govledger added 1/,
    );
  });

  it('an entry that was inserted among the others', async () => {
    ledgerDb((db) => {
      const at =
        db
          .prepare<[], number>(`SELECT ${positionOf(entry)}`)
          .pluck()
          .get() ?? 0;
      shift(db, at, 1);
      inserted(db, entry, at);
    });
    const { atStart, append, byVerify } = await noticed();
    expect(byVerify).not.to.equal('');
    expect(atStart).to.match(/^entry 9 \(directory@900\) was inserted: it was never signed/);
    expect(append?.code).to.equal('integrity-violation');
  });

  it('two entries that changed places', async () => {
    ledgerDb((db) => {
      const at =
        db
          .prepare<[], number>(`SELECT ${positionOf(entry)}`)
          .pluck()
          .get() ?? 0;
      db.exec(`UPDATE event SET position = 900000 WHERE position = ${at}`);
      db.exec(`UPDATE event SET position = ${at} WHERE position = ${at} + 1`);
      db.exec(`UPDATE event SET position = ${at} + 1 WHERE position = 900000`);
    });
    const { byCheck, append, byVerify } = await noticed();
    expect(byVerify).not.to.equal('');
    expect(said(byCheck)).to.match(/^entry-moved: entry 9 was moved: it now stands as entry 10/);
    expect(append?.code).to.equal('integrity-violation');
  });

  it('a tail that was cut off', async () => {
    ledgerDb((db) => db.exec(`DELETE FROM event WHERE position > ${positionOf(299)}`));
    const { atStart, append, byVerify } = await noticed();
    expect(byVerify).not.to.equal('');
    expect(atStart).to.match(/head\/checkpoint was signed over 328 entries, .* the end of it was cut off/);
    expect(append?.code).to.equal('integrity-violation');
  });

  it('a tail that was cut off, but for the checkpoints', async () => {
    ledgerDb((db) => {
      const from =
        db
          .prepare<[], number>(`SELECT ${positionOf(300)}`)
          .pluck()
          .get() ?? 0;
      db.exec(`DELETE FROM event WHERE position >= ${from}
        AND stream <> (SELECT key FROM stream WHERE name = 'checkpoint')`);
      const left = db
        .prepare<[], number>(`SELECT position FROM event WHERE position > ${from} ORDER BY position`)
        .pluck()
        .all();
      for (const [at, position] of left.entries())
        db.exec(`UPDATE event SET position = ${from + at} WHERE position = ${position}`);
    });
    const { atStart, byVerify } = await noticed();
    expect(byVerify).not.to.equal('');
    expect(atStart).to.match(/^the end of the store is gone: 28 entries from 300 on, of 328, were cut off/);
  });

  it('an older ledger that was put in its place', async () => {
    for (const ending of ['', '-wal', '-shm']) rmSync(join(data, `ledger.db${ending}`), { force: true });
    cpSync(join(sound, 'older', 'ledger.db'), join(data, 'ledger.db'));
    const { atStart, append, byVerify } = await noticed();
    expect(byVerify).not.to.equal('');
    expect(atStart).to.match(
      /head\/checkpoint was signed over 328 entries, and the store knows of one over 327/,
    );
    expect(append?.code).to.equal('integrity-violation');
  });

  it('an older ledger, with its tree, that was put in its place where head/checkpoint is gone', async () => {
    for (const name of ['ledger.db', 'tree.db']) {
      for (const ending of ['', '-wal', '-shm']) rmSync(join(data, `${name}${ending}`), { force: true });
      cpSync(join(sound, 'older', name), join(data, name));
    }
    rmSync(join(data, 'head', 'checkpoint'));
    const { atStart, byVerify } = await noticed();
    expect(byVerify).to.match(/was closed with 328 entries and now has 327/);
    expect(atStart).to.match(
      /was closed with 328 entries and now has 327: an older ledger was put in its place/,
    );
  });

  it('another ledger that was put in its place', async () => {
    await initLedger({ data: join(folder, 'other') });
    for (const ending of ['', '-wal', '-shm']) rmSync(join(data, `ledger.db${ending}`), { force: true });
    cpSync(join(folder, 'other', 'ledger.db'), join(data, 'ledger.db'));
    const { atStart, byVerify } = await noticed();
    expect(byVerify).not.to.equal('');
    expect(atStart).to.match(/is not signed by a key of this ledger/);
  });

  it('guards that were dropped', async () => {
    const db = new Database(join(data, 'ledger.db'));
    db.exec('DROP TRIGGER event_no_update');
    db.close();
    const refused = await openLedger({ data }).then(
      () => null,
      (error: unknown) => error,
    );
    expect(isLedgerError(refused) ? refused.message : refused).to.match(/trigger event_no_update is missing/);
  });

  it('a checkpoint outside the store that was changed', async () => {
    writeFileSync(join(data, 'head', 'checkpoint'), 'tests.example/other\n1\nAAAA\n\n');
    expect((await noticed()).atStart).to.match(/head\/checkpoint/);
  });

  it('a disclosure that was changed in the vault', async () => {
    behindItsBack(join(data, 'vault.db'), (db) => {
      const column =
        db
          .prepare<[], { name: string }>("SELECT name FROM pragma_table_info('disclosure')")
          .all()
          .map(({ name }) => name)
          .at(-1) ?? '';
      db.exec(`UPDATE disclosure SET ${column} = zeroblob(length(${column})) WHERE id = 3`);
    });
    expect(said((await noticed()).inVault)).to.match(
      /^disclosure-damaged: the sealed text \S+ of \S+, or its key, was changed in the vault/,
    );
  });

  it('a wrapped key that was changed', async () => {
    behindItsBack(join(data, 'vault-keys.db'), (db) =>
      db.exec('UPDATE data_key SET wrapped = zeroblob(length(wrapped)) WHERE id = 2'),
    );
    expect(said((await noticed()).inVault)).to.match(/^disclosure-damaged/);
  });

  it('a disclosure that was dropped from the vault', async () => {
    behindItsBack(join(data, 'vault.db'), (db) => db.exec('DELETE FROM disclosure WHERE id = 3'));
    expect(said((await noticed()).inVault)).to.match(/^disclosure-lost: .* no event says that it was erased/);
  });

  it('a key that was marked as destroyed', async () => {
    behindItsBack(join(data, 'vault-keys.db'), (db) =>
      db.exec('UPDATE data_key SET destroyed = 1 WHERE id = 2'),
    );
    expect(said((await noticed()).inVault)).to.match(/^disclosure-lost/);
  });

  it('an entry that was edited, and its leaf in the tree with it', async () => {
    let leaf = '';
    ledgerDb((db) => {
      db.exec(
        `UPDATE event SET body = replace(body, '"revision":', '"revision": ') WHERE position = ${positionOf(entry)}`,
      );
      const body = db
        .prepare<[], string>(`SELECT body FROM event WHERE position = ${positionOf(entry)}`)
        .pluck()
        .get();
      leaf = Buffer.from(leafHash(Buffer.from(body ?? ''))).toString('hex');
    });
    behindItsBack(join(data, 'tree.db'), (db) =>
      db.exec(`UPDATE tile SET hashes = CAST(substr(hashes, 1, ${entry * 32}) || x'${leaf}' || substr(hashes, ${entry * 32 + 33}) AS BLOB)
        WHERE level = 0 AND tile = 0`),
    );
    const { byCheck, append, byVerify } = await noticed();
    expect(byVerify).not.to.equal('');
    expect(said(byCheck)).to.match(
      /^entry-edited: the entries no longer lead to the root that was signed over 328/,
    );
    expect(append).not.to.equal(null);
  });

  it('a tile of the tree, which is only a view', async () => {
    behindItsBack(join(data, 'tree.db'), (db) =>
      db.exec('UPDATE tile SET hashes = zeroblob(length(hashes)) WHERE level = 0'),
    );
    const { atStart, byCheck, append } = await noticed();
    expect([atStart, said(byCheck), append]).to.deep.equal([null, '', null]);
  });

  it('a tree that is gone is made anew, and compared with what was signed', async () => {
    rmSync(join(data, 'tree.db'));
    ledgerDb((db) => db.exec(`UPDATE event SET body = body || ' ' WHERE position = ${positionOf(entry)}`));
    expect((await noticed()).atStart).to.match(/not those that were signed/);
  });
});
