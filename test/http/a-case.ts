import { v4 } from 'uuid';
import { submissionStream } from '../../events/stream.ts';
import { findings } from '../decider/framework.ts';
import { deadline, seatsFor } from '../decider/reviews.ts';
import { criteriaHash, type World } from '../handle/world.ts';

/** Texts that stand nowhere else, so that a search for one finds a leak. */
export const marks = {
  title: 'MARKTITLEparticipants',
  comment: 'MARKCOMMENTparticipants',
  panelComment: 'MARKCOMMENTpanel',
  question: 'MARKQUESTIONparticipants',
  reasonsOf: (seat: string) => `MARKREASONSpanel${seat}`,
  concern: 'MARKCONCERNpanel',
  interest: 'MARKINTERESTpanel',
  note: 'MARKNOTEauditors',
} as const;

const panel = ['ana', 'ben', 'cem', 'dua'] as const;

/**
 * A case under review with something sealed for everybody: ana and ben have judged (ana abstains), cem has not, dua has
 * judged, recused herself and is followed by eli, who has not declared yet.
 */
export async function caseUnderReview(world: World): Promise<string> {
  const subject = v4();
  const act: World['act'] = (name, command, data, options = {}) =>
    world.act(name, command, data, { subject, ...options });
  await act('sub', 'receive-submission', {
    framework: 'tests',
    sponsor: world.id('spo'),
    fields: { title: marks.title, purpose: 'Plan supply routes' },
  });
  await act('sec', 'request-information', { questions: marks.question });
  await act('sec', 'screen-submission', { scope: 'in' });
  const seats = seatsFor(...panel).map((seat, i) => ({ ...seat, holder: world.id(panel[i] ?? '') }));
  await act('sec', 'convene-panel', { seats, deadline });
  for (const seat of panel) await act(seat, 'declare-interest', { seat, kind: 'none' });
  await act('sub', 'add-comment', { text: marks.comment });
  await act('sec', 'add-comment', { text: marks.panelComment, visibility: 'panel' });
  for (const [seat, position] of [
    ['ana', 'abstain'],
    ['ben', 'support'],
    ['dua', 'support'],
  ] as const) {
    await act(seat, 'record-judgment', {
      seat,
      version: 1,
      criteria: criteriaHash,
      findings: findings(),
      position,
      reasons: { summary: marks.reasonsOf(seat) },
    });
  }
  await act('ben', 'raise-concern', {
    seat: 'ben',
    version: 1,
    criteria: criteriaHash,
    criterion: 'fairness',
    concern: marks.concern,
    resolvedIf: 'It is measured',
  });
  await act('dua', 'recuse-reviewer', { seat: 'dua', kind: 'self', reason: marks.interest });
  await act('sec', 'seat-alternate', { seat: 'dua', holder: world.id('eli') });
  await act('aud', 'add-audit-note', { text: marks.note });
  return subject;
}

/** A case that was approved with a condition, owned by `own` and verified by `ver`. */
export async function caseDecided(world: World): Promise<{ submission: string; decision: string }> {
  const subject = v4();
  const act: World['act'] = (name, command, data, options = {}) =>
    world.act(name, command, data, { subject, ...options });
  await act('sub', 'receive-submission', { framework: 'tests', fields: { title: 'Decided', purpose: 'p' } });
  await act('sec', 'screen-submission', { scope: 'in' });
  const seats = seatsFor(...panel).map((seat, i) => ({ ...seat, holder: world.id(panel[i] ?? '') }));
  await act('sec', 'convene-panel', { seats, deadline });
  for (const seat of panel) {
    await act(seat, 'declare-interest', { seat, kind: 'none' });
    await act(seat, 'record-judgment', {
      seat,
      version: 1,
      criteria: criteriaHash,
      findings: findings({ oversight: 'meets-if' }),
      position: 'support',
      reasons: { summary: 'With a condition' },
    });
  }
  await act('cha', 'issue-decision', {
    outcome: 'approved-with-conditions',
    conditions: [
      {
        condition: 'one',
        kind: 'after',
        owner: world.id('own'),
        verifier: world.id('ver'),
        due: '2026-06-01T00:00:00.000Z',
        criteria: ['oversight'],
        text: 'A person decides',
      },
    ],
    reasons: { facts: 'f', why: 'w' },
  });
  const { state } = await world.handler.history(submissionStream(subject));
  return { submission: subject, decision: state.decision?.decision ?? '' };
}
