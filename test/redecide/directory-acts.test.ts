import { expect } from 'chai';
import { describe, it } from 'mocha';
import { decode } from '../../events/decode.ts';
import { foundingOf } from '../../src/folder/founding.ts';
import { deadline, seatsFor } from '../decider/reviews.ts';
import { World } from '../handle/world.ts';
import { found, logOf, redecided } from './redecided.ts';

/** A panel of four that reviews. */
async function underReview(): Promise<World> {
  const world = await World.open();
  const fields = { title: 'Convoy routing', purpose: 'Plan supply routes' };
  await world.act('sub', 'receive-submission', { framework: 'tests', fields });
  await world.act('sec', 'screen-submission', { scope: 'in' });
  const names = ['ana', 'ben', 'cem', 'dua'] as const;
  const seats = seatsFor(...names).map((seat, i) => ({ ...seat, holder: world.id(names[i] ?? '') }));
  await world.act('sec', 'convene-panel', { seats, deadline });
  return world;
}

describe('re-decision of the directory', () => {
  it('finds that one person alone emptied a seat of an open panel, where links unmask its holders', async () => {
    const world = await underReview();
    const { registrar } = foundingOf(world.ledger);
    await world.as(registrar, 'leave-team', { person: world.id('ana'), team: 'product-policy' });
    const linked = redecided(await logOf(world.store, world.vault));
    expect(found(linked)).to.deep.equal(['separation-of-duties SOD-7']);
    const unlinked = redecided(await logOf(world.store));
    expect(unlinked.findings).to.deep.equal([]);
    expect(unlinked.acts.doubts['open-seats-unlinked']).to.equal(1);
  });

  it('notes an act on a role that was revoked before it in the log, and does not call it wrong', async () => {
    const world = await underReview();
    const { registrar } = foundingOf(world.ledger);
    await world.act('sec', 'request-information', { questions: 'Which routes?' });
    await world.as(registrar, 'revoke-role', { person: world.id('sec'), role: 'secretary' });
    const log = await logOf(world.store, world.vault);
    const [last, before] = [log.at(-1), log.at(-2)];
    if (last === undefined || before === undefined) throw new Error('the log is empty');
    const { findings, notes } = redecided([...log.slice(0, -2), last, before]);
    expect(findings).to.deep.equal([]);
    expect(notes.map(({ what, event }) => [what, event])).to.deep.equal([
      ['role-revoked-before', decode(before.body).id],
    ]);
  });
});
