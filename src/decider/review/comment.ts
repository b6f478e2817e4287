import { LedgerError } from '../../../events/errors.ts';
import { narrower, secrecy, type Visibility } from '../../../events/fields.ts';
import { isReviewOpen } from '../../../projections/review-state/open.ts';
import type { ReviewState, SeatState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { actInstant } from '../act-instant.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, EntryFact, Facts } from '../facts.ts';
import { enter, requireInTime, requireOpenSeat, requirePhase } from '../gate.ts';
import type { Acting } from '../permit.ts';
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
  if (seat !== null) requireOpenSeat(seat, facts, rules);
  const { text, inReplyTo } = asked.data;
  const answered = inReplyTo === undefined ? null : answeredBy(inReplyTo, facts);
  const floor = narrower<Visibility>('participants', answered?.visibility ?? 'participants');
  const visibility = asked.data.visibility ?? floor;
  requireVisible(visibility, floor, acting, rules);
  requireGiven(asked.name, { text }, circumstances);
  return decided(seat === null ? acting : { ...acting, team: seat.team }, rules.broke(), [
    {
      type: 'CommentAdded',
      data: {
        ...(answered === null ? {} : { inReplyTo: answered.id }),
        // A reply to a comment joins its thread; a reply to anything else begins one.
        ...(answered === null || answered.thread === null ? {} : { thread: answered.thread }),
        visibility,
        ...(text === undefined ? {} : { text }),
      },
    },
  ]);
}

const seatOf = (holder: string | undefined, { panel }: ReviewState): SeatState | null =>
  panel?.seats.find((seat) => seat.holder === holder && seat.status === 'sitting') ?? null;

/** @throws LedgerError `unknown-reference` */
function answeredBy(inReplyTo: string, facts: Facts): EntryFact {
  const entry = facts.entry(inReplyTo);
  if (entry !== undefined) return entry;
  throw new LedgerError('unknown-reference', `inReplyTo ${inReplyTo} is no entry of this submission`, {
    field: 'inReplyTo',
    id: inReplyTo,
  });
}

/**
 * A comment is for participants, or narrower: for the panel, by those who see what the panel says. A reply is for nobody
 * who cannot see what it answers.
 */
function requireVisible(visibility: Visibility, floor: Visibility, { role }: Acting, rules: Rules): void {
  const audiences: readonly Visibility[] =
    role === 'submitter' ? ['participants'] : ['participants', 'panel'];
  const accepted = audiences.filter((audience) => secrecy(audience) >= secrecy(floor));
  rules.require(
    accepted.includes(visibility),
    () =>
      new LedgerError(
        'visibility-not-allowed',
        `here a comment of a ${role} is for ${accepted.join(' or ') || 'nobody'}, not for ${visibility}`,
        { visibility, accepted },
      ),
  );
}
