import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { Roles } from '../../events/ids.ts';
import { submissionStream } from '../../events/stream.ts';
import { instantFromMillis, millisOf } from '../../events/time.ts';
import { dueActs, isDue } from '../../projections/due.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import { standingOf, standingSchedule } from '../../projections/standing.ts';
import { participations, pinnedFramework } from '../../projections/submission-row.ts';
import { waitingOn, waits } from '../../projections/work-queue.ts';
import { LiveTables } from '../../src/projector/live-tables.ts';
import { Views } from '../../src/projector/views.ts';
import { openViewsFile } from '../../src/projector/views-file.ts';
import { type Replayed, replay } from '../../src/replay/replay.ts';
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
    expect(views.head()).to.include({ leaf: index, position: stored.position });
    const cases = await replayed(store, history.submissions, index);
    for (const { stream, submission, state, trail } of cases) {
      expect(views.state(submission)).to.deep.equal(state);
      expect(await timeline(store, views, stream)).to.deep.equal(trail);
    }
    expect(views.countSubmissions({})).to.equal(cases.length);
    const turns = turnsOf(cases, history.instants[(index * 7 + salt) % history.instants.length]);
    for (const offset of [0, 1, 2])
      checkAt(views, cases, turns[(index + salt + offset) % turns.length] ?? '');
  }
  db.close();
}

interface Case extends Replayed {
  readonly submission: string;
  readonly stream: string;
}

async function replayed(
  store: MemoryStore,
  submissions: readonly string[],
  index: number,
): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const submission of submissions) {
    const stream = submissionStream(submission);
    const all = await replay(store, stream, { knownAt: index });
    expect(all.known).to.include({ index });
    if (all.trail.length > 0) cases.push({ ...all, submission, stream });
  }
  return cases;
}

const pinned = (state: ReviewState) => (pinnedFramework(state) === null ? null : framework);

/** Instants at which time alone changes what these cases show, the instant behind each, and one that may be any. */
function turnsOf(cases: readonly Case[], any: string | undefined): readonly string[] {
  const terms = cases.flatMap(({ state }) => [
    ...waits(state, pinned(state)).flatMap(({ after, until }) => [after, until]),
    ...dueActs(state).map(({ due }) => due),
    ...standingSchedule(state).map(({ from }) => from),
    any ?? null,
  ]);
  const known = terms.filter((term) => term !== null);
  return [...new Set(known.flatMap((term) => [term, instantFromMillis(millisOf(term) + 1)]))].sort();
}

function checkAt(views: Views, cases: readonly Case[], at: string): void {
  const waiting: unknown[] = [];
  const due: unknown[] = [];
  const people = new Set<string>();
  for (const { submission, state } of cases) {
    const waitsNow = waitingOn(state, pinned(state), at);
    const line = views.line(submission, at);
    expect(line).to.deep.include({
      phase: state.phase,
      standing: standingOf(state, at),
      waitingOn: waitsNow,
    });
    waiting.push(...waitsNow.map((each) => ({ submission, waiting: each })));
    due.push(...dueActs(state).flatMap((act) => (isDue(act, at) ? [{ ...act, submission }] : [])));
    for (const { person } of participations(state)) people.add(person);
  }
  const work = views.work({ roles: Roles, people: [...people], at, limit: 1_000 });
  expect(work.items).to.have.deep.members(waiting);
  expect([...views.dueActs(at)]).to.have.deep.members(due);
}
