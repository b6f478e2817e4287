import { expect } from 'chai';
import { describe, it } from 'mocha';
import { decode, type Recorded } from '../../events/decode.ts';
import { submissionStream } from '../../events/stream.ts';
import { explain } from '../../projections/explain.ts';
import { foundingOf } from '../../src/folder/founding.ts';
import { openProjector } from '../../src/projector/projector.ts';
import { findings, versionOne } from '../decider/framework.ts';
import { deadline, seatsFor } from '../decider/reviews.ts';
import { refusalAsync } from './refusals.ts';
import { criteriaHash, World } from './world.ts';

const four = ['ana', 'ben', 'cem', 'dua'] as const;
type Seat = (typeof four)[number];

/** Through the one door: received, screened, convened, every interest declared, and these have judged. */
async function reviewed(...judges: readonly Seat[]): Promise<World> {
  const world = await World.open();
  const fields = { title: 'Convoy routing', purpose: 'Plan supply routes' };
  await world.act('sub', 'receive-submission', { framework: 'tests', fields });
  await world.act('sec', 'screen-submission', { scope: 'in' });
  const seats = seatsFor(...four).map((seat, i) => ({ ...seat, holder: world.id(four[i] ?? '') }));
  await world.act('sec', 'convene-panel', { seats, deadline });
  for (const seat of four) await world.act(seat, 'declare-interest', { seat, kind: 'none' });
  for (const seat of judges) await judge(world, seat);
  return world;
}

const judge = (world: World, seat: Seat) =>
  world.act(seat, 'record-judgment', {
    seat,
    version: 1,
    criteria: criteriaHash,
    findings: findings(),
    position: 'support',
  });
const stateOf = async (world: World) =>
  (await world.handler.history(submissionStream(world.submission))).state;

describe('given a reviewer who has judged, when they recuse themselves', () => {
  it('then the judgment counts no more, and their lists, pages and counts hold nothing of the case', async () => {
    const world = await reviewed('ana', 'ben');
    const projector = await openProjector({ store: world.store, path: ':memory:' });
    try {
      const ana = await world.handler.directory.pseudonym(world.id('ana'), world.submission);
      const seen = async () => {
        await projector.waitFor();
        const { views } = projector;
        const hidden = { participants: [ana], hiddenFrom: [ana] };
        const framework = versionOne;
        return {
          listed: views.submissions(hidden, world.now).items.map(({ submission }) => submission),
          counted: views.countSubmissions(hidden),
          work: views.work({ people: [ana], roles: ['reviewer'], hiddenFrom: [ana], at: world.now }).items
            .length,
          needed: explain(framework, await stateOf(world), world.now).needed,
        };
      };
      const before = await seen();
      expect(before).to.deep.include({ listed: [world.submission], counted: 1 });
      await world.act('ana', 'recuse-reviewer', { seat: 'ana', kind: 'self' });
      const after = await seen();
      expect(after).to.deep.include({ listed: [], counted: 0, work: 0 });
      const { judgments, panel } = await stateOf(world);
      expect(judgments.map(({ seat }) => seat)).to.deep.equal(['ana', 'ben']);
      expect(panel?.seats[0]?.status).to.equal('recused');
      expect(before.needed).not.to.deep.equal(after.needed);
      expect(await refusalAsync(judge(world, 'ana'))).to.include({ code: 'fenced' });
    } finally {
      await projector.close();
    }
  });
});

describe('given a recused reviewer who has become administrator, when they try to lift their own fence', () => {
  it('then it is refused under SOD-7, and the refusal is on record', async () => {
    const world = await reviewed('ben', 'cem', 'dua');
    await world.act('ana', 'recuse-reviewer', { seat: 'ana', kind: 'self' });
    await world.act('cha', 'issue-decision', {
      outcome: 'approved',
      reasons: { facts: 'As submitted', why: 'As judged' },
    });
    const { registrar, administrator } = foundingOf(world.ledger);
    const person = world.id('ana');
    const change = async (role: 'reviewer' | 'administrator', to: 'grant' | 'revoke') => {
      const asked = await world.as(registrar, 'propose-role', { person, role, change: to });
      const proposal = asked.events[0]?.id ?? '';
      await world.as(administrator, to === 'grant' ? 'grant-role' : 'revoke-role', {
        person,
        role,
        proposal,
      });
    };
    await change('reviewer', 'revoke');
    await change('administrator', 'grant');
    const lift = world.act('ana', 'lift-recusal', { seat: 'ana', reason: 'It was nothing' });
    expect(await refusalAsync(lift)).to.include({ code: 'separation-of-duties', rule: 'SOD-7' });
    const refused: Recorded<'ActRefused'>[] = [];
    for await (const { body } of world.store.readStream(submissionStream(world.submission))) {
      const event = decode(body);
      if (event.type === 'ActRefused') refused.push(event);
    }
    expect(refused.map(({ data: { rule, act } }) => ({ rule, act }))).to.deep.equal([
      { rule: 'SOD-7', act: 'lift-recusal' },
    ]);
    expect((await stateOf(world)).fences).to.have.length(1);
  });
});

describe('given a decision, when a member of the panel leaves the team', () => {
  it('then they still show in the seat of that decision', async () => {
    const world = await reviewed(...four);
    await world.act('cha', 'issue-decision', {
      outcome: 'approved',
      reasons: { facts: 'As submitted', why: 'As judged' },
    });
    const before = await stateOf(world);
    const { registrar } = foundingOf(world.ledger);
    await world.as(registrar, 'leave-team', { person: world.id('ben'), team: 'product-policy' });
    const { panel, decision } = await stateOf(world);
    const ben = await world.handler.directory.pseudonym(world.id('ben'), world.submission);
    expect(panel?.seats[1]).to.include({ seat: 'ben', holder: ben, status: 'sitting' });
    expect(decision?.evaluation).to.deep.equal(before.decision?.evaluation);
    expect(decision?.evaluation.inputs).to.include(panel?.event);
  });
});
