import { systemCommandId } from '../../events/derived-ids.ts';
import { submissionStream } from '../../events/stream.ts';
import { addDays } from '../../events/time.ts';
import { dueActs } from '../../projections/due.ts';
import { concernsOf } from '../../projections/evaluator/concerns.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import { parseAsked } from '../../src/commands/parse.ts';
import { foundingOf } from '../../src/folder/founding.ts';
import { findings } from '../decider/framework.ts';
import { deadline } from '../decider/reviews.ts';
import { refusalAsync } from '../handle/refusals.ts';
import { criteriaHash, definitionOf, World } from '../handle/world.ts';
import { type Entry, logOf } from './redecided.ts';

const fields = { title: 'Convoy routing', purpose: 'Plan supply routes' };
const reasons = { facts: 'As submitted', why: 'As judged' };

const later = (days: number) => ({
  ...deadline,
  due: addDays(deadline.due, days),
  graceUntil: addDays(deadline.due, days),
});

const stateOf = async (world: World): Promise<ReviewState> =>
  (await world.handler.history(submissionStream(world.submission))).state;

const judge = async (
  world: World,
  name: string,
  seat: string,
  changes: Readonly<Record<string, string>> = {},
) => {
  const { version } = await stateOf(world);
  const position = Object.keys(changes).length === 0 ? 'support' : 'no-objection';
  await world.act(name, 'record-judgment', {
    seat,
    version,
    criteria: criteriaHash,
    findings: findings(changes),
    position,
  });
};

const none = (world: World, name: string, seat: string) =>
  world.act(name, 'declare-interest', { seat, kind: 'none' });

/** Received, screened with a presumption, and convened; one holder recused by what they declared, an alternate in their seat. */
async function convened(world: World): Promise<void> {
  await world.act('sub', 'receive-submission', { framework: 'tests', fields, sponsor: world.id('spo') });
  await world.act('sec', 'screen-submission', { scope: 'in', presumed: ['no-harm'] });
  const seats = ['ana', 'ben', 'cem', 'dua'].map((seat, i) => ({
    seat,
    holder: world.id(seat),
    team: i < 2 ? 'product-policy' : 'national-security',
  }));
  await world.act('sec', 'convene-panel', { seats, deadline });
  await none(world, 'ana', 'ana');
  await none(world, 'ben', 'ben');
  const declared = await world.act('cem', 'declare-interest', {
    seat: 'cem',
    kind: 'declared',
    categories: ['friendship'],
  });
  const declaration = declared.events[0]?.id ?? '';
  await world.act('sec', 'clear-interest', { seat: 'cem', declaration, reason: 'Long ago' });
  await world.act('dua', 'declare-interest', { seat: 'dua', kind: 'declared', categories: ['financial'] });
  await world.act('sec', 'seat-alternate', { seat: 'dua', holder: world.id('eli') });
  await none(world, 'eli', 'dua');
}

/** A judgment that goes stale, a concern that is overruled, and judgments by all. */
async function reviewed(world: World): Promise<void> {
  await judge(world, 'ana', 'ana');
  await world.act('sub', 'revise-submission', { fields: { purpose: 'Plan two supply routes' } });
  await world.act('cem', 'raise-concern', {
    seat: 'cem',
    version: 2,
    criteria: criteriaHash,
    criterion: 'fairness',
    concern: 'It is unfair',
    resolvedIf: 'It is fair',
  });
  const concern = concernsOf(await stateOf(world), world.now, 5).at(-1)?.concern ?? '';
  await world.act('sub', 'answer-concern', { concern, answer: 'It is not' });
  for (const [name, seat] of [
    ['ana', 'ana'],
    ['ben', 'ben'],
    ['eli', 'dua'],
  ] as const)
    await world.act(name, 'record-concern-vote', { concern, seat, overrule: name !== 'ana' });
  await judge(world, 'ana', 'ana');
  await judge(world, 'ben', 'ben', { oversight: 'meets-if' });
  await judge(world, 'cem', 'cem', { oversight: 'meets-if' });
  await judge(world, 'eli', 'dua');
  await world.act('sec', 'extend-due-date', {
    deadline: later(1),
    reason: 'One more day',
  });
}

