import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../raw/folder.ts';
import { judge, judged } from '../findings.ts';
import { inDays, type Troupe } from '../troupe.ts';
import { convene, type Seated } from './panel.ts';

const seats: readonly Seated[] = [
  { seat: 'policy-1', who: 'ana', team: 'product-policy' },
  { seat: 'policy-2', who: 'ben', team: 'product-policy' },
  { seat: 'security-1', who: 'cem', team: 'national-security' },
  { seat: 'security-2', who: 'dua', team: 'national-security' },
];

/** The whole way of one case: from its receipt to conditions verified, with most of what can happen on it. */
export async function translation(troupe: Troupe): Promise<string> {
  const submission = await received(troupe);
  await seated(troupe, submission);
  await discussed(troupe, submission);
  await revised(troupe, submission);
  await decided(troupe, submission);
  return submission;
}

async function received({ noor, sam, sela }: Troupe): Promise<string> {
  const example: unknown = JSON.parse(
    readFileSync(join(packageRoot, 'docs', 'examples', 'submission.json'), 'utf8'),
  );
  const submission = await noor.receive({
    ...z.looseObject({}).parse(example),
    sponsor: sam.person,
  });
  const asked = await sela.act(submission, 'request-information', {
    questions: 'Who outside the office sees a draft before a linguist has released it?',
    due: inDays(7),
  });
  await noor.act(submission, 'provide-information', {
    request: asked.events[0]?.id ?? '',
    answer: 'Nobody. Drafts live on one server that only the twelve linguists can reach.',
  });
  await sela.act(submission, 'screen-submission', {
    scope: 'in',
    riskTier: 'moderate',
    track: 'standard',
    presumed: ['no-harm-to-people'],
    rebuttals: {
      'no-harm-to-people':
        'Reports name people who may then be detained. The drafts carry no recommendation, and a linguist answers for each.',
    },
    reasons: 'An error can put somebody under suspicion, and can be put right.',
  });
  return submission;
}

/** One who has an interest is recused by rule, and an alternate takes the seat. */
async function seated(troupe: Troupe, submission: string): Promise<void> {
  const { ana, ben, cem, dua, eva, sela } = troupe;
  await convene(troupe, submission, seats);
  await ana.act(submission, 'declare-interest', { seat: 'policy-1', kind: 'none' });
  await ben.act(submission, 'declare-interest', {
    seat: 'policy-2',
    kind: 'declared',
    categories: ['employment'],
    detail: 'I worked for the vendor of the model until last spring.',
  });
  await ben.tries(submission, 'add-comment', { text: 'I should like to say something all the same.' });
  await sela.act(submission, 'seat-alternate', { seat: 'policy-2', holder: eva.person });
  await eva.act(submission, 'declare-interest', { seat: 'policy-2', kind: 'none' });
  await cem.act(submission, 'declare-interest', { seat: 'security-1', kind: 'none' });
  await dua.act(submission, 'declare-interest', { seat: 'security-2', kind: 'none' });
}

/** Comments, judgments that nobody sees early, one concern answered and withdrawn, another overruled. */
async function discussed(troupe: Troupe, submission: string): Promise<void> {
  const { ana, cem, cho, dua, eva, noor, sela } = troupe;
  const comment = await ana.act(submission, 'add-comment', {
    text: 'How is a wrong name noticed after a draft went out?',
  });
  await noor.act(submission, 'add-comment', {
    inReplyTo: comment.events[0]?.id ?? '',
    text: 'The second program compares names and numbers again each night, and tells the linguist on duty.',
  });
  await judge(ana, submission, {
    seat: 'policy-1',
    position: 'support',
    summary: 'Modest, reversible, and a person releases every line.',
  });
  noor.says('explain', needed(await noor.read(`/api/submissions/${submission}/explain`)));
  dua.says('explain', needed(await dua.read(`/api/submissions/${submission}/explain`)));
  const raised = await dua.act(submission, 'raise-concern', {
    ...(await judged(dua, submission)),
    seat: 'security-2',
    criterion: 'testing-before-use',
    concern: 'The four hundred reports came from one region.',
    resolvedIf: 'A test on reports from the other two regions, by linguists who did not build the system.',
  });
  const concern = await concernOf(sela, submission, raised.events[0]?.id ?? '');
  await sela.act(submission, 'answer-concern', {
    concern,
    answer: 'The office has tested a hundred reports of each region since; the results are with the panel.',
  });
  await dua.act(submission, 'withdraw-concern', {
    concern,
    seat: 'security-2',
    reason: 'That answers it.',
  });
  const second = await eva.act(submission, 'raise-concern', {
    ...(await judged(eva, submission)),
    seat: 'policy-2',
    criterion: 'fairness',
    concern: 'Dialects are translated worse, and nobody measures by how much.',
    resolvedIf: 'Error rates by dialect are published before the trial begins.',
  });
  const contested = await concernOf(sela, submission, second.events[0]?.id ?? '');
  for (const [who, seat] of [
    [ana, 'policy-1'],
    [cem, 'security-1'],
  ] as const) {
    await who.act(submission, 'record-concern-vote', {
      concern: contested,
      seat,
      overrule: true,
      reason: 'Worth measuring during the trial, not before it.',
    });
  }
  await judge(cem, submission, {
    seat: 'security-1',
    position: 'no-objection',
    summary: 'No bearing on operations.',
  });
  await cho.tries(submission, 'issue-decision', {
    outcome: 'approved',
    reasons: { facts: 'Two seats of four have judged.', why: 'To try whether that is enough.' },
  });
}

