import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { canonical } from '../../events/canonical.ts';
import { submissionStream } from '../../events/stream.ts';
import { asOf } from '../../projections/as-of.ts';
import { parseCut } from '../../src/replay/cut.ts';
import { replay } from '../../src/replay/replay.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { historyOf, sizes } from '../histories.ts';
import { underReview } from '../projections/story.ts';
import { appendAll, Recorder, uuid } from '../recorded.ts';
import { listed, refusal } from '../store/events.ts';

const one = submissionStream(uuid('one'));
const other = submissionStream(uuid('other'));
const comment = { type: 'CommentAdded', data: { visibility: 'public', text: 'sealed words' } } as const;
const receipt = { type: 'SubmissionReceived', data: { framework: 'tests', fields: {} } } as const;

/** Five events in two streams whose recording times go back where the ledger changes stream, as clocks of nodes do. */
async function uneven(): Promise<MemoryStore> {
  const store = new MemoryStore();
  const recorder = new Recorder();
  await appendAll(store, [
    recorder.record(one, [receipt], { at: '2026-01-01T00:00:00.000Z' }),
    recorder.record(other, [receipt], { at: '2026-01-03T00:00:00.000Z' }),
    recorder.record(one, [comment], { at: '2026-01-02T00:00:00.000Z' }),
    recorder.record(one, [comment], { at: '2026-01-04T00:00:00.000Z' }),
    recorder.record(one, [comment], { at: '2026-01-05T00:00:00.000Z' }),
  ]);
  return store;
}
const indexesAt = async (knownAt: string | number): Promise<readonly (number | null)[]> =>
  (await replay(await uneven(), one, { knownAt })).trail.map(({ index }) => index);

