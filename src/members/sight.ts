import type { Visibility } from '../../events/fields.ts';
import type { Role } from '../../events/ids.ts';
import type { ReviewState, SeatState } from '../../projections/review-state/state.ts';
import type { Participation } from '../../projections/submission-row.ts';
import type { Viewer } from './viewer.ts';

/** What somebody may see of one submission. */
export interface Sight {
  /** Their pseudonym in it. */
  readonly pseudonym: string;
  /** The most secret audience whose fields they may open. */
  readonly audience: Visibility;
  /** How they take part; empty for those who see it by an office. */
  readonly as: readonly Participation['as'][];
}

/** Offices that see every case but those they are part of, and those they are fenced off from. */
const desk: readonly Role[] = ['secretary', 'chair'];
const own: readonly Participation['as'][] = ['submitter', 'sponsor'];

/**
 * Whether somebody may see a submission at all, decided from how they take part and what they hold alone, so that the
 * answer costs the same for a submission that there is not. Null: to them there is none.
 */
export function mayEnter(viewer: Pick<Viewer, 'roles'>, as: readonly Participation['as'][]): boolean {
  if (as.includes('fenced')) return false;
  return as.length > 0 || viewer.roles.some((role) => desk.includes(role) || role === 'auditor');
}

/** How much of it, once they may enter (DESIGN §5.3). */
export function sightOf(
  viewer: Pick<Viewer, 'roles' | 'teams' | 'via'>,
  pseudonym: string,
  as: readonly Participation['as'][],
  state: ReviewState,
): Sight {
  return { pseudonym, as, audience: audienceOf(viewer, pseudonym, as, state) };
}

function audienceOf(
  { roles, teams, via }: Pick<Viewer, 'roles' | 'teams' | 'via'>,
  pseudonym: string,
  as: readonly Participation['as'][],
  state: ReviewState,
): Visibility {
  const seats = state.panel?.seats.filter(({ holder }) => holder === pseudonym) ?? [];
  // Whoever judges a case sees what judges see, whatever else they are; whose case it is, what submitters see.
  if (seats.some((seat) => isOpenTo(teams, seat))) return 'panel';
  // The operator enters for others, and is not taken for whose case it is.
  if (via !== 'operator' && own.some((each) => as.includes(each))) return 'participants';
  if (seats.length > 0) return 'public';
  if (roles.includes('auditor')) return 'auditors';
  if (roles.some((role) => desk.includes(role))) return 'panel';
  return as.includes('owner') || as.includes('verifier') ? 'participants' : 'public';
}

/** Content is served to who sits for their team, has declared their interests, and had a declared one cleared. */
const isOpenTo = (teams: readonly string[], { status, interest, team }: SeatState): boolean =>
  status === 'sitting' && interest?.cleared === true && (team === null || teams.includes(team));
