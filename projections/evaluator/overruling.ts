import type { FrameworkVersion } from '../framework-versions.ts';
import type { PanelState, ReviewState } from '../review-state/state.ts';
import { standingProhibits } from './bright-lines.ts';
import type { Concern } from './concerns.ts';
import { eligibleSeats } from './seats.ts';

/** How the votes on a concern stand: `yes` of the `of` seats that have one. */
export interface Overruling {
  readonly yes: number;
  readonly of: number;
  /** The concern is about a prohibition on which a `prohibits` stands: no number of votes overrules it. */
  readonly barred: boolean;
  readonly carried: boolean;
}

/**
 * Whether the seats overrule a concern. Every seat of E has a vote but the one that speaks for it, so |E|−1 where that
 * one is in E; after a directed recusal it is not, and all of E votes: by |E|−1 of them, half could do it. The newest vote
 * of a seat's present holder counts, silence is no, and |E|−1 is at least two. `cast` is a vote about to be recorded.
 */
export function overruling(
  framework: FrameworkVersion,
  state: ReviewState,
  panel: PanelState,
  concern: Concern,
  cast: { readonly seat: string; readonly overrule: boolean } | null = null,
): Overruling {
  const eligible = eligibleSeats(panel);
  const voters = eligible.filter(({ seat }) => seat !== concern.owner.seat);
  const yes = voters.filter(({ seat, holder }) => {
    if (seat === cast?.seat) return cast.overrule;
    const vote = concern.votes.find((each) => each.seat === seat && each.holder === holder);
    return vote !== undefined && vote.content !== 'sealed' && vote.content.overrule;
  }).length;
  const { num, den } = framework.terms.rules.overrule;
  const criterion = framework.criteria.find((each) => each.criterion === concern.criterion);
  const barred =
    criterion?.kind === 'prohibition' && standingProhibits(framework, state, criterion).length > 0;
  const of = voters.length;
  return { yes, of, barred, carried: !barred && eligible.length - 1 >= 2 && den * yes >= num * of };
}
