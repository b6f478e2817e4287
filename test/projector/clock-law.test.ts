import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { Roles } from '../../events/ids.ts';
import { submissionStream } from '../../events/stream.ts';
import { dueActs, isDue } from '../../projections/due.ts';
import { standingOf } from '../../projections/standing.ts';
import { participations, pinnedFramework } from '../../projections/submission-row.ts';
import { waitingOn } from '../../projections/work-queue.ts';
import { LiveTables } from '../../src/projector/live-tables.ts';
import { Views } from '../../src/projector/views.ts';
import { openViewsFile } from '../../src/projector/views-file.ts';
import { replay } from '../../src/replay/replay.ts';
import { timeline } from '../../src/replay/timeline.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { framework } from '../histories/setting.ts';
import { type History, historyOf, sizes } from '../histories.ts';
import { appendAll } from '../recorded.ts';
import { listed } from '../store/events.ts';

describe('a view read with a clock', () => {
  it('equals a replay of the store with the same clock, at every index of any history', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(sizes({ submissions: 4, acts: 40 }), fc.nat(), (size, salt) =>
        checkEveryIndex(historyOf(size), salt),
      ),
      {
        numRuns: 15,
      },
    );
  });
});

async function checkEveryIndex(history: History, salt: number): Promise<void> {
  const store = new MemoryStore();
  await appendAll(store, history.recordings);
  const db = openViewsFile(':memory:');
  const live = new LiveTables(db);
  const views = new Views(db);
  for (const [index, stored] of (await listed(store.readAll())).entries()) {
    expect(live.apply([stored])).to.equal(true);
    const at = history.instants[(index * 7 + salt) % history.instants.length] ?? stored.position;
    expect(views.head()).to.include({ leaf: index, position: stored.position });
    await checkSubmissions(store, views, history, index, at);
  }
  db.close();
}

async function checkSubmissions(
  store: MemoryStore,
  views: Views,
  history: History,
  index: number,
  at: string,
): Promise<void> {
  const waiting: unknown[] = [];
  const due: unknown[] = [];
  const people = new Set<string>();
  const received: string[] = [];
  for (const submission of history.submissions) {
    const stream = submissionStream(submission);
    const { state, trail, known } = await replay(store, stream, { knownAt: index });
    expect(known).to.include({ index });
    if (trail.length === 0) {
      expect(views.state(submission)).to.equal(null);
      continue;
    }
    received.push(submission);
    expect(views.state(submission)).to.deep.equal(state);
    expect(await timeline(store, views, stream)).to.deep.equal(trail);
    const pinned = pinnedFramework(state) === null ? null : framework;
    const waits = waitingOn(state, pinned, at);
    const line = views.line(submission, at);
    expect(line).to.deep.include({ phase: state.phase, standing: standingOf(state, at), waitingOn: waits });
    waiting.push(...waits.map((each) => ({ submission, waiting: each })));
    due.push(
      ...dueActs(state)
        .filter((act) => isDue(act, at))
        .map((act) => ({ submission, act })),
    );
    for (const { person } of participations(state)) people.add(person);
  }
  expect(views.countSubmissions({})).to.equal(received.length);
  expect(views.work({ roles: Roles, people: [...people], at, limit: 1_000 }).items).to.have.deep.members(
    waiting,
  );
  expect(views.dueActs(at, 1_000)).to.have.deep.members(due);
}
