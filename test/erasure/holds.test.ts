import { expect } from 'chai';
import { describe, it } from 'mocha';
import { v4 } from 'uuid';
import { decode } from '../../events/decode.ts';
import { ledgerStream } from '../../events/stream.ts';
import { addDays } from '../../events/time.ts';
import { refusalAsync } from '../handle/refusals.ts';
import type { World } from '../handle/world.ts';
import { listed } from '../store/events.ts';
import { agree, holding, judged, officeOf, propose, received, withdrawn } from './office.ts';

async function withdrawnCase(): Promise<World> {
  const world = await officeOf();
  await received(world);
  await withdrawn(world);
  return world;
}
const release = (world: World, hold: string, by: string, id = v4()) =>
  world.act(by, 'release-hold', { hold, reason: 'The court is done' }, { subject: '', id });

describe('a hold', () => {
  it('shows in the log which cases it is on, and neither whom nor why', async () => {
    const world = await withdrawnCase();
    const hold = await holding(world, { submissions: [world.submission], people: [world.id('sub')] });
    const bodies = (await listed(world.store.readStream(ledgerStream))).map(({ body }) => body);
    const placed = bodies.find((body) => body.includes('"HoldPlaced"')) ?? '';
    expect(placed).to.include(hold).and.to.include(world.submission);
    expect(placed).not.to.include(world.id('sub')).and.not.to.include('court');
    expect(decode(placed).actor).to.deep.include({ person: world.id('eli'), role: 'privacy-officer' });
  });

  it('is placed and released by privacy officers and auditors alone', async () => {
    const world = await withdrawnCase();
    const hold = await holding(world, { people: [world.id('sub')] }, 'aud');
    for (const by of ['reg', 'adm', 'sec', 'sub']) {
      expect(await refusalAsync(holding(world, { people: [world.id('sub')] }, by)), by).to.include({
        code: 'not-permitted',
      });
      expect(await refusalAsync(release(world, hold, by)), by).to.include({ code: 'not-permitted' });
    }
  });

  it('has to be on something that is on record', async () => {
    const world = await withdrawnCase();
    expect(await refusalAsync(holding(world, {}))).to.deep.include({
      code: 'invalid-command',
      facts: {
        command: 'place-hold',
        field: 'submissions',
        rule: 'name at least one submission or person',
      },
    });
    const [nobody, nowhere] = [v4(), v4()];
    expect(await refusalAsync(holding(world, { people: [nobody] }))).to.deep.include({
      code: 'unknown-reference',
      facts: { field: 'people', id: nobody },
    });
    expect(await refusalAsync(holding(world, { submissions: [nowhere] }))).to.deep.include({
      code: 'unknown-reference',
      facts: { field: 'submissions', id: nowhere },
    });
    const past = { submissions: [world.submission], until: '2026-01-01T00:00:00.000Z' };
    expect((await refusalAsync(holding(world, past))).message).to.include('an instant after 2026-01-05');
  });

  it('is released by somebody else than who placed it (SOD-8), once', async () => {
    const world = await withdrawnCase();
    const hold = await holding(world, { submissions: [world.submission] });
    expect((await refusalAsync(release(world, hold, 'eli'))).rule).to.equal('SOD-8');
    const id = v4();
    await release(world, hold, 'aud', id);
    expect(await release(world, hold, 'aud', id)).to.include({ replayed: true });
    expect(await refusalAsync(release(world, hold, 'fay'))).to.include({ code: 'already-done' });
    expect(await refusalAsync(release(world, v4(), 'fay'))).to.include({ code: 'unknown-reference' });
  });

  it('is placed once when it is sent again', async () => {
    const world = await withdrawnCase();
    const id = v4();
    const send = (people: readonly string[]) =>
      world.act('eli', 'place-hold', { people: [...people], reason: 'A court asks' }, { subject: '', id });
    const first = await send([world.id('sub')]);
    expect(await send([world.id('sub')])).to.deep.include({ events: first.events, replayed: true });
    expect(await refusalAsync(send([world.id('spo')]))).to.include({ code: 'idempotency-mismatch' });
  });
});

describe('while a hold stands', () => {
  it('nothing of the case is proposed for erasure, and the hold is named', async () => {
    const world = await withdrawnCase();
    const hold = await holding(world, { submissions: [world.submission] });
    const refused = { code: 'held', facts: { hold } };
    expect(await refusalAsync(propose(world, { submissions: [world.submission] }))).to.deep.include(refused);
    expect(await refusalAsync(propose(world, { people: [world.id('sub')] }))).to.deep.include(refused);
    const [digest = ''] = await listed(world.vault.ofStream(`submission-${world.submission}`));
    expect(await refusalAsync(propose(world, { digests: [digest] }))).to.deep.include(refused);
  });

  it('nothing by or about the person is, wherever it stands', async () => {
    const world = await withdrawnCase();
    const hold = await holding(world, { people: [world.id('sub')] });
    const refused = { code: 'held', facts: { hold } };
    expect(await refusalAsync(propose(world, { submissions: [world.submission] }))).to.deep.include(refused);
    expect(await refusalAsync(propose(world, { people: [world.id('sub')] }))).to.deep.include(refused);
    // Somebody else's texts are not held.
    await propose(world, { people: [world.id('cem')] });
  });

  it('an erasure that was proposed before is not approved', async () => {
    const world = await withdrawnCase();
    const erasing = await propose(world, { submissions: [world.submission] });
    const hold = await holding(world, { submissions: [world.submission] });
    expect(await refusalAsync(agree(world, erasing))).to.deep.include({ code: 'held', facts: { hold } });
    await release(world, hold, 'aud');
    expect(await agree(world, erasing)).to.deep.include({ replayed: false });
  });

  it('whom it is about is not erased with the texts of who placed it', async () => {
    const world = await withdrawnCase();
    const hold = await holding(world, { people: [world.id('sub')] }, 'eli');
    const erasing = propose(world, { people: [world.id('eli')] }, 'fay');
    expect(await refusalAsync(erasing)).to.deep.include({ code: 'held', facts: { hold } });
  });

  it('it ends at its last instant by itself', async () => {
    const world = await withdrawnCase();
    const until = addDays(world.now, 10);
    await holding(world, { submissions: [world.submission], until });
    world.now = addDays(until, 0);
    const selection = { submissions: [world.submission] };
    const before = world.command(world.id('eli'), 'propose-erasure', {
      ...selection,
      ground: 'other',
      reason: 'Now',
    });
    const at = (instant: string) => world.handler.handle({ ...before, id: v4(), subject: v4(), at: instant });
    expect(await refusalAsync(at(until))).to.include({ code: 'held' });
    await at(addDays(until, 1));
  });
});

describe('a review that is open', () => {
  it('keeps its rule fields from erasure, of the whole case and of each of its people', async () => {
    const world = await officeOf();
    await judged(world);
    const { submission } = world;
    const refused = { code: 'review-open', facts: { submission } };
    expect(await refusalAsync(propose(world, { submissions: [submission] }))).to.deep.include(refused);
    expect(await refusalAsync(propose(world, { people: [world.id('ana')] }))).to.deep.include(refused);
    // The submitter's texts are none.
    await propose(world, { people: [world.id('sub')] });
  });
});
