import { expect } from 'chai';
import { describe, it } from 'mocha';
import { v4 } from 'uuid';
import { erasureStream } from '../../events/stream.ts';
import { addDays } from '../../events/time.ts';
import { refusalAsync } from '../handle/refusals.ts';
import type { World } from '../handle/world.ts';
import { listed } from '../store/events.ts';
import { agree, approve, judged, officeOf, propose, received, withdrawn } from './office.ts';

async function withdrawnCase(): Promise<World> {
  const world = await officeOf();
  await received(world);
  await withdrawn(world);
  return world;
}
const keep = (world: World, recordClass: 'approved' | 'declined' | 'undecided', days: number) =>
  world.act('eli', 'set-retention', { recordClass, days, reason: 'The schedule' }, { subject: '' });

describe('an erasure', () => {
  it('is proposed by a privacy officer or a registrar, and says in the open neither whose text nor why', async () => {
    const world = await withdrawnCase();
    for (const by of ['aud', 'adm', 'sub', 'sec'])
      expect(await refusalAsync(propose(world, { people: [world.id('sub')] }, by)), by).to.include({
        code: 'not-permitted',
      });
    const { erasure } = await propose(world, { people: [world.id('sub')] }, 'reg');
    const [proposed] = await listed(world.store.readStream(erasureStream(erasure)));
    expect(proposed?.body).to.include('data-subject-request').and.not.to.include('They ask');
    expect(proposed?.body).not.to.include(world.id('sub'));
  });

  it('is approved by another person than who proposed it (SOD-8), a privacy officer', async () => {
    const world = await withdrawnCase();
    const erasing = await propose(world, { submissions: [world.submission] });
    expect((await refusalAsync(agree(world, erasing, 'eli'))).rule).to.equal('SOD-8');
    expect(await refusalAsync(agree(world, erasing, 'reg'))).to.include({ code: 'not-permitted' });
    const id = v4();
    const again = () =>
      world.act('fay', 'approve-erasure', { proposal: erasing.proposal }, { subject: erasing.erasure, id });
    await again();
    expect(await again()).to.include({ replayed: true });
    expect(await refusalAsync(agree(world, erasing))).to.include({ code: 'already-done' });
  });

  it('names its own proposal', async () => {
    const world = await withdrawnCase();
    const { erasure } = await propose(world, { submissions: [world.submission] });
    const other = { erasure, proposal: v4() };
    expect(await refusalAsync(agree(world, other))).to.include({ code: 'unknown-reference' });
    expect(await refusalAsync(agree(world, { erasure: v4(), proposal: v4() }))).to.include({
      code: 'unknown-reference',
    });
  });

  it('selects something that is on record and can still be opened', async () => {
    const world = await withdrawnCase();
    expect(await refusalAsync(propose(world, {}))).to.include({ code: 'invalid-command' });
    const id = v4();
    for (const field of ['submissions', 'people'])
      expect(await refusalAsync(propose(world, { [field]: [id] }))).to.deep.include({
        code: 'unknown-reference',
        facts: { field, id },
      });
    const digest = 'A'.repeat(43);
    expect(await refusalAsync(propose(world, { digests: [digest] }))).to.deep.include({
      code: 'unknown-reference',
      facts: { field: 'digests', id: digest },
    });
    const [held = ''] = await listed(world.vault.ofStream(`submission-${world.submission}`));
    await world.vault.erase([held]);
    expect(await refusalAsync(propose(world, { digests: [held] }))).to.include({ code: 'already-done' });
  });

  it('is recorded as done by the ledger alone, and only once it is approved', async () => {
    const world = await withdrawnCase();
    const { erasure, proposal } = await propose(world, { submissions: [world.submission] });
    const part = { proposal, part: 1, of: 1, digests: [] };
    expect(await refusalAsync(world.act('fay', 'record-erased', part, { subject: erasure }))).to.deep.include(
      { code: 'not-permitted' },
    );
  });
});

describe('a record class', () => {
  it('keeps the text of ended cases until its days have passed, to the millisecond', async () => {
    const world = await withdrawnCase();
    const ended = world.now;
    await keep(world, 'undecided', 30);
    const until = addDays(ended, 30);
    const refused = {
      code: 'retention',
      facts: { submission: world.submission, recordClass: 'undecided', until },
    };
    const ask = (at: string, selection: object) =>
      world.handler.handle({
        ...world.command(world.id('eli'), 'propose-erasure', {
          ...selection,
          ground: 'retention-ended',
          reason: 'It is time',
        }),
        subject: v4(),
        at,
      });
    for (const selection of [{ submissions: [world.submission] }, { people: [world.id('sub')] }])
      expect(await refusalAsync(ask(until, selection))).to.deep.include(refused);
    await ask(new Date(Date.parse(until) + 1).toISOString(), { submissions: [world.submission] });
  });

  it('is looked at again when the erasure is approved', async () => {
    const world = await withdrawnCase();
    const erasing = await propose(world, { submissions: [world.submission] });
    await keep(world, 'undecided', 30);
    expect(await refusalAsync(agree(world, erasing))).to.include({ code: 'retention' });
    await keep(world, 'undecided', 0);
    await agree(world, erasing);
  });

  it('keeps the text of a case that goes on, an approval that stands among them, whatever its class', async () => {
    const world = await officeOf();
    await judged(world);
    await keep(world, 'declined', 1);
    const open = { submission: world.submission, recordClass: null, until: null };
    expect(await refusalAsync(propose(world, { people: [world.id('sub')] }))).to.deep.include({
      code: 'retention',
      facts: open,
    });
    const decision = await approve(world);
    expect((await refusalAsync(propose(world, { submissions: [world.submission] }))).facts).to.deep.equal(
      open,
    );
    await world.act('cha', 'revoke-decision', { decision, reason: 'It was wrong' });
    const ended = world.now;
    await keep(world, 'approved', 2);
    expect((await refusalAsync(propose(world, { submissions: [world.submission] }))).facts).to.deep.equal({
      submission: world.submission,
      recordClass: 'approved',
      until: addDays(ended, 2),
    });
  });

  it('without days of its own keeps nothing', async () => {
    const world = await withdrawnCase();
    await keep(world, 'declined', 9_000);
    await propose(world, { submissions: [world.submission] });
  });

  it('is set by a privacy officer', async () => {
    const world = await withdrawnCase();
    const set = world.act(
      'reg',
      'set-retention',
      { recordClass: 'declined', days: 1, reason: 'Mine' },
      { subject: '' },
    );
    expect(await refusalAsync(set)).to.include({ code: 'not-permitted' });
  });
});
