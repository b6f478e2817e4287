import type { SubmissionEvent } from '../../events/catalogue.ts';
import type { DecidedOutcome } from '../../events/decision.ts';
import { submissionStream } from '../../events/stream.ts';
import {
  evolve,
  isSubmissionEvent,
  type RecordedSubmissionEvent,
} from '../../projections/review-state/evolve.ts';
import { initialReviewState, type ReviewState } from '../../projections/review-state/state.ts';
import { findings } from '../decider/framework.ts';
import { alias, framework, frameworkKey, teamOf } from '../histories/setting.ts';
import { type Circumstance, Recorder, uuid } from '../recorded.ts';

export const submission = uuid('a submission with a story');
export const who = (name: string): string => alias(name, submission);

/** An event, or one with circumstances of its own; without them it happens a second after the one before. */
export type Told = SubmissionEvent | { readonly told: SubmissionEvent; readonly with: Circumstance };

export const told = (event: SubmissionEvent, circumstance: Circumstance): Told => ({
  told: event,
  with: circumstance,
});
export const on = (at: string, event: SubmissionEvent): Told => told(event, { at });

/** The recorded events of one submission's stream. */
export function recordedStory(...story: readonly Told[]): readonly RecordedSubmissionEvent[] {
  const recorder = new Recorder();
  return story.flatMap((each) => {
    const [event, circumstance] = 'told' in each ? [each.told, each.with] : [each, {}];
    return recorder
      .record(submissionStream(submission), [event], circumstance)
      .events.filter(isSubmissionEvent);
  });
}

export const stateAfter = (...story: readonly Told[]): ReviewState =>
  recordedStory(...story).reduce(evolve, initialReviewState);

const start = '2026-02-01T09:00:00.000Z';
export const deadline = {
  due: '2026-02-10T17:00:00.000Z',
  graceUntil: '2026-02-11T17:00:00.000Z',
  hardStop: '2026-02-14T17:00:00.000Z',
  zone: 'Europe/London',
};

export const received: Told = told(
  { type: 'SubmissionReceived', data: { framework: frameworkKey, sponsor: who('spo'), fields: {} } },
  { at: start, by: who('sub') },
);
export const screened: SubmissionEvent = {
  type: 'SubmissionScreened',
  data: { version: 1, framework: framework.ref, scope: 'in', presumed: [] },
};
export const convened: SubmissionEvent = {
  type: 'PanelConvened',
  data: {
    panelNumber: 1,
    framework: framework.ref,
    seats: ['ana', 'ben', 'cem', 'dua'].map((seat) => ({ seat, holder: who(seat), team: teamOf(seat) })),
    deadline,
  },
};
export const declares = (seat: string, kind: 'none' | 'declared' = 'none'): SubmissionEvent => ({
  type: 'InterestDeclared',
  data: { seat, kind, interest: { categories: [] } },
});
export const judges = (seat: string, version = 1): Told =>
  told(
    {
      type: 'JudgmentRecorded',
      data: { seat, version, judgment: { findings: findings(), position: 'support' }, reasons: {} },
    },
    { by: who(seat), role: 'reviewer' },
  );
const seats = ['ana', 'ben', 'cem', 'dua'] as const;

/** Received, screened, convened, and nobody has an interest. */
export const underReview: readonly Told[] = [
  received,
  screened,
  convened,
  ...seats.map((seat) => declares(seat)),
];
export const allJudged: readonly Told[] = [...underReview, ...seats.map((seat) => judges(seat))];

export const decision = uuid('the decision');
export const decidedAt = '2026-03-01T09:00:00.000Z';
type Issued = Extract<SubmissionEvent, { type: 'DecisionIssued' }>['data'];
export function issued(outcome: DecidedOutcome, changes: Partial<Issued> = {}): Told {
  const data = {
    decision,
    outcome,
    evaluation: {
      evaluator: 'evaluator-1' as const,
      rules: framework.ref,
      at: decidedAt,
      version: 1,
      inputs: [],
      atoms: [],
      result: [],
    },
    conditions: [],
    effective: decidedAt,
    reasons: { facts: 'f', why: 'w' },
    ...changes,
  };
  return on(decidedAt, { type: 'DecisionIssued', data });
}
export const condition = (
  key: string,
  kind: 'before' | 'after' | 'continuing',
  due?: string,
): Issued['conditions'][number] => ({
  condition: key,
  kind,
  owner: who('sub'),
  verifier: who('ver'),
  ...(due === undefined ? {} : { due }),
  criteria: ['oversight'],
});
export const verified = (key: string): SubmissionEvent => ({
  type: 'ConditionVerified',
  data: { decision, condition: key, result: 'acceptable' },
});
