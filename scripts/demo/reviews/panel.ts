import type { DemoKey } from '../people.ts';
import { type Troupe, usualDeadline } from '../troupe.ts';

export interface Seated {
  readonly seat: string;
  readonly who: DemoKey;
  readonly team: 'product-policy' | 'national-security';
}

/** The four seats that most reviews of the demo have. */
export const usualSeats: readonly Seated[] = [
  { seat: 'policy-1', who: 'ana', team: 'product-policy' },
  { seat: 'policy-2', who: 'eva', team: 'product-policy' },
  { seat: 'security-1', who: 'cem', team: 'national-security' },
  { seat: 'security-2', who: 'dua', team: 'national-security' },
];

export async function convene(
  troupe: Troupe,
  submission: string,
  seats: readonly Seated[] = usualSeats,
): Promise<void> {
  await troupe.sela.act(submission, 'convene-panel', {
    seats: seats.map(({ seat, who, team }) => ({ seat, team, holder: troupe[who].person })),
    deadline: usualDeadline(),
  });
}

/** Everyone who sits there says that they have no interest in the outcome. */
export async function nobodyInterested(
  troupe: Troupe,
  submission: string,
  seats: readonly Seated[] = usualSeats,
): Promise<void> {
  for (const { seat, who } of seats)
    await troupe[who].act(submission, 'declare-interest', { seat, kind: 'none' });
}
