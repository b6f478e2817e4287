import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { AccessLog } from '../../src/access/access-log.ts';
import { memoryAccessLog, openAccessLog } from '../../src/access/sqlite.ts';
import { change, folders, rows } from '../vault/folder.ts';
import { refusal } from '../vault/refusals.ts';

const [ana, ben, submission, other] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const entry = { person: ana, submission, fields: ['title', 'fields.purpose', 'title'], purpose: 'content' };

describe('the access log', () => {
  const folder = folders();

  for (const [name, open] of [
    ['in a file', (now: () => number) => openAccessLog({ path: join(folder(), 'access.db'), now })],
    ['in memory', memoryAccessLog],
  ] as const) {
    describe(name, () => {
      it('says who read what of which submission, when and what for', async () => {
        let now = Date.UTC(2026, 2, 3, 23, 59, 59, 999);
        const log = open(() => now);
        log.record(entry);
        now += 1;
        log.record({ person: ben, submission, fields: ['reasons'], purpose: 'timeline' });
        log.record({ ...entry, submission: '', purpose: 'person-export' });
        const first = { at: '2026-03-03T23:59:59.999Z', ...entry, fields: ['fields.purpose', 'title'] };
        expect(log.days()).to.deep.equal(['2026-03-03', '2026-03-04']);
        expect([...log.rows('2026-03-03')]).to.deep.equal([first]);
        expect([...log.rows('2026-03-04')].map(({ person }) => person)).to.deep.equal([ben, ana]);
        expect([...log.rows('2026-03-05')]).to.deep.equal([]);
        expect([...log.readsBy(ana)].map(({ purpose }) => purpose)).to.deep.equal([
          'content',
          'person-export',
        ]);
        expect([...log.readsOf(submission)].map(({ person }) => person)).to.deep.equal([ana, ben]);
        expect([...log.readsOf(other)]).to.deep.equal([]);
        await log.close();
        await log.close();
        refusal(() => log.record(entry), 'store-unavailable');
      });

      it('writes nothing where nothing was opened, and takes ids and names of fields alone', async () => {
        const log = open(Date.now);
        log.record({ ...entry, fields: [] });
        expect(log.days()).to.deep.equal([]);
        for (const wrong of [
          { person: 'Ana Example' },
          { submission: 'the convoys' },
          { fields: ['Because it is lawful.'] },
          { purpose: 'To see it' },
        ])
          expect(() => log.record({ ...entry, ...wrong })).to.throw('ids and names of fields alone');
        await log.close();
      });

      it('lists more rows than a page holds, each once, while it goes on writing', async () => {
        const log = open(() => Date.UTC(2026, 0, 1));
        for (let n = 0; n < 1_201; n += 1) log.record({ ...entry, fields: [`n${n}`] });
        const seen: string[] = [];
        for (const { fields } of log.readsBy(ana)) {
          seen.push(...fields);
          if (seen.length === 600) log.record({ ...entry, fields: ['late'] });
        }
        expect(new Set(seen).size).to.equal(1_202);
        expect(seen).to.have.length(1_202);
        await log.close();
      });
    });
  }

  it('is on the disk within a second, without being asked', async () => {
    const path = join(folder(), 'access.db');
    const log = openAccessLog({ path });
    log.record(entry);
    await pause(900);
    expect(rows(path, 'SELECT person FROM access')).to.deep.equal([ana]);
    await log.close();
  });

  it('is on the disk once it is closed, beside what another process wrote', async () => {
    const path = join(folder(), 'access.db');
    const [server, terminal] = [openAccessLog({ path }), openAccessLog({ path })];
    server.record(entry);
    terminal.record({ ...entry, person: ben });
    await terminal.close();
    await server.close();
    expect(rows(path, 'SELECT person FROM access ORDER BY position')).to.deep.equal([ben, ana]);
    expect(rows(path, 'SELECT count(*) FROM day')).to.deep.equal([1]);
  });

  it('gives a digest over a day that the salt beside it opens, and that nobody can guess', async () => {
    const digestIn = async (path: string, log: AccessLog): Promise<string> => {
      log.record(entry);
      const digest = log.digest('2026-03-03');
      const { saltedSha256 = '' } = digest ?? {};
      expect(digest?.rows).to.equal(1);
      expect(log.digest('2026-03-04')).to.equal(null);
      const [salt] = rows(path, 'SELECT salt FROM day');
      const lines = [
        { day: '2026-03-03', salt: salt instanceof Buffer ? salt.toString('base64url') : '' },
        {
          at: '2026-03-03T00:00:00.000Z',
          fields: ['fields.purpose', 'title'],
          person: ana,
          purpose: 'content',
          submission,
        },
      ].map((line) => JSON.stringify(line));
      expect([...log.fileOf('2026-03-03')]).to.deep.equal(lines);
      const hash = createHash('sha256').update(`${lines.join('\n')}\n`);
      expect(hash.digest('hex')).to.equal(saltedSha256);
      await log.close();
      const again = openAccessLog({ path });
      expect(again.digest('2026-03-03')).to.deep.equal({ day: '2026-03-03', rows: 1, saltedSha256 });
      await again.close();
      return saltedSha256;
    };
    const now = () => Date.UTC(2026, 2, 3);
    const paths = [join(folder(), 'access.db'), join(folder(), 'access.db')];
    const digests = await Promise.all(paths.map((path) => digestIn(path, openAccessLog({ path, now }))));
    expect(new Set(digests).size).to.equal(2);
  });

  it('lets nobody change, delete or replace a row, or the salt of a day', async () => {
    const path = join(folder(), 'access.db');
    const log = openAccessLog({ path });
    log.record(entry);
    await log.close();
    for (const sql of [
      "UPDATE access SET person = ''",
      'DELETE FROM access',
      `INSERT OR REPLACE INTO access SELECT position, at, '${ben}', submission, fields, purpose FROM access`,
      'UPDATE day SET salt = zeroblob(32)',
      'DELETE FROM day',
      'INSERT OR REPLACE INTO day SELECT day, zeroblob(32) FROM day',
    ])
      expect(() => change(path, sql), sql).to.throw(/access|a day/);
  });

  it('tells the next one who reads that it cannot be written, and loses nothing once it can', async () => {
    const path = join(folder(), 'access.db');
    const log = openAccessLog({ path });
    log.record(entry);
    change(path, 'ALTER TABLE access RENAME TO away');
    await pause(700);
    refusal(() => log.record({ ...entry, person: ben }), 'store-unavailable');
    change(path, 'ALTER TABLE away RENAME TO access');
    log.record({ ...entry, submission: other });
    expect([...log.readsBy(ana)].map((row) => row.submission)).to.have.members([submission, other]);
    expect([...log.readsBy(ben)]).to.deep.equal([]);
    await log.close();
  });

  it('keeps its files for their owner alone, and no file of another shape', async () => {
    const at = folder();
    const path = join(at, 'access.db');
    const log = openAccessLog({ path });
    log.record(entry);
    log.days();
    for (const name of readdirSync(at)) expect(statSync(join(at, name)).mode & 0o777, name).to.equal(0o600);
    await log.close();
    expect(readFileSync(path).includes('content')).to.equal(true);
    change(path, 'CREATE TABLE more (a TEXT)');
    refusal(() => openAccessLog({ path }), 'schema-mismatch');
    writeFileSync(path, 'no database '.repeat(100));
    refusal(() => openAccessLog({ path }), 'schema-mismatch');
  });
});
