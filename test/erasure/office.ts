import { v4 } from 'uuid';
import { createdId } from '../../events/derived-ids.ts';
import type { CommandData } from '../../src/commands/catalogue.ts';
import { foundingOf } from '../../src/folder/founding.ts';
import type { Accepted } from '../../src/handle/command.ts';
import { findings } from '../decider/framework.ts';
import { criteriaHash, World, type WorldOptions } from '../handle/world.ts';

export const fields = { title: 'Convoy routing', purpose: 'Plan supply routes' };
const deadline = {
  due: '2026-01-30T17:00:00.000Z',
  graceUntil: '2026-01-31T17:00:00.000Z',
  hardStop: '2026-02-06T17:00:00.000Z',
  zone: 'Europe/London',
};
export const panel = ['ana', 'ben', 'cem', 'dua'] as const;

/** A ledger with two privacy officers, `eli` and `fay`, and the cast of the decider's tests. */
export async function officeOf(options: WorldOptions = {}): Promise<World> {
  const world = await World.open(options);
  const { registrar, administrator } = foundingOf(world.ledger);
  for (const name of ['eli', 'fay']) {
    const person = world.id(name);
    const role = 'privacy-officer';
    const { events } = await world.as(registrar, 'propose-role', { person, role, change: 'grant' });
    await world.as(administrator, 'grant-role', { person, role, proposal: events[0]?.id ?? '' });
  }
  return world;
}

export async function received(world: World): Promise<void> {
  await world.act('sub', 'receive-submission', { framework: 'tests', sponsor: world.id('spo'), fields });
}

/** A submission under review by four seats, all of whom have judged. */
export async function judged(world: World): Promise<void> {
  await received(world);
  await world.act('sec', 'screen-submission', { scope: 'in' });
  const seats = panel.map((seat, i) => ({
    seat,
    holder: world.id(seat),
    team: i < 2 ? 'product-policy' : 'national-security',
  }));
  await world.act('sec', 'convene-panel', { seats, deadline });
  for (const seat of panel) await world.act(seat, 'declare-interest', { seat, kind: 'none' });
  for (const seat of panel)
    await world.act(seat, 'record-judgment', {
      seat,
      version: 1,
      criteria: criteriaHash,
      findings: findings(),
      position: 'support',
      reasons: { summary: `As ${seat} sees it` },
    });
}

export async function approve(world: World): Promise<string> {
  const reasons = { facts: 'Four seats judged it', why: 'It meets every criterion' };
  await world.act('cha', 'issue-decision', { outcome: 'approved', reasons });
  const history = await world.handler.history(`submission-${world.submission}`);
  return history.state.decision?.decision ?? '';
}

export const withdrawn = (world: World): Promise<Accepted> =>
  world.act('sub', 'withdraw-submission', { reason: 'Not needed any more' });

export interface Erasing {
  readonly erasure: string;
  readonly proposal: string;
}

/** An erasure as it is proposed, by `eli` where nobody is named. */
export async function propose(
  world: World,
  selection: Partial<CommandData<'propose-erasure'>>,
  by = 'eli',
  erasure = v4(),
): Promise<Erasing> {
  const data = { ground: 'data-subject-request' as const, reason: 'They ask', ...selection };
  const { events } = await world.act(by, 'propose-erasure', data, { subject: erasure });
  return { erasure, proposal: events[0]?.id ?? '' };
}

export const agree = (world: World, { erasure, proposal }: Erasing, by = 'fay'): Promise<Accepted> =>
  world.act(by, 'approve-erasure', { proposal }, { subject: erasure });

/** Places a hold, by `eli` where nobody is named, and answers which. */
export async function holding(
  world: World,
  data: Partial<CommandData<'place-hold'>>,
  by = 'eli',
): Promise<string> {
  const id = v4();
  await world.act(by, 'place-hold', { reason: 'A court asks', ...data }, { subject: '', id });
  return createdId(id, 'hold');
}
