import { judge } from '../findings.ts';
import type { Troupe } from '../troupe.ts';
import { convene, nobodyInterested, usualSeats } from './panel.ts';
import { decisionOf } from './translation.ts';

const framework = 'sample-national-security';

interface Case {
  readonly useCategory: string;
  readonly riskTier: 'low' | 'moderate' | 'high';
  readonly title: string;
  readonly summary: string;
  readonly purpose: string;
}

/** The fields that the framework requires, said in a line each: the short reviews are about what happens to them. */
function received({ noor }: Troupe, about: Omit<Case, 'riskTier'>): Promise<string> {
  const { useCategory, title, summary, purpose } = about;
  return noor.receive({
    framework,
    useCategory,
    fields: {
      title,
      summary,
      purpose,
      'requesting-body': 'Liaison office, example agency',
      system: 'A model of the agency, on its own servers.',
      autonomy: 'It proposes; a person decides.',
      users: 'The office that asks for it.',
      'people-affected': 'Those whom its plans concern.',
      data: 'Unclassified records of the office.',
      deployment: 'One office.',
      safeguards: 'Every proposal is logged, and can be undone.',
      testing: 'On last year’s records, by people who did not build it.',
      oversight: 'The head of the office.',
      owner: 'The head of the office',
      'worst-case': 'A bad plan is followed for a day.',
    },
  });
}

async function screened(troupe: Troupe, { riskTier, ...about }: Case): Promise<string> {
  const submission = await received(troupe, about);
  await troupe.sela.act(submission, 'screen-submission', {
    scope: 'in',
    riskTier,
    track: 'standard',
    reasons: 'Within the framework.',
  });
  return submission;
}

async function allSupport(troupe: Troupe, submission: string): Promise<void> {
  for (const { seat, who } of usualSeats)
    await judge(troupe[who], submission, { seat, position: 'support', summary: 'Meets the framework.' });
}

async function approved(troupe: Troupe, submission: string, term: object = {}): Promise<string> {
  await allSupport(troupe, submission);
  await troupe.cho.act(submission, 'issue-decision', {
    outcome: 'approved',
    reasons: { facts: 'Four seats judged.', why: 'All found the framework met.' },
    ...term,
  });
  return decisionOf(troupe.sela, submission);
}

/** Approved, then revoked after an incident. */
export async function revoked(troupe: Troupe): Promise<string> {
  const { cho } = troupe;
  const submission = await screened(troupe, {
    useCategory: 'logistics',
    riskTier: 'low',
    title: 'Planning the delivery of spare parts',
    summary: 'A program proposes routes for spare parts between three depots.',
    purpose: 'Fewer empty runs. Not to be used for the transport of people.',
  });
  await convene(troupe, submission);
  await nobodyInterested(troupe, submission);
  const decision = await approved(troupe, submission);
  await cho.act(submission, 'suspend-decision', {
    decision,
    why: 'incident',
    reason: 'It was found to plan the transport of people.',
  });
  await cho.act(submission, 'revoke-decision', {
    decision,
    reason: 'The purpose that was approved was left.',
  });
  return submission;
}

/** Approved for a few seconds: the ledger itself records that the term is over. */
export async function lapsed(troupe: Troupe, termMs: number): Promise<string> {
  const submission = await screened(troupe, {
    useCategory: 'administration',
    riskTier: 'low',
    title: 'Sorting the office’s mail',
    summary: 'A model sorts incoming mail by department.',
    purpose: 'Mail arrives sooner.',
  });
  await convene(troupe, submission);
  await nobodyInterested(troupe, submission);
  await approved(troupe, submission, { expires: new Date(Date.now() + termMs).toISOString() });
  return submission;
}

/** A bright line: declined, however the other seats find. */
export async function declined(troupe: Troupe): Promise<string> {
  const { ana, cem, cho, dua, eva } = troupe;
  const submission = await screened(troupe, {
    useCategory: 'scientific-research',
    riskTier: 'high',
    title: 'Searching for compounds that stop an engine',
    summary: 'A model proposes compounds that make the engine of a vehicle fail from a distance.',
    purpose: 'To stop vehicles at a barrier without shots.',
  });
  await convene(troupe, submission);
  await nobodyInterested(troupe, submission);
  await judge(cem, submission, {
    seat: 'security-1',
    position: 'block',
    summary: 'This is the making of a weapon.',
    found: { 'no-weapons-development': 'crosses' },
    concern: {
      criterion: 'no-weapons-development',
      concern: 'What puts a vehicle out of use at a distance is a weapon.',
      resolvedIf: 'It cannot be resolved within this purpose.',
    },
  });
  for (const [who, seat] of [
    [ana, 'policy-1'],
    [eva, 'policy-2'],
    [dua, 'security-2'],
  ] as const)
    await judge(who, submission, { seat, position: 'support', summary: 'Safer than shots.' });
  await cho.tries(submission, 'issue-decision', {
    outcome: 'approved',
    reasons: { facts: 'Three of four seats support it.', why: 'To try whether three outvote a bright line.' },
  });
  await cho.act(submission, 'issue-decision', {
    outcome: 'declined-prohibited',
    reasons: {
      facts: 'One seat found that a bright line is crossed.',
      why: 'A bright line is neither outvoted nor waived.',
    },
  });
  return submission;
}

/** Under review, with judgments outstanding: for whoever wants to go on by hand. */
export async function underReview(troupe: Troupe): Promise<string> {
  const submission = await screened(troupe, {
    useCategory: 'civilian-harm-mitigation',
    riskTier: 'moderate',
    title: 'Finding schools and clinics on maps',
    summary: 'A model marks schools and clinics on maps, so that plans keep away from them.',
    purpose: 'To keep people who take no part in hostilities out of danger.',
  });
  await convene(troupe, submission);
  await nobodyInterested(troupe, submission);
  await judge(troupe.ana, submission, {
    seat: 'policy-1',
    position: 'support',
    summary: 'It protects people, and a person checks each mark.',
  });
  return submission;
}

/** Sent back before a panel sat. */
export async function returned(troupe: Troupe): Promise<string> {
  const submission = await received(troupe, {
    useCategory: 'administration',
    title: 'Something with AI',
    summary: 'To be written.',
    purpose: 'To be written.',
  });
  await troupe.sela.act(submission, 'return-submission', {
    reasons: 'It does not say yet what the system does, to whom, and who answers for it.',
  });
  return submission;
}
