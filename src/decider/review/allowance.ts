import { APPEND_LIMIT_BYTES, EVENT_LIMIT_BYTES } from '../../../events/canonical.ts';
import { LedgerError } from '../../../events/errors.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import type { PanelState, ReviewState, SeatState } from '../../../projections/review-state/state.ts';
import type { Rules } from '../rules.ts';

/** Judgments, concerns and votes of one panel: each may be withdrawn, and a decision names at most 900 events. */
const ACTS_LIMIT = 400;
/** What an opening takes beside its findings: envelope, salt, position and concern. */
const OPENING_BYTES = 1_250;
/** What a finding takes beside its two keys: `{"criterion":"","finding":""},`. */
const FINDING_BYTES = 30;

/**
 * A decision opens every act of its panel in one append, so a panel without a bound could never be decided. Every seat has
 * the same share, and a holder half of what those before them left of it: nobody uses up another's voice, nor that of an
 * alternate. Withdrawing is counted, and never refused. @throws LedgerError `seat-exhausted`
 */
export function requireAllowance(
  seat: SeatState,
  state: ReviewState,
  panel: PanelState,
  framework: FrameworkVersion,
  rules: Rules,
): void {
  const { used, limit } = allowanceOf(seat, state, panel, framework);
  rules.require(
    used < limit,
    () =>
      new LedgerError(
        'seat-exhausted',
        `seat ${seat.seat} has judged, objected, voted or taken back ${used} times, and its holder may ${limit} times: a decision has to have room for all of it`,
        { seat: seat.seat, limit },
      ),
  );
}

/** How often the seat's present holder has acted, and how often they may. */
export function allowanceOf(
  { seat, holder }: SeatState,
  state: ReviewState,
  panel: PanelState,
  framework: FrameworkVersion,
): { readonly used: number; readonly limit: number } {
  const acts = [
    ...state.judgments,
    ...state.judgments.filter(({ withdrawn }) => withdrawn !== null),
    ...state.raised,
    ...state.votes,
    ...state.concernActs.filter(({ kind }) => kind === 'adopted' || kind === 'withdrawn'),
  ].filter((act) => act.seat === seat);
  const used = acts.filter((act) => act.holder === holder).length;
  const share = Math.max(2, Math.floor(actsOf(framework) / panel.seats.length));
  return { used, limit: Math.max(1, Math.ceil((share - (acts.length - used)) / 2)) };
}

/** So many acts that their openings and the decision fit into one append, whatever is found. */
function actsOf({ criteria, terms }: FrameworkVersion): number {
  const findings = criteria.map(({ criterion, scale: key }) => {
    const scale = terms.scales.find(({ scale }) => scale === key);
    const longest = Math.max(0, ...(scale?.findings ?? []).map(({ finding }) => finding.length));
    return criterion.length + longest + FINDING_BYTES;
  });
  const opening = findings.reduce((sum, bytes) => sum + bytes, OPENING_BYTES);
  return Math.min(ACTS_LIMIT, Math.floor((APPEND_LIMIT_BYTES - EVENT_LIMIT_BYTES) / opening));
}
