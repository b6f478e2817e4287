import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { canonical } from '../../events/canonical.ts';
import { isLedgerError } from '../../events/errors.ts';
import { submissionStream } from '../../events/stream.ts';
import { LiveTables } from '../../src/projector/live-tables.ts';
import { openProjector, type Projector, type ProjectorOptions } from '../../src/projector/projector.ts';
import { openViews } from '../../src/projector/views.ts';
import { openViewsFile } from '../../src/projector/views-file.ts';
import type { EventStore } from '../../src/store/event-store.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { historyOf } from '../histories.ts';
import { appendAll, uuid } from '../recorded.ts';
import { runChild } from '../store/children/run-child.ts';
import { listed, refusal } from '../store/events.ts';
import { folders, rowsIn, rowsOf } from './view-rows.ts';

const history = historyOf({ seed: 11, submissions: 5, acts: 120 });
const half = Math.floor(history.recordings.length / 2);
const at = '2027-01-01T00:00:00.000Z';

async function storeWith(recordings = history.recordings): Promise<MemoryStore> {
  const store = new MemoryStore();
  await appendAll(store, recordings);
  return store;
}

async function projecting<T>(
  options: ProjectorOptions,
  work: (projector: Projector) => Promise<T>,
): Promise<T> {
  const projector = await openProjector({ batchSize: 7, ...options });
  try {
    return await work(projector);
  } finally {
    await projector.close();
  }
}

/** Projects all there is into the file and closes it. */
const project = (store: EventStore, path: string): Promise<void> =>
  projecting({ store, path }, (projector) => projector.waitFor());

