import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { openConnection } from '../../../src/store/sqlite/connection.ts';
import { openSqliteStore, SqliteStore } from '../../../src/store/sqlite.ts';
import { itNeeding } from '../../it-needing.ts';
import { runChild } from '../children/run-child.ts';
import { bodyOf, eventOf, eventsOf, listed, refusal } from '../events.ts';
import { ledgerPath } from './ledger-files.ts';

describe('a ledger file in trouble', () => {
  describe('when no room is left', () => {
    const nearlyFull = async () => {
      const path = ledgerPath();
      const connection = openConnection(path);
      const store = new SqliteStore(connection);
      await store.append(
        'a',
        'absent',
        eventsOf(10, () => bodyOf(3000)),
      );
      const pages = Number(connection.db.pragma('page_count', { simple: true }));
      const room = (more: number) => connection.db.pragma(`max_page_count = ${pages + more}`);
      return { path, store, room };
    };

    it('says so, keeps all that it acknowledged, and takes the same append when there is room again', async () => {
      const { path, store, room } = await nearlyFull();
      room(20);
      const acknowledged = [];
      let event = eventOf(bodyOf(3000));
      let refused: Awaited<ReturnType<typeof refusal>> | undefined;
      for (let at = 9; refused === undefined && at < 100; at += 1) {
        event = eventOf(bodyOf(3000));
        const appending = store.append('a', { at }, [event]);
        refused = await appending.then(
          () => undefined,
          () => refusal(appending),
        );
        if (refused === undefined) acknowledged.push(event.id);
      }
      expect(refused).to.deep.include({ code: 'store-full', facts: { path } });
      expect(acknowledged).to.have.length.within(5, 20);
      const kept = async () => (await listed(store.readStream('a', { from: 10 }))).map(({ id }) => id);
      expect(await kept()).to.deep.equal(acknowledged);
      expect(await listed(store.readAll())).to.have.length(10 + acknowledged.length);
      room(1000);
      const last = 9 + acknowledged.length;
      expect(await store.append('a', { at: last }, [event])).to.include({
        outcome: 'appended',
        first: last + 1,
      });
      await store.close();
      const again = await openSqliteStore(path);
      expect(await listed(again.readAll())).to.have.length(11 + acknowledged.length);
      await again.close();
    });

    it('keeps no part of an append that fits in part, and no stream for it', async () => {
      const { store, room } = await nearlyFull();
      room(8);
      const events = eventsOf(20, () => bodyOf(3000));
      expect(await refusal(store.append('b', 'absent', events))).to.include({ code: 'store-full' });
      expect(await listed(store.readStream('b'))).to.deep.equal([]);
      expect(await store.append('c', 'absent', [eventOf()])).to.include({ outcome: 'appended' });
      room(1000);
      expect(await store.append('b', 'absent', events)).to.include({ outcome: 'appended', last: 19 });
      expect((await listed(store.readStream('c'))).map(({ stream }) => stream)).to.deep.equal(['c']);
      await store.close();
    });

    it('takes what has room of the appends made at once', async () => {
      const { store, room } = await nearlyFull();
      room(8);
      const answers = await Promise.allSettled([
        store.append('b', 'absent', [eventOf()]),
        store.append(
          'c',
          'absent',
          eventsOf(20, () => bodyOf(3000)),
        ),
        store.append('d', 'absent', [eventOf()]),
        store.append('b', { at: 7 }, [eventOf()]),
      ]);
      expect(
        answers.map((answer) => ('reason' in answer ? answer.reason.code : answer.value.outcome)),
      ).to.deep.equal(['appended', 'store-full', 'appended', 'revision-conflict']);
      expect((await listed(store.readAll())).slice(10).map(({ stream }) => stream)).to.deep.equal(['b', 'd']);
      await store.close();
    });
  });

  describe('when it may not be written', () => {
    it('says so at the append, and takes it when it may', async () => {
      const connection = openConnection(ledgerPath());
      const store = new SqliteStore(connection);
      const event = eventOf();
      connection.db.pragma('query_only = ON');
      expect(await refusal(store.append('a', 'absent', [event]))).to.deep.include({
        code: 'store-read-only',
        facts: { path: connection.path },
      });
      connection.db.pragma('query_only = OFF');
      expect(await store.append('a', 'absent', [event])).to.include({ outcome: 'appended' });
      await store.close();
    });

    for (const [what, fileMode, folderMode, reader] of [
      ['the file', 0o444, 0o777, '3 events'],
      ['the folder', 0o666, 0o555, 'store-read-only'],
      ['both', 0o444, 0o555, 'store-read-only'],
    ] as const)
      it(`says so at the start where a user may not write ${what}`, async () => {
        const path = ledgerPath();
        const store = await openSqliteStore(path);
        await store.append('a', 'absent', eventsOf(3));
        await store.close();
        chmodSync(path, fileMode);
        chmodSync(dirname(path), folderMode);
        const child = runChild('open-unprivileged', [path, ledgerPath()]);
        expect(await child.ended).to.equal(0);
        chmodSync(dirname(path), 0o755);
        expect(child.lines).to.deep.equal(['store-read-only', reader]);
      });
  });

  itNeeding('prlimit', hasPrlimit())(
    'says that the outcome is unknown when a commit breaks off, and settles it when asked again',
    async () => {
      const child = runChild('append-beyond-a-limit', [ledgerPath()]);
      expect(await child.ended).to.equal(0);
      expect(child.lines).to.deep.equal(['outcome-unknown', 'nothing of it is there', 'appended']);
    },
  );

  it('holds everything that it acknowledged when its process is killed in the middle of appends', async () => {
    const path = ledgerPath();
    for (const acknowledged of [1, 40, 400]) {
      const child = runChild('append-until-killed', [path]);
      await child.said(acknowledged);
      child.process.kill('SIGKILL');
      expect(await child.ended).to.equal('SIGKILL');
      const store = await openSqliteStore(path);
      const said = child.lines.map((line) => line.split(' ')).filter((words) => words.length > 3);
      expect(said).to.have.length.at.least(acknowledged);
      for (const [stream = '', first, last, ...ids] of said) {
        const found = await listed(store.readStream(stream, { from: Number(first), to: Number(last) }));
        expect(found.map(({ id }) => id)).to.deep.equal(ids);
      }
      const all = await listed(store.readAll());
      expect(new Set(all.map(({ id }) => id)).size).to.equal(all.length);
      await store.append(`after-${acknowledged}`, 'absent', [eventOf()]);
      await store.close();
    }
  });

  it('is not made of a file that is none, nor in a folder that is none', async () => {
    const path = ledgerPath();
    writeFileSync(path, 'not a database, and rather more than a header of text '.repeat(20));
    expect(await refusal(openSqliteStore(path))).to.deep.include({
      code: 'schema-mismatch',
      facts: { path },
    });
    const absent = join(dirname(path), 'nowhere', 'ledger.db');
    expect(await refusal(openSqliteStore(absent))).to.include({ code: 'store-unavailable' });
    const folder = join(dirname(path), 'folder');
    mkdirSync(folder);
    expect(await refusal(openSqliteStore(folder))).to.include({ code: 'store-unavailable' });
    expect(await refusal(openSqliteStore(`${path}2`, { readOnly: true }))).to.include({
      code: 'store-unavailable',
    });
  });
});

function hasPrlimit(): boolean {
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
