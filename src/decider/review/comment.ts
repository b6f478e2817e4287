import { LedgerError } from '../../../events/errors.ts';
import type { Audience } from '../../../events/fields.ts';
import type { ReviewState, SeatState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { actInstant } from '../act-instant.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { enter, requireInTime, requireOpenSeat, requirePhase } from '../gate.ts';
import { isReviewOpen } from '../open-review.ts';
import type { Acting } from '../permissions.ts';
import { type Rules, requireGiven } from '../rules.ts';

/**
 * Someone speaks, to an audience that they are part of. The hard stop ends the talk of an open review; before a panel
 * sits and after its decision nothing is being judged, and people may go on talking until the case is closed.
 */
export function addComment(
  asked: AskedOf<'add-comment'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  requirePhase(state, ['submitted', 'screening', 'review', 'decision', 'aftercare'], rules);
  const at = actInstant(circumstances);
  if (at !== null && isReviewOpen(state)) requireInTime(state, at, rules);
  const seat = acting.role === 'reviewer' ? seatOf(facts.actor?.pseudonym, state) : null;
  if (seat !== null && isReviewOpen(state)) requireOpenSeat(seat, facts, rules);
  const { text, inReplyTo, visibility = 'participants' } = asked.data;
  requireVisible(visibility, acting, rules);
  requireGiven(asked.name, { text }, circumstances);
  return decided(seat === null ? acting : { ...acting, team: seat.team }, rules.broke(), [
    {
      type: 'CommentAdded',
      data: {
        ...(inReplyTo === undefined ? {} : { inReplyTo, ...threadOf(inReplyTo, facts) }),
        visibility,
        ...(text === undefined ? {} : { text }),
      },
    },
  ]);
}

const seatOf = (holder: string | undefined, { panel }: ReviewState): SeatState | null =>
  panel?.seats.find((seat) => seat.holder === holder && seat.status === 'sitting') ?? null;

/** A reply to a comment joins its thread; a reply to anything else begins one. @throws LedgerError `unknown-reference` */
function threadOf(inReplyTo: string, facts: Facts): { readonly thread?: string } {
  const entry = facts.entry(inReplyTo);
  if (entry !== undefined) return entry.thread === null ? {} : { thread: entry.thread };
  throw new LedgerError('unknown-reference', `inReplyTo ${inReplyTo} is no entry of this submission`, {
    field: 'inReplyTo',
    id: inReplyTo,
  });
}

/** A comment is for participants, or narrower: for the panel, by those who see what the panel says. */
function requireVisible(visibility: Audience, { role }: Acting, rules: Rules): void {
  const accepted: readonly Audience[] = role === 'submitter' ? ['participants'] : ['participants', 'panel'];
  rules.require(
    accepted.includes(visibility),
    () =>
      new LedgerError(
        'visibility-not-allowed',
        `a comment of a ${role} is for ${accepted.join(' or ')}, not for ${visibility}`,
        { visibility, accepted },
      ),
  );
}
