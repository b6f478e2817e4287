import { expect } from 'chai';
import { describe, it } from 'mocha';
import { submissionStream } from '../../events/stream.ts';
import { LiveTables } from '../../src/projector/live-tables.ts';
import { Views } from '../../src/projector/views.ts';
import { openViewsFile } from '../../src/projector/views-file.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { framework, people, personId } from '../histories/setting.ts';
import { historyOf } from '../histories.ts';
import { appendAll, Recorder, uuid } from '../recorded.ts';
import { listed } from '../store/events.ts';

const history = historyOf({ seed: 31, submissions: 9, acts: 260 });
const at = history.instants.at(-1) ?? '';

async function viewsOf(recordings = history.recordings): Promise<Views> {
  const store = new MemoryStore();
  await appendAll(store, recordings);
  const db = openViewsFile(':memory:');
  const live = new LiveTables(db);
  live.apply(await listed(store.readAll()));
  return new Views(db);
}

describe('the views', () => {
  it('list submissions newest first, page by page, each once', async () => {
    const views = await viewsOf();
    const ids = [...views.submissionIds()];
    expect(ids).to.have.members([...history.submissions]);
    const seen: string[] = [];
    let before: number | null | undefined;
    do {
      const page = views.submissions({}, at, { limit: 2, ...(before == null ? {} : { before }) });
      seen.push(...page.items.map(({ submission }) => submission));
      before = page.next;
    } while (before !== null);
    expect(seen).to.deep.equal(ids.toReversed());
  });

  it('filter by phase, outcome, framework and source, and count what they list', async () => {
    const views = await viewsOf();
    const all = views.submissions({}, at).items;
    for (const line of all) {
      const filter = {
        phase: line.phase,
        framework: 'tests',
        ...(line.outcome === null ? {} : { outcome: line.outcome }),
        ...(line.source === null ? {} : { source: line.source }),
      };
      const expected = all.filter(
        ({ phase, outcome, source }) =>
          phase === line.phase &&
          (line.outcome === null || outcome === line.outcome) &&
          (line.source === null || source === line.source),
      );
      expect(views.submissions(filter, at).items).to.deep.equal(expected);
      expect(views.countSubmissions(filter)).to.equal(expected.length);
    }
    expect(views.countSubmissions({ framework: 'another' })).to.equal(0);
  });

  it('find what a pseudonym takes part in, and leave out what it is fenced from before counting and paging', async () => {
    const recorder = new Recorder();
    const [open, fenced] = ['open', 'fenced'].map((name) => uuid(`a case that is ${name}`));
    const [me, myself] = ['me', 'myself'].map((name) => uuid(name));
    const panel = (holder: string) => ({
      type: 'PanelConvened' as const,
      data: {
        panelNumber: 1,
        framework: framework.ref,
        seats: [{ seat: 'one', holder, team: 'product-policy' }],
      },
    });
    const receipt = { type: 'SubmissionReceived', data: { framework: 'tests', fields: {} } } as const;
    const recused = { type: 'ReviewerRecused', data: { seat: 'one', kind: 'directed' } } as const;
    const views = await viewsOf([
      recorder.record(submissionStream(open ?? ''), [receipt, panel(me ?? '')]),
      recorder.record(submissionStream(fenced ?? ''), [receipt, panel(myself ?? ''), recused]),
    ]);
    const mine = [me ?? '', myself ?? ''];
    const ids = (filter: Parameters<Views['submissions']>[0]) =>
      views.submissions(filter, at, { limit: 1 }).items.map(({ submission }) => submission);
    expect(views.countSubmissions({ participants: mine })).to.equal(2);
    expect(ids({ participants: mine })).to.deep.equal([fenced]);
    expect(ids({ participants: mine, hiddenFrom: mine })).to.deep.equal([open]);
    expect(views.countSubmissions({ hiddenFrom: mine })).to.equal(1);
    expect(views.countSubmissions({ participants: [uuid('a stranger')] })).to.equal(0);
    const secretary = views.work({ roles: ['secretary'], at }).items;
    expect(secretary.map(({ submission }) => submission)).to.deep.equal([fenced]);
    expect(views.work({ roles: ['secretary'], hiddenFrom: mine, at }).items).to.deep.equal([]);
    expect(
      views.work({ people: mine, hiddenFrom: mine, at }).items.map(({ waiting }) => waiting.why),
    ).to.deep.equal(['declare-interest']);
  });

  it('page what waits, most urgent first, each once though two roles may do it', async () => {
    const views = await viewsOf();
    const query = { roles: ['secretary', 'chair'] as const, at };
    const all = views.work(query).items;
    expect(all.length).to.be.greaterThan(3);
    expect(new Set(all.map((each) => JSON.stringify(each))).size).to.equal(all.length);
    const urgency = all.map(({ waiting }) => `${waiting.due ?? '~'} ${waiting.since}`);
    expect(urgency).to.deep.equal([...urgency].sort());
    const seen: unknown[] = [];
    let page = views.work({ ...query, limit: 1 });
    for (;;) {
      seen.push(...page.items);
      if (page.next === null) break;
      page = views.work({ ...query, limit: 1, after: page.next });
    }
    expect(seen).to.deep.equal(all);
  });

  it('know people, their roles and teams, and how far the directory is', async () => {
    const views = await viewsOf();
    expect(views.countPeople()).to.equal(people.length);
    expect(views.person(personId('ana'))).to.deep.include({ roles: ['reviewer'], teams: ['product-policy'] });
    expect(views.person(uuid('nobody'))).to.equal(null);
    const first = views.people({ limit: 4 });
    const rest = views.people({ after: first.next ?? '' });
    const ids = [...first.items, ...rest.items].map(({ person }) => person);
    expect(ids).to.have.members(people.map(personId));
    const last = history.events.findLast(({ stream }) => stream === 'directory');
    expect(views.directoryRevision()).to.equal(last?.revision);
  });

  it('settle a proposed role in a later batch than the one that proposed it', async () => {
    const recorder = new Recorder();
    const person = personId('ana');
    const registered = {
      type: 'PersonRegistered',
      data: { person, kind: 'human', name: 'A', secret: `${'c'.repeat(42)}A` },
    } as const;
    const proposed = { type: 'RoleProposed', data: { person, role: 'auditor', change: 'grant' } } as const;
    const first = recorder.record('directory', [registered, proposed]);
    const proposal = first.events[1]?.id ?? '';
    const second = recorder.record('directory', [
      { type: 'RoleGranted', data: { person, role: 'auditor', proposal } },
    ]);
    const store = new MemoryStore();
    await appendAll(store, [first, second]);
    const db = openViewsFile(':memory:');
    const live = new LiveTables(db);
    for (const stored of await listed(store.readAll())) live.apply([stored]);
    expect(new Views(db).person(person)?.roles).to.deep.equal(['auditor']);
    const kept = db.prepare<[], string>('SELECT proposal FROM role_proposal').pluck().all();
    expect(kept.map((text) => JSON.parse(text).done)).to.deep.equal([true]);
  });

  it('know framework versions whole, by their pinned name', async () => {
    const views = await viewsOf();
    const version = views.frameworkVersion(framework.ref);
    expect(version).to.deep.include({
      ref: framework.ref,
      terms: framework.terms,
      criteria: framework.criteria,
    });
    expect(views.framework('tests')?.versions).to.deep.equal([version]);
    expect([...views.frameworks().keys()]).to.deep.equal(['tests']);
    expect(views.frameworkVersion('tests@9#00')).to.equal(null);
    expect(views.framework('another')).to.equal(null);
  });

  it('know where every event stands, and nothing of one they do not hold', async () => {
    const views = await viewsOf();
    expect(views.entry(uuid('nothing'))).to.equal(null);
    expect(views.entry('no id at all')).to.equal(null);
    expect(views.entryAt(history.events.length)).to.equal(null);
    expect(views.indexesOf('submission-unknown')).to.deep.equal([]);
    let clock = '';
    for (const [index, { id, recordedAt }] of history.events.entries()) {
      clock = recordedAt > clock ? recordedAt : clock;
      expect(views.entryAt(index)).to.include({ id, recordedAt, clock });
    }
  });

  it('hold no sealed text, no name and no secret', async () => {
    const store = new MemoryStore();
    await appendAll(store, history.recordings);
    const db = openViewsFile(':memory:');
    new LiveTables(db).apply(await listed(store.readAll()));
    const file = db.serialize().toString('latin1');
    expect(file).to.contain(history.submissions[0]);
    expect(history.disclosures.size).to.be.greaterThan(100);
    for (const disclosure of history.disclosures.values()) {
      const [salt, , value] = JSON.parse(Buffer.from(disclosure, 'base64url').toString());
      for (const secret of [disclosure, salt, value])
        if (typeof secret === 'string') expect(file).to.not.contain(secret);
    }
  });
});