describe('a replay', () => {
  it('known at an index includes that index, and no later one', async () => {
    expect(await indexesAt(0)).to.deep.equal([0]);
    expect(await indexesAt(1)).to.deep.equal([0]);
    expect(await indexesAt(3)).to.deep.equal([0, 2, 3]);
    expect(await indexesAt(99)).to.deep.equal([0, 2, 3, 4]);
  });

  it('known at an instant is the longest prefix of the ledger whose clock is not after it', async () => {
    expect(await indexesAt('2025-12-31T00:00:00.000Z')).to.deep.equal([]);
    // The comment of the 2nd stands behind an event of the 3rd: the ledger did not know it before then.
    expect(await indexesAt('2026-01-02T23:59:59.999Z')).to.deep.equal([0]);
    expect(await indexesAt('2026-01-03T00:00:00.000Z')).to.deep.equal([0, 2]);
    expect(await indexesAt('2026-01-04T00:00:00.000Z')).to.deep.equal([0, 2, 3]);
  });

  it('says where the known ledger ends', async () => {
    const { known } = await replay(await uneven(), one, { knownAt: 2 });
    expect(known).to.deep.equal({ index: 2, clock: '2026-01-03T00:00:00.000Z' });
    expect((await replay(new MemoryStore(), one)).known).to.equal(null);
  });

  it('shows the state after each step', async () => {
    const store = new MemoryStore();
    const recorder = new Recorder();
    const events = underReview.map((each) => ('told' in each ? each.told : each));
    await appendAll(
      store,
      events.map((event) => recorder.record(one, [event])),
    );
    const { steps, state } = await replay(store, one);
    expect(steps.map(({ entry, state: { phase } }) => [entry.type, phase]).slice(0, 3)).to.deep.equal([
      ['SubmissionReceived', 'submitted'],
      ['SubmissionScreened', 'screening'],
      ['PanelConvened', 'review'],
    ]);
    expect(steps.at(-1)?.state).to.equal(state);
  });

  it('takes both cuts: what was known then, of what had happened by then', async () => {
    const store = new MemoryStore();
    const recorder = new Recorder();
    const imported = { source: 'tests', broke: [] };
    const first = recorder.record(one, [receipt], { imported, occurred: '2020-01-01' });
    const id = first.events[0]?.id ?? '';
    const redated = { entry: id, field: 'occurred', visibility: 'public', occurred: '2020-03-01' } as const;
    await appendAll(store, [
      first,
      recorder.record(one, [comment], { imported, occurred: '2020-05-01' }),
      recorder.record(one, [{ type: 'EntryCorrected', data: redated }], { imported }),
    ]);
    const types = async (cut: Parameters<typeof replay>[2]) =>
      (await replay(store, one, cut)).trail.map(({ type }) => type);
    expect(await types({ asOf: '2020-02-01T00:00:00.000Z' })).to.deep.equal([]);
    expect(await types({ asOf: '2020-02-01T00:00:00.000Z', knownAt: 1 })).to.deep.equal([
      'SubmissionReceived',
    ]);
    expect(await types({ asOf: '2020-04-01T00:00:00.000Z' })).to.deep.equal([
      'SubmissionReceived',
      'EntryCorrected',
    ]);
  });

  it('shows what is sealed as sealed, and rule fields alone to who can open them', async () => {
    const history = historyOf({ seed: 5, submissions: 3, acts: 150 });
    const store = new MemoryStore();
    await appendAll(store, history.recordings);
    const open = (digests: readonly string[]) =>
      Promise.resolve(
        new Map(
          digests.flatMap((digest) => {
            const disclosure = history.disclosures.get(digest);
            return disclosure === undefined ? [] : [[digest, disclosure] as const];
          }),
        ),
      );
    let judgments = 0;
    for (const submission of history.submissions) {
      const stream = submissionStream(submission);
      const judged = (state: Awaited<ReturnType<typeof replay>>) =>
        state.steps.flatMap((step) => step.state.judgments);
      const closed = await replay(store, stream);
      const opened = await replay(store, stream, { open });
      judgments += judged(opened).length;
      for (const { content, opened: inLog } of judged(closed)) expect(content === 'sealed').to.equal(!inLog);
      for (const { content } of judged(opened)) expect(content).to.not.equal('sealed');
      expect(JSON.stringify(opened)).to.not.contain('sealed words');
      const whole = await replay(store, stream, { open, reveal: 'all' });
      expect(JSON.stringify(whole.trail)).to.contain('sealed words');
      expect(JSON.stringify(whole.state)).to.not.contain('sealed words');
    }
    expect(judgments).to.be.greaterThan(0);
  });

  it('spares the ledger where neither index nor prefix is asked for', async () => {
    const store = await uneven();
    const { trail, known, state } = await replay(store, one, { indexes: false });
    expect(trail.map(({ index }) => index)).to.deep.equal([null, null, null, null]);
    expect(known).to.equal(null);
    expect(state).to.deep.equal((await replay(store, one)).state);
  });

  it('is not stopped by an event of a newer version in another stream, and is by one in its own', async () => {
    const store = await uneven();
    const body = canonical({ recordedAt: '2026-01-06T00:00:00.000Z', type: 'SubmissionAppealed', v: 1 });
    await store.append(other, { at: 0 }, [{ id: uuid('newer'), type: 'SubmissionAppealed', body }]);
    expect((await replay(store, one)).known?.index).to.equal(5);
    expect((await refusal(replay(store, other))).code).to.equal('ledger-newer-than-software');
    expect((await replay(store, other, { knownAt: 4 })).trail.length).to.equal(1);
  });

  it('at any cut is the plain fold of a filtered prefix', () =>
    fc.assert(
      fc.asyncProperty(sizes({ submissions: 3, acts: 50 }), fc.nat(), fc.nat(), async (size, a, b) => {
        const history = historyOf(size);
        const store = new MemoryStore();
        await appendAll(store, history.recordings);
        const index = a % history.events.length;
        const at = history.instants[b % history.instants.length] ?? '';
        const stream = submissionStream(history.submissions[a % history.submissions.length] ?? '');
        const known = history.events.slice(0, index + 1).filter((event) => event.stream === stream);
        const happened = asOf(known, at);
        const { trail, state } = await replay(store, stream, { knownAt: index, asOf: at });
        expect(trail.map(({ id }) => id)).to.deep.equal(happened.map(({ id }) => id));
        expect(trail.every((entry) => history.events[entry.index ?? -1]?.id === entry.id)).to.equal(true);
        const ids = new Set(happened.map(({ id }) => id));
        const stored = await listed(store.readStream(stream));
        expect(stored.filter(({ id }) => ids.has(id)).length).to.equal(happened.length);
        expect(state.revision).to.equal(happened.at(-1)?.revision ?? -1);
      }),
      { numRuns: 20 },
    ));
});

describe('the cut of a replay as a person gives it', () => {
  it('takes indexes, instants, days and months', () => {
    expect(parseCut({ knownAt: '0' })).to.deep.equal({ knownAt: 0 });
    expect(parseCut({ knownAt: '2026', asOf: '2026-03' })).to.deep.equal({
      knownAt: 2026,
      asOf: '2026-03-31T23:59:59.999Z',
    });
    expect(parseCut({ knownAt: '2026-03-03' })).to.deep.equal({ knownAt: '2026-03-03T23:59:59.999Z' });
    expect(parseCut({})).to.deep.equal({});
  });

  it('refuses anything else', async () => {
    for (const given of [{ knownAt: '-1' }, { knownAt: 'now' }, { asOf: '5' }, { knownAt: '9'.repeat(17) }])
      expect((await refusal(Promise.resolve().then(() => parseCut(given)))).code).to.equal('invalid-time');
    expect((await refusal(replay(new MemoryStore(), one, { knownAt: -1 }))).code).to.equal('invalid-time');
    expect((await refusal(replay(new MemoryStore(), one, { knownAt: 1.5 }))).code).to.equal('invalid-time');
  });
});
