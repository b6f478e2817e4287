import { createdId } from '../../events/derived-ids.ts';
import type { CommandData } from '../../src/commands/catalogue.ts';
import { type Act, act, type Stream } from './given.ts';
import { commandId, idOf, type Name } from './people.ts';
import { judged, underReview } from './reviews.ts';

/** Acts around a decision, by the people who usually do them. */
export const reasons = { facts: 'What the panel found.', why: 'Why it leads here.' };

/** Four seats, all of whom support. */
export const carried: readonly Act[] = [
  ...underReview(),
  judged('ana'),
  judged('ben'),
  judged('cem'),
  judged('dua'),
];

export const issue = (
  changes: Partial<CommandData<'issue-decision'>> = {},
  by: Name = 'cha',
  options: Parameters<typeof act>[3] = {},
): Act => act(by, 'issue-decision', { outcome: 'approved', reasons, ...changes }, options);

type Wanted = NonNullable<CommandData<'issue-decision'>['conditions']>[number];

/** Due at the end of March, owned by `own`, verified by `ver`. */
export const conditionWanted = (changes: Partial<Wanted> = {}): Wanted => ({
  condition: 'report',
  kind: 'after',
  owner: idOf('own'),
  verifier: idOf('ver'),
  due: '2026-03-31T17:00:00.000Z',
  criteria: ['oversight'],
  text: 'Report on oversight.',
  ...changes,
});

export const withConditions = (...conditions: readonly Wanted[]): Act =>
  issue({ outcome: 'approved-with-conditions', conditions: [...conditions] });

/** The id of the decision that the newest recorded command issued, or that of the n-th command. */
export const decisionId = (n: number): string => createdId(commandId(n), 'decision');

/** An act on the newest decision, whose id it is given. */
export const onDecision =
  (make: (decision: string) => Act): ((stream: Stream) => Act) =>
  (stream) =>
    make(stream.last('DecisionIssued').data.decision);

/** A later deadline than that of the tests' panels. */
export const later = {
  due: '2026-02-20T17:00:00.000Z',
  graceUntil: '2026-02-20T17:00:00.000Z',
  hardStop: '2026-02-27T17:00:00.000Z',
  zone: 'Europe/London',
};

/** What opens so many judgments, for tests that look at types alone. */
export const opened = (judgments: number): 'JudgmentOpened'[] =>
  Array.from({ length: judgments }, () => 'JudgmentOpened');

/** Approved with these conditions, one seat having found that oversight is met only if something is done. */
export const approvedWith = (...conditions: readonly Wanted[]): readonly Act[] => [
  ...carried.slice(0, -1),
  judged('dua', {}, { oversight: 'meets-if' }),
  withConditions(...conditions),
];

/** An act on a condition of the newest decision. */
export const onCondition =
  (
    condition: string,
    make: (on: { readonly decision: string; readonly condition: string }, stream: Stream) => Act,
  ): ((stream: Stream) => Act) =>
  (stream) =>
    make({ decision: stream.last('DecisionIssued').data.decision, condition }, stream);
