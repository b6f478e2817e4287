import type { CommandData } from '../../src/commands/catalogue.ts';
import { findings } from '../decider/framework.ts';
import { deadline, seatsFor } from '../decider/reviews.ts';
import { criteriaHash, type World } from '../handle/world.ts';
import { ServedWorld } from './served-world.ts';

export const seatsOfFour = ['ana', 'ben', 'cem', 'dua'] as const;
export type Seat = (typeof seatsOfFour)[number];

/** A served world with one submission whose panel of four has declared; these have judged it. */
export async function servedReview(...judges: readonly Seat[]): Promise<ServedWorld> {
  const up = await ServedWorld.open();
  const { world } = up;
  const fields = { title: 'Convoy routing', purpose: 'Plan supply routes' };
  await world.act('sub', 'receive-submission', { framework: 'tests', fields, sponsor: world.id('spo') });
  await world.act('sec', 'screen-submission', { scope: 'in' });
  const seats = seatsFor(...seatsOfFour).map((seat, i) => ({
    ...seat,
    holder: world.id(seatsOfFour[i] ?? ''),
  }));
  await world.act('sec', 'convene-panel', { seats, deadline });
  for (const seat of seatsOfFour) await world.act(seat, 'declare-interest', { seat, kind: 'none' });
  for (const seat of judges) await judge(world, seat);
  await up.projector.waitFor();
  return up;
}

export const judgmentOf = (seat: Seat): CommandData<'record-judgment'> => ({
  seat,
  version: 1,
  criteria: criteriaHash,
  findings: findings(),
  position: 'support',
  reasons: { summary: `Reasons of ${seat}` },
});
export const judge = (world: World, seat: Seat) => world.act(seat, 'record-judgment', judgmentOf(seat));

export const approve = (world: World) =>
  world.act('cha', 'issue-decision', {
    outcome: 'approved',
    reasons: { facts: 'As submitted', why: 'As judged' },
  });
