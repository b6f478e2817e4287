import type { Member } from './member.ts';
import type { DemoKey } from './people.ts';

/** Everybody of the demo, at the API with a token of their own. */
export type Troupe = Readonly<Record<DemoKey, Member>>;

const dayMs = 86_400_000;

/** So many days from now, as the API takes it. */
export const inDays = (days: number): string => new Date(Date.now() + days * dayMs).toISOString();

/** Two weeks to judge, a day of grace, a week until nothing more is taken. */
export const usualDeadline = () => ({
  due: inDays(14),
  graceUntil: inDays(15),
  hardStop: inDays(21),
  zone: 'Europe/Zurich',
});