/** What is judged changes in a way that matters: what was judged before is stale, and everybody judges again. */
async function revised(troupe: Troupe, submission: string): Promise<void> {
  const { ana, cem, dua, eva, noor } = troupe;
  await noor.act(submission, 'revise-submission', {
    fields: { deployment: 'Two offices, for a trial of six months.' },
    summary: 'A second office joins the trial.',
  });
  await judge(ana, submission, {
    seat: 'policy-1',
    position: 'support',
    summary: 'Two offices change little.',
    found: { 'testing-before-use': 'met-if' },
  });
  await judge(eva, submission, {
    seat: 'policy-2',
    position: 'reservation',
    summary: 'Dialects should be measured before, not during.',
    found: { fairness: 'weakens' },
  });
  await judge(cem, submission, {
    seat: 'security-1',
    position: 'no-objection',
    summary: 'As before.',
  });
  await judge(dua, submission, {
    seat: 'security-2',
    position: 'support',
    summary: 'Tested where it will run, once the second office is.',
    found: { 'testing-before-use': 'met-if' },
  });
}

async function decided(troupe: Troupe, submission: string): Promise<void> {
  const { cho, eva, noor, sela, vic } = troupe;
  const conditions = [
    {
      condition: 'second-office-test',
      kind: 'before',
      owner: noor.person,
      verifier: vic.person,
      criteria: ['testing-before-use'],
      due: inDays(60),
      text: 'A hundred reports of the second office are translated twice and compared blind.',
    },
  ];
  const proposed = await cho.act(submission, 'propose-decision', {
    outcome: 'approved-with-conditions',
    conditions,
    reasons: 'Four seats judged; one condition answers both findings.',
  });
  const issued = await cho.act(submission, 'issue-decision', {
    outcome: 'approved-with-conditions',
    proposal: proposed.events[0]?.id ?? '',
    conditions,
    reasons: {
      facts: 'Drafts of translations, released by a linguist, for six months in two offices.',
      why: 'No bright line is near, and what remains open can be tested before the start.',
    },
  });
  const decision = await decisionOf(sela, submission);
  await eva.act(submission, 'record-dissent', {
    decision,
    seat: 'policy-2',
    text: 'I would have asked for error rates by dialect first.',
  });
  await sela.act(submission, 'publish-decision', {
    title: 'Drafts of translations for liaison officers',
    summary: 'Approved for a trial of six months, once the second office has been tested.',
    reasons: 'A linguist answers for every line that leaves the office.',
  });
  const condition = { decision, condition: 'second-office-test' };
  const first = await noor.act(submission, 'submit-evidence', {
    ...condition,
    evidence: 'Sixty reports compared; three errors, all found by the second program.',
  });
  await vic.act(submission, 'reject-evidence', {
    ...condition,
    evidence: first.events[0]?.id ?? '',
    reason: 'The condition says a hundred.',
  });
  const again = await noor.act(submission, 'submit-evidence', {
    ...condition,
    evidence: 'A hundred and ten reports compared; five errors, all found by the second program.',
  });
  await vic.act(submission, 'verify-condition', {
    ...condition,
    evidence: again.events[0]?.id ?? '',
    result: 'acceptable',
  });
  if (issued.events.length < 2) throw new Error('a decision opens what it rests on');
}

const Explained = z.looseObject({ needed: z.array(z.string()) });
const needed = (explained: unknown): string => Explained.parse(explained).needed.join('; ');

const Timeline = z.looseObject({
  entries: z.array(
    z.looseObject({ id: z.string(), says: z.looseObject({ concern: z.string().optional() }) }),
  ),
});
async function concernOf(sela: Troupe['sela'], submission: string, event: string): Promise<string> {
  const { entries } = Timeline.parse(await sela.read(`/api/submissions/${submission}/timeline`));
  return z.string().parse(entries.find(({ id }) => id === event)?.says.concern);
}

const Decided = z.looseObject({
  state: z.looseObject({ decision: z.looseObject({ decision: z.string() }) }),
});
export async function decisionOf(sela: Troupe['sela'], submission: string): Promise<string> {
  return Decided.parse(await sela.read(`/api/submissions/${submission}`)).state.decision.decision;
}
