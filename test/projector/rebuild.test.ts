import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { openProjector, type Projector } from '../../src/projector/projector.ts';
import { viewNames } from '../../src/projector/shape.ts';
import { openViews } from '../../src/projector/views.ts';
import { openViewsFile } from '../../src/projector/views-file.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { historyOf } from '../histories.ts';
import { appendAll } from '../recorded.ts';
import { folders, rowsIn } from './view-rows.ts';

const history = historyOf({ seed: 23, submissions: 6, acts: 150 });
const half = Math.floor(history.recordings.length / 2);

describe('a rebuild', () => {
  const folder = folders();

  async function open(recordings = history.recordings): Promise<{
    readonly store: MemoryStore;
    readonly path: string;
    readonly projector: Projector;
  }> {
    const store = new MemoryStore();
    await appendAll(store, recordings);
    const path = join(folder(), 'views.db');
    const projector = await openProjector({ store, path, batchSize: 10 });
    await projector.waitFor();
    return { store, path, projector };
  }

  /** Spoils every view, as a bug long since mended would have. */
  function spoil(path: string): void {
    const db = openViewsFile(path);
    db.exec(`UPDATE submission SET phase = 'screening', line = '{}'; DELETE FROM waiting; DELETE FROM due;
      UPDATE state SET state = '{}'; DELETE FROM participant; UPDATE entry SET type = 'CommentAdded';
      DELETE FROM person; DELETE FROM framework`);
    db.close();
  }

  it('of all views equals the live ones', async () => {
    const { path, projector } = await open();
    const live = rowsIn(path);
    spoil(path);
    expect(rowsIn(path)).to.not.deep.equal(live);
    const progress: number[] = [];
    const rebuilt = await projector.rebuild(undefined, (events) => progress.push(events));
    expect(rebuilt).to.deep.equal({ views: viewNames, events: history.events.length });
    expect(progress.at(-1)).to.equal(history.events.length);
    await projector.close();
    expect(rowsIn(path)).to.deep.equal(live);
  });

  for (const view of viewNames) {
    it(`of ${view} alone equals the live one and leaves the others`, async () => {
      const { path, projector } = await open();
      const live = rowsIn(path);
      await projector.rebuild(view);
      await projector.close();
      expect(rowsIn(path)).to.deep.equal(live);
    });
  }

  it('goes on while events come in, and nothing is missing or doubled after it', async () => {
    const { store, path, projector } = await open(history.recordings.slice(0, half));
    const rebuilds = [projector.rebuild(), projector.rebuild('submissions'), projector.rebuild('entries')];
    await appendAll(store, history.recordings.slice(half));
    await Promise.all([...rebuilds, projector.waitFor()]);
    expect(projector.status().head.builds).to.equal(3);
    await projector.close();
    const { path: whole, projector: other } = await open();
    await other.close();
    expect(rowsIn(path)).to.deep.equal(rowsIn(whole));
  });

  it('shows readers the old rows until it swaps, and the new ones from then on', async () => {
    const { path, projector } = await open();
    const reader = openViews(path);
    const id = [...reader.submissionIds()][0] ?? '';
    const good = reader.state(id);
    spoil(path);
    const seen: unknown[] = [];
    await projector.rebuild(undefined, () => seen.push(reader.state(id), projector.views.state(id)));
    expect(seen.length).to.be.greaterThan(4);
    for (const each of seen) expect(each).to.deep.equal({});
    expect(reader.state(id)).to.deep.equal(good);
    expect(projector.views.state(id)).to.deep.equal(good);
    reader.close();
    await projector.close();
  });

  it('leaves the live views as they are when it ends half-way', async () => {
    const { path, projector } = await open();
    const live = rowsIn(path);
    const rebuilding = projector.rebuild(undefined, () => {
      throw new Error('the disk is full');
    });
    expect(await rebuilding.catch((error: unknown) => String(error))).to.contain('the disk is full');
    expect(rowsIn(path)).to.deep.equal(live);
    await projector.rebuild();
    await projector.close();
    expect(rowsIn(path)).to.deep.equal(live);
  });
});
