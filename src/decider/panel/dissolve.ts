import { LedgerError } from '../../../events/errors.ts';
import { hasSealed } from '../../../projections/evaluator/evaluate.ts';
import { countedJudgment } from '../../../projections/evaluator/seats.ts';
import type { ReviewState, SeatState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { enter } from '../gate.ts';
import { panelFramework, requireOpenReview, requirePanel } from '../open-review.ts';
import { requireGiven } from '../rules.ts';
import { standingLines } from '../standing-lines.ts';

/**
 * The panel ends without a decision, and its judgments with it: refused while those who sit could still make quorum with
 * every required team among them, unless something that was judged cannot be opened, for then nothing can be decided. Whether an alternate can be found for an empty seat is the secretary's to say, with a
 * reason; the rules cannot know who would accept.
 */
export function dissolve(
  asked: AskedOf<'dissolve-panel'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  requireOpenReview(state, rules);
  const panel = requirePanel(state, circumstances.subject);
  const framework = panelFramework(panel, facts);
  const { minSeats, requiredTeams } = framework.terms.rules;
  const able = panel.seats.filter((seat) => canCount(seat, state, facts));
  const need = Math.max(Math.floor(panel.seats.length / 2) + 1, minSeats);
  const teamLost = requiredTeams.some((required) => !able.some(({ team }) => team === required));
  rules.require(
    able.length < need || teamLost || hasSealed(state),
    () =>
      new LedgerError(
        'quorum-possible',
        `${able.length} seats can still judge and ${need} make a quorum; a panel is dissolved only when it is lost`,
        { have: able.length, need },
      ),
  );
  const { reason } = asked.data;
  requireGiven(asked.name, { reason }, circumstances);
  return decided(
    acting,
    rules.broke(),
    [
      {
        type: 'PanelDissolved',
        data: {
          panelNumber: panel.panel,
          ...standingLines(state, facts),
          ...(reason === undefined ? {} : { reason }),
        },
      },
    ],
    { framework: framework.ref },
  );
}

/** Its judgment counts, or it can still give one: a holder who left the team has only what they recorded. */
function canCount(seat: SeatState, state: ReviewState, facts: Facts): boolean {
  if (seat.status !== 'sitting') return false;
  const { holder, team } = seat;
  return (
    countedJudgment(state, seat) !== null || holder === null || team === null || facts.belongs(holder, team)
  );
}