describe('the projector', () => {
  const folder = folders();
  const path = (): string => join(folder(), 'views.db');

  it('follows what is appended, and counts every leaf', async () => {
    const store = await storeWith(history.recordings.slice(0, half));
    await projecting({ store, path: ':memory:' }, async (projector) => {
      await projector.waitFor();
      await appendAll(store, history.recordings.slice(half));
      await projector.waitFor(await store.head());
      const { head, state, error } = projector.status();
      const stored = await listed(store.readAll());
      expect({ state, error }).to.deep.equal({ state: 'live', error: null });
      expect(head).to.include({ leaf: stored.length - 1, position: stored.at(-1)?.position });
      for (const [index, { id, stream, revision, type, position }] of stored.entries())
        expect(projector.views.entry(id)).to.include({ index, id, stream, revision, type, position });
    });
  });

  it('has the same rows whatever the size of its batches', async () => {
    const store = await storeWith();
    const paths = [path(), path(), path()] as const;
    for (const [i, batchSize] of [1, 7, 1_000].entries())
      await projecting({ store, path: paths[i] ?? '', batchSize }, (projector) => projector.waitFor());
    expect(rowsIn(paths[1])).to.deep.equal(rowsIn(paths[0]));
    expect(rowsIn(paths[2])).to.deep.equal(rowsIn(paths[0]));
  });

  it('goes on where it was when it is opened again', async () => {
    const store = await storeWith(history.recordings.slice(0, half));
    const [resumed, whole] = [path(), path()];
    await project(store, resumed);
    const before = openViews(resumed);
    expect(before.head().leaf).to.be.greaterThan(10);
    before.close();
    await appendAll(store, history.recordings.slice(half));
    await project(store, resumed);
    await project(store, whole);
    expect(rowsIn(resumed)).to.deep.equal(rowsIn(whole));
  });

  it('keeps nothing of a batch that failed, and folds it whole the next time', async () => {
    const store = await storeWith();
    const stored = await listed(store.readAll());
    const broken = openViewsFile(':memory:');
    const live = new LiveTables(broken);
    live.apply(stored.slice(0, 30));
    const before = rowsOf(broken);
    broken.exec(`CREATE TEMP TRIGGER fail BEFORE INSERT ON entry WHEN NEW.leaf = 50
      BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`);
    expect(() => live.apply(stored.slice(30, 60))).to.throw('the disk is full');
    expect(rowsOf(broken)).to.deep.equal(before);
    broken.exec('DROP TRIGGER fail');
    live.apply(stored.slice(30));
    const whole = openViewsFile(':memory:');
    new LiveTables(whole).apply(stored);
    expect(rowsOf(broken)).to.deep.equal(rowsOf(whole));
  });

  it('loses and doubles nothing when it is killed in the midst of its work', async () => {
    const place = folder();
    const [ledger, killed, whole] = [
      join(place, 'ledger.db'),
      join(place, 'killed.db'),
      join(place, 'whole.db'),
    ];
    const store = await openSqliteStore(ledger);
    await appendAll(store, history.recordings);
    for (const lines of [2, 4, 8]) {
      const child = runChild('../../projector/children/project-until-killed', [ledger, killed]);
      await child.said(lines);
      child.process.kill('SIGKILL');
      expect(await child.ended).to.equal('SIGKILL');
    }
    await project(store, killed);
    await project(store, whole);
    await store.close();
    expect(rowsIn(killed)).to.deep.equal(rowsIn(whole));
  });

  it('stops at an event of a newer version, keeps the error, and goes on being read', async () => {
    const store = await storeWith(history.recordings.slice(0, half));
    const told: unknown[] = [];
    await projecting(
      { store, path: ':memory:', onStopped: (error) => told.push(error) },
      async (projector) => {
        await projector.waitFor();
        const before = projector.status().head;
        const newer = {
          id: uuid('newer'),
          type: 'SubmissionAppealed',
          body: canonical({ type: 'SubmissionAppealed', v: 1 }),
        };
        const { position } = await store.append(submissionStream(uuid('newer')), 'absent', [newer]);
        expect(await refusal(projector.waitFor(position))).to.deep.include({
          code: 'ledger-newer-than-software',
        });
        const { state, error, head } = projector.status();
        expect({ state, head }).to.deep.equal({ state: 'stopped', head: before });
        expect(isLedgerError(error) && error.facts).to.deep.equal({ type: 'SubmissionAppealed', v: 1 });
        expect(told).to.deep.equal([error]);
        await projector.waitFor(before.position);
        expect(projector.views.countSubmissions({})).to.be.greaterThan(0);
      },
    );
  });

  it('keeps what comes before the event that stops it, even in one batch', async () => {
    const store = await storeWith();
    const newer = {
      id: uuid('newer'),
      type: 'SubmissionAppealed',
      body: canonical({ type: 'SubmissionAppealed', v: 1 }),
    };
    const end = await store.head();
    const { position } = await store.append(submissionStream(uuid('newer')), 'absent', [newer]);
    await projecting({ store, path: ':memory:', batchSize: 1_000 }, async (projector) => {
      expect((await refusal(projector.waitFor(position))).code).to.equal('ledger-newer-than-software');
      expect(projector.status().head.position).to.equal(end);
    });
  });

  it('stops at bytes that say they stand elsewhere', async () => {
    const store = await storeWith(history.recordings.slice(0, half));
    const [first] = await listed(store.readAll());
    const moved = { id: uuid('moved'), type: 'LedgerOpened', body: first?.body ?? '' };
    const { position } = await store.append(submissionStream(uuid('moved')), 'absent', [moved]);
    await projecting({ store, path: ':memory:' }, async (projector) => {
      expect((await refusal(projector.waitFor(position))).code).to.equal('integrity-violation');
    });
  });

  it('makes its file anew when it was deleted, damaged, or made by another version', async () => {
    const store = await storeWith();
    const views = path();
    await project(store, views);
    const rows = rowsIn(views);
    rmSync(views);
    await project(store, views);
    expect(rowsIn(views)).to.deep.equal(rows);

    writeFileSync(views, 'no database');
    await project(store, views);
    expect(rowsIn(views)).to.deep.equal(rows);

    const db = openViewsFile(views);
    db.exec("UPDATE shape SET fingerprint = 'older'; UPDATE submission SET phase = 'screening'");
    db.close();
    expect((await refusal(Promise.resolve().then(() => openViews(views)))).code).to.equal('schema-mismatch');
    await project(store, views);
    expect(rowsIn(views)).to.deep.equal(rows);
  });

  it('makes views of another ledger, or of more than the store has, anew', async () => {
    const views = path();
    await project(await storeWith(historyOf({ seed: 99, submissions: 2, acts: 80 }).recordings), views);
    const store = await storeWith();
    await project(store, views);
    const whole = rowsIn(views);
    const shorter = await storeWith(history.recordings.slice(0, half));
    await project(shorter, views);
    expect(rowsIn(views)).to.not.deep.equal(whole);
    await project(store, views);
    expect(rowsIn(views)).to.deep.equal(whole);
  });

  it('takes over from another process that moved the same views', async () => {
    const store = await storeWith(history.recordings.slice(0, half));
    const views = path();
    await projecting({ store, path: views }, async (first) => {
      await first.waitFor();
      await projecting({ store, path: views }, async (second) => {
        await appendAll(store, history.recordings.slice(half));
        await Promise.all([first.waitFor(), second.waitFor()]);
        await second.rebuild();
        const { position } = await store.append(submissionStream(uuid('newer')), 'absent', [
          {
            id: uuid('newer'),
            type: 'SubmissionAppealed',
            body: canonical({ type: 'SubmissionAppealed', v: 1 }),
          },
        ]);
        expect((await refusal(first.waitFor(position))).code).to.equal('ledger-newer-than-software');
      });
    });
    const whole = path();
    await project(await storeWith(), whole);
    expect(rowsIn(views)).to.deep.equal(rowsIn(whole));
  });

  it('refuses to wait once it is closed, and lets go of a wait that is given up', async () => {
    const store = await storeWith();
    const beyond = '99999999999999999999';
    const projector = await openProjector({ store, path: ':memory:' });
    const stop = new AbortController();
    const given = projector.waitFor(beyond, stop.signal).catch((error: unknown) => error);
    stop.abort('enough');
    expect(await given).to.equal('enough');
    const waiting = refusal(projector.waitFor(beyond));
    await projector.close();
    expect((await waiting).code).to.equal('store-unavailable');
    expect((await refusal(projector.waitFor(beyond))).code).to.equal('store-unavailable');
    expect((await refusal(projector.rebuild())).code).to.equal('store-unavailable');
    await projector.close();
  });

  it('refuses to open views that nobody made yet', async () => {
    const missing = path();
    expect((await refusal(Promise.resolve().then(() => openViews(missing)))).code).to.equal(
      'store-unavailable',
    );
    expect(existsSync(missing)).to.equal(false);
  });

  it('shows an empty ledger as empty', async () => {
    await projecting({ store: new MemoryStore(), path: ':memory:' }, async (projector) => {
      await projector.waitFor();
      expect(projector.views.submissions({}, at)).to.deep.equal({ items: [], next: null });
      expect(projector.views.directoryRevision()).to.equal(null);
      expect(projector.views.nextDue()).to.equal(null);
      expect((await projector.rebuild()).events).to.equal(0);
    });
  });
});
