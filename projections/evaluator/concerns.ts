import { addDays } from '../../events/time.ts';
import type { ConcernAct, ReviewState, Sealable, VoteState } from '../review-state/state.ts';

/** A concern as it stands: from a judgment or by itself, with what was done about it. */
export interface Concern {
  readonly concern: string;
  readonly event: string;
  readonly revision: number;
  readonly carriedBy: 'judgment' | 'itself';
  /** Who raised it, and who speaks for it now: the raiser, or who adopted it last. */
  readonly raiser: Owner;
  readonly owner: Owner & { readonly since: string };
  readonly criterion: Sealable<string>;
  readonly answers: readonly string[];
  /** The newest vote of each seat. */
  readonly votes: readonly VoteState[];
  /** Why it no longer blocks, at the instant asked about; null while it is open. */
  readonly ended: 'withdrawn' | 'overruled' | 'judged-again' | 'lapsed' | null;
  /** When it lapses unless another seat adopts it; null where it does not wait for that. */
  readonly adoptBy: string | null;
}

interface Owner {
  readonly seat: string;
  readonly holder: string | null;
}

interface Raised extends Owner {
  readonly concern: string;
  readonly event: string;
  readonly revision: number;
  readonly at: string;
  readonly carriedBy: 'judgment' | 'itself';
  readonly criterion: Sealable<string>;
}

/**
 * The concerns of the present panel at an instant, in the order in which they were raised. A sealed judgment may carry
 * one that does not show here; callers that decide on it ask `hasSealed` first.
 */
export function concernsOf(state: ReviewState, at: string, adoptionDays: number): readonly Concern[] {
  return raisedIn(state).map((raised) => {
    const acts = state.concernActs.filter(({ concern }) => concern === raised.concern);
    const { owner, adoptBy, adopted } = ownership(state, raised, acts, adoptionDays);
    return {
      concern: raised.concern,
      event: raised.event,
      revision: raised.revision,
      carriedBy: raised.carriedBy,
      raiser: { seat: raised.seat, holder: raised.holder },
      owner,
      criterion: raised.criterion,
      answers: acts.filter(({ kind }) => kind === 'answered').map(({ event }) => event),
      votes: newestVotes(state, raised.concern),
      ended: acts.some(({ kind }) => kind === 'overruled')
        ? 'overruled'
        : acts.some(({ kind }) => kind === 'withdrawn')
          ? 'withdrawn'
          : !adopted && judgedAgain(state, raised)
            ? 'judged-again'
            : adoptBy !== null && at > adoptBy
              ? 'lapsed'
              : null,
      adoptBy,
    };
  });
}

/** Who speaks for a concern, and until when somebody else has to take it over. An adoption after it lapsed is none. */
function ownership(
  state: ReviewState,
  { seat, holder, at }: Raised,
  acts: readonly ConcernAct[],
  adoptionDays: number,
): Pick<Concern, 'owner' | 'adoptBy'> & { readonly adopted: boolean } {
  let owner: Concern['owner'] = { seat, holder, since: at };
  let adoptBy = adoptionEnds(state, owner, adoptionDays);
  let adopted = false;
  for (const act of acts) {
    if (act.kind !== 'adopted') continue;
    if (adoptBy !== null && act.at > adoptBy) break;
    owner = { seat: act.seat ?? seat, holder: act.holder, since: act.at };
    adoptBy = adoptionEnds(state, owner, adoptionDays);
    adopted = true;
  }
  return { owner, adoptBy, adopted };
}

/** A concern may be carried again by a later judgment of its seat: it stays the one that was raised first. */
function raisedIn(state: ReviewState): readonly Raised[] {
  const own = state.raised.map(
    (concern): Raised => ({
      ...concern,
      carriedBy: 'itself',
      criterion: concern.content === 'sealed' ? 'sealed' : concern.content.criterion,
    }),
  );
  const carried = state.judgments.flatMap(({ content, ...judgment }): Raised[] =>
    content === 'sealed' || content.concern === undefined
      ? []
      : [{ ...judgment, carriedBy: 'judgment', ...content.concern }],
  );
  const seen = new Set<string>();
  return [...own, ...carried]
    .sort((a, b) => a.revision - b.revision)
    .filter(({ concern }) => (seen.has(concern) ? false : seen.add(concern)));
}

/**
 * A concern carried by a judgment ends when its raiser judges again without it. An alternate's judgment does not speak for
 * them, however they left the seat: nobody is rid of a concern by seating somebody else.
 */
function judgedAgain(state: ReviewState, raised: Raised): boolean {
  if (raised.carriedBy === 'itself') return false;
  const newest = state.judgments.findLast(
    ({ seat, holder, withdrawn }) => seat === raised.seat && holder === raised.holder && withdrawn === null,
  );
  if (newest === undefined || newest.revision <= raised.revision) return false;
  return newest.content !== 'sealed' && newest.content.concern?.concern !== raised.concern;
}

/** After a self or computed recusal of its owner: when the concern lapses. A directed recusal never makes it lapse. */
function adoptionEnds(state: ReviewState, owner: Concern['owner'], adoptionDays: number): string | null {
  const seat = state.panel?.seats.find((candidate) => candidate.seat === owner.seat);
  for (const recusal of seat?.recusals ?? []) {
    if (recusal.kind === 'directed' || recusal.holder !== owner.holder || recusal.at < owner.since) continue;
    const end = addDays(recusal.at, adoptionDays);
    if (recusal.lifted === null || recusal.lifted > end) return end;
  }
  return null;
}

function newestVotes(state: ReviewState, concern: string): readonly VoteState[] {
  const votes = state.votes.filter((vote) => vote.concern === concern);
  return votes.filter((vote, i) => !votes.slice(i + 1).some(({ seat }) => seat === vote.seat));
}
