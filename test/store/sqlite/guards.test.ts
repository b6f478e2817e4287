import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { openConnection } from '../../../src/store/sqlite/connection.ts';
import { schemaFingerprint } from '../../../src/store/sqlite/schema.ts';
import { openSqliteStore, SqliteStore } from '../../../src/store/sqlite.ts';
import { eventOf, eventsOf, listed, refusal } from '../events.ts';
import { ledgerPath, meddle } from './ledger-files.ts';

describe('a ledger file', () => {
  let path: string;

  beforeEach(async () => {
    path = ledgerPath();
    const store = await openSqliteStore(path);
    await store.append('a', 'absent', eventsOf(3));
    await store.append('b', 'absent', eventsOf(2));
    await store.close();
  });

  const reopen = () => refusal(openSqliteStore(path));
  /** Does what the triggers forbid and puts them back, so that the tables look untouched. */
  const force = (table: string, ...statements: readonly string[]) => {
    const triggers = `SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '${table}'`;
    const { db, close } = openConnection(path);
    const texts = db.prepare<[], string>(triggers).pluck().all();
    for (const name of ['guard', 'no_update', 'no_delete']) db.exec(`DROP TRIGGER ${table}_${name}`);
    for (const sql of [...statements, ...texts]) db.exec(sql);
    close();
  };

  describe('refuses, from any tool,', () => {
    const id = `x'${randomUUID().replaceAll('-', '')}'`;
    for (const [what, sql] of [
      ['to change an event', "UPDATE event SET body = '1' WHERE position = 2"],
      ['to delete an event', 'DELETE FROM event WHERE position = 5'],
      ['to replace an event', `INSERT OR REPLACE INTO event VALUES (2, 1, 1, ${id}, 1, '1')`],
      ['to replace the last event', `INSERT OR REPLACE INTO event VALUES (5, 2, 1, ${id}, 1, '1')`],
      ['to replace by id', 'INSERT OR REPLACE INTO event SELECT 6, 2, 2, id, 1, body FROM event LIMIT 1'],
      [
        'to update on conflict',
        `INSERT INTO event VALUES (2, 1, 1, ${id}, 1, '1') ON CONFLICT DO UPDATE SET body = '2'`,
      ],
      ['a gap between positions', `INSERT INTO event VALUES (7, 2, 2, ${id}, 1, '1')`],
      ['a gap in a stream', `INSERT INTO event VALUES (6, 2, 3, ${id}, 1, '1')`],
      [
        'a position of its own',
        `INSERT INTO event (stream, revision, id, type, body) VALUES (2, 2, ${id}, 1, '1')`,
      ],
      ['an id that is none', "INSERT INTO event VALUES (6, 2, 2, x'00', 1, '1')"],
      ['a body that is no text', `INSERT INTO event VALUES (6, 2, 2, ${id}, 1, x'ff')`],
      ['to rename a stream', "UPDATE stream SET name = 'c' WHERE name = 'b'"],
      ['to replace a stream', "INSERT OR REPLACE INTO stream VALUES (2, 'c')"],
      ['to take over the name of a stream', "INSERT OR REPLACE INTO stream VALUES (3, 'a')"],
      ['to delete a type', 'DELETE FROM type'],
    ] as const)
      it(what, async () => {
        expect(() => meddle(path, sql)).to.throw(/ledger|next|once|constraint|named|store BLOB/);
        const store = await openSqliteStore(path);
        expect(await listed(store.readAll())).to.have.length(5);
        await store.close();
      });
  });

  it('has the table shape that is fixed for good', () => {
    expect(schemaFingerprint).to.equal('0fccc70dc34240ea96467473abe0be47e90a879e0bf53c4622d91c51b6e476be');
  });

  for (const [what, statement, where] of [
    ['a dropped trigger', 'DROP TRIGGER event_no_delete', 'trigger event_no_delete is missing'],
    [
      'a trigger that was made weaker',
      'DROP TRIGGER event_guard; CREATE TRIGGER event_guard BEFORE INSERT ON event BEGIN SELECT 1; END',
      'trigger event_guard is another one',
    ],
    [
      'a trigger that was added',
      'CREATE TRIGGER quiet AFTER INSERT ON type BEGIN SELECT 1; END',
      'quiet was added',
    ],
    ['a column that was added', 'ALTER TABLE event ADD COLUMN note TEXT', 'table event is another one'],
  ] as const)
    it(`is not opened with ${what}, and says so`, async () => {
      meddle(path, statement);
      expect(await reopen()).to.deep.include({ code: 'integrity-violation', facts: { where } });
      expect(await refusal(openSqliteStore(path, { readOnly: true }))).to.include({
        code: 'integrity-violation',
      });
    });

  it('is not opened by software of another version, nor is another file', async () => {
    meddle(path, 'PRAGMA user_version = 2');
    expect((await reopen()).message).to.include('version 2');
    expect(await reopen()).to.include({ code: 'schema-mismatch' });
    path = ledgerPath();
    meddle(path, 'CREATE TABLE notes (text TEXT)');
    expect(await reopen()).to.deep.include({ code: 'schema-mismatch', facts: { path } });
  });

  it('does not hide that an event was cut out of it', async () => {
    force('event', 'DELETE FROM event WHERE position = 2');
    const store = await openSqliteStore(path);
    const facts = async (reading: AsyncIterable<unknown>) => (await refusal(listed(reading))).facts;
    expect(await facts(store.readStream('a'))).to.deep.equal({ where: 'revision 1 of a is missing' });
    expect(await facts(store.readStream('a', { from: 1 }))).to.deep.equal({
      where: 'revision 1 of a is missing',
    });
    expect(await facts(store.readAll())).to.deep.equal({ where: 'the event at position 2 is missing' });
    expect(await listed(store.readStream('b'))).to.have.length(2);
    await store.close();
  });

  it('does not hide that the beginning of a stream was cut off', async () => {
    force('event', 'DELETE FROM event WHERE position = 4');
    const store = await openSqliteStore(path);
    expect((await refusal(listed(store.readStream('b')))).facts).to.deep.equal({
      where: 'revision 0 of b is missing',
    });
    await store.close();
  });

  it('does not pass off a number that a double cannot hold', async () => {
    force(
      'event',
      'PRAGMA ignore_check_constraints = ON',
      'UPDATE event SET revision = 9007199254740993 WHERE position = 5',
    );
    const store = await openSqliteStore(path);
    expect(await refusal(listed(store.readAll()))).to.include({ code: 'integrity-violation' });
    expect(await refusal(store.append('b', { at: 1 }, [eventOf()]))).to.include({
      code: 'integrity-violation',
    });
    await store.close();
  });

  it('is written with every commit on disk, after the first write too, and on every connection', async () => {
    for (const file of [ledgerPath(), path]) {
      const connection = openConnection(file);
      const store = new SqliteStore(connection);
      await store.append('c', 'absent', [eventOf()]);
      const pragma = (name: string) => connection.db.pragma(name, { simple: true });
      expect(pragma('synchronous')).to.equal(2);
      expect(pragma('journal_mode')).to.equal('wal');
      expect(pragma('foreign_keys')).to.equal(1);
      expect(pragma('recursive_triggers')).to.equal(1);
      expect(pragma('trusted_schema')).to.equal(0);
      expect(pragma('wal_autocheckpoint')).to.equal(10_000);
      await store.close();
    }
  });
});