async function decided(world: World): Promise<string> {
  await world.act('cha', 'issue-decision', {
    outcome: 'deferred',
    deadline: later(2),
    reasons,
  });
  const proposed = await world.act('cha', 'propose-decision', {
    outcome: 'approved-with-conditions',
    conditions: conditions(world),
    reasons: 'So be it',
  });
  await world.act('cha', 'issue-decision', {
    outcome: 'approved-with-conditions',
    proposal: proposed.events[0]?.id ?? '',
    conditions: conditions(world),
    expires: addDays(world.now, 90),
    reasons,
  });
  return (await stateOf(world)).decision?.decision ?? '';
}

const conditions = (world: World) => {
  const people = { owner: world.id('own'), verifier: world.id('ver') };
  const what = { criteria: ['oversight'], text: 'Train the operators' };
  const due = addDays(world.now, 20);
  return [
    { ...what, ...people, condition: 'kept', kind: 'after' as const, due },
    { ...what, ...people, condition: 'missed', kind: 'after' as const, due },
  ];
};

/** Evidence, a verification, a refusal on record, and what the clock does by itself. */
async function after(world: World, decision: string): Promise<void> {
  const about = { decision, condition: 'kept' };
  await world.act('ana', 'record-dissent', { decision, seat: 'ana', text: 'I would have declined' });
  await world.act('sec', 'publish-decision', { title: 'Convoys', reasons: 'They may go' });
  const claim = await world.act('own', 'submit-evidence', { ...about, evidence: 'Trained' });
  const evidence = claim.events[0]?.id ?? '';
  await world.act('ver', 'reject-evidence', { ...about, evidence, reason: 'Not all' });
  await refusalAsync(world.act('sub', 'verify-condition', { ...about, result: 'acceptable' }));
  await world.act('ver', 'verify-condition', { ...about, result: 'acceptable' });
  world.now = addDays(world.now, 100);
  for (const due of dueActs(await stateOf(world)))
    await world.handler.handle({
      id: systemCommandId(due.subject, due.what, due.due),
      asked: parseAsked(due.command, due.data),
      subject: world.submission,
      actor: null,
      via: 'system',
    });
  await world.act('sec', 'close-submission', { why: 'lapsed' });
}

/** People who come and go, and a second version of the framework, each by two people. */
async function housekeeping(world: World): Promise<void> {
  const { registrar, administrator } = foundingOf(world.ledger);
  const person = world.id('fay');
  await world.as(registrar, 'correct-person', { person, name: 'Fay Other', reason: 'Married' });
  await world.as(registrar, 'leave-team', { person, team: 'product-policy' });
  await world.as(registrar, 'revoke-role', { person, role: 'reviewer' });
  const asked = await world.as(administrator, 'propose-role', { person, role: 'auditor', change: 'grant' });
  await world.as(registrar, 'grant-role', { person, role: 'auditor', proposal: asked.events[0]?.id ?? '' });
  const definition = { ...definitionOf(2), title: 'Tests, again' };
  const subject = 'tests';
  const proposed = await world.as(
    world.id('ste'),
    'propose-framework',
    { definition, summary: 'A new title' },
    { subject },
  );
  const proposal = proposed.events[0]?.id ?? '';
  await world.as(world.id('tom'), 'publish-framework', { definition, proposal }, { subject });
}

/** One case from its receipt to its lapse, with everything in it that the checks are about. */
export async function story(): Promise<{ readonly world: World; readonly log: readonly Entry[] }> {
  const world = await World.open();
  await convened(world);
  await reviewed(world);
  await housekeeping(world);
  await after(world, await decided(world));
  return { world, log: await logOf(world.store, world.vault) };
}
