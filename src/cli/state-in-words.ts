import type { Occurred } from '../../events/time.ts';
import type { DecisionState, ReviewState, When } from '../../projections/review-state/state.ts';
import { flagsOf, standingOf } from '../../projections/standing.ts';
import type { ShowMoment } from './moments.ts';
import { listing, table } from './table.ts';

export interface Wording {
  readonly columns: number | null;
  readonly moment: ShowMoment;
  /** What to call the person behind a pseudonym. */
  readonly person: (pseudonym: string | null) => string;
}

/** When it happened, where it was recorded as of another time; else when it was recorded. */
export function whenInWords({ recordedAt, occurred }: When, moment: ShowMoment): string {
  return occurred === undefined
    ? moment(recordedAt)
    : `${occurredInWords(occurred, moment)} (recorded ${moment(recordedAt)})`;
}

export function occurredInWords(occurred: Occurred, moment: ShowMoment): string {
  if (typeof occurred !== 'string') return `${point(occurred.from, moment)} to ${point(occurred.to, moment)}`;
  return occurred === 'unknown' ? 'at an unknown time' : point(occurred, moment);
}
const point = (dated: string, moment: ShowMoment): string => (dated.length > 10 ? moment(dated) : dated);

export interface Stand {
  readonly state: ReviewState;
  readonly at: string;
  /** What it waits for, in words; left out where nobody asks. */
  readonly waiting?: readonly string[];
  /** Up to whom whoever reads is served. */
  readonly audience: string;
}

/** Where a submission stands at an instant, and who sits on its panel, in lines for a terminal. */
export function stateInWords({ state, at, waiting, audience }: Stand, wording: Wording): string {
  const { columns, moment, person } = wording;
  const pairs: [string, string][] = [
    ['phase', state.phase],
    ['outcome', state.outcome ?? 'none yet'],
    ['standing', standingOf(state, at)],
  ];
  const flags = flagsOf(state, at);
  if (flags.length > 0) pairs.push(['note', flags.join(', ')]);
  if (waiting !== undefined) pairs.push(['waits for', waiting.join('\n') || 'nobody']);
  const pinned = state.panel?.framework ?? state.screening?.framework;
  pairs.push(['framework', pinned?.split('#')[0] ?? state.framework ?? '']);
  if (state.received !== null) pairs.push(['received', whenInWords(state.received.when, moment)]);
  pairs.push(['version', String(state.version)], ['submitter', person(state.submitter) || 'not named']);
  if (state.sponsor !== null) pairs.push(['sponsor', person(state.sponsor)]);
  if (state.useCategory !== null) pairs.push(['use category', state.useCategory]);
  if (state.screening !== null) {
    const { riskTier, track, presumed } = state.screening;
    pairs.push(['risk tier', riskTier ?? '-'], ['track', track ?? '-']);
    if (presumed.length > 0) pairs.push(['presumed', presumed.join(', ')]);
  }
  if (state.source !== null) pairs.push(['imported from', state.source]);
  if (state.comments > 0) pairs.push(['comments', String(state.comments)]);
  const decisions = [...state.pastDecisions, ...(state.decision === null ? [] : [state.decision])];
  return (
    listing(pairs, columns) +
    panelInWords(state, seesPanel(audience), { columns, moment, person }) +
    decisions.map((decision) => decisionInWords(decision, { columns, moment, person })).join('')
  );
}

/** Below it no judgment is served: that none is there to be seen does not say that nobody judged. */
const seesPanel = (audience: string): boolean => audience !== 'public' && audience !== 'participants';

function panelInWords(state: ReviewState, seesAll: boolean, { columns, moment, person }: Wording): string {
  const { panel } = state;
  if (panel === null) return '';
  const rows = panel.seats.map(({ seat, team, holder, status, interest }) => {
    const judgment = state.judgments.findLast((each) => each.seat === seat && each.withdrawn === null);
    const content = judgment?.content;
    const judged =
      judgment === undefined
        ? seesAll
          ? 'no'
          : '-'
        : content === 'sealed' || content === undefined
          ? 'yes, sealed'
          : (content.position ?? 'yes');
    const held = person(holder) || (seesAll ? '(nobody)' : '(not shown)');
    return [seat, team ?? '-', held, status, interest?.kind ?? 'undeclared', judged];
  });
  const due =
    panel.deadline === null
      ? ''
      : `, due ${moment(panel.deadline.due)}, hard stop ${moment(panel.deadline.hardStop)}`;
  const heading = `\nPanel ${panel.panel}, convened ${whenInWords(panel.when, moment)}${due}\n`;
  return (
    heading +
    indented(table(['SEAT', 'TEAM', 'HOLDER', 'STATUS', 'INTEREST', 'JUDGED'], rows, within(columns)))
  );
}

function decisionInWords(decision: DecisionState, { columns, moment, person }: Wording): string {
  const pairs: [string, string][] = [
    ['outcome', decision.outcome],
    ['effective', moment(decision.effective)],
  ];
  if (decision.expires !== null) pairs.push(['expires', moment(decision.expires)]);
  if (decision.reReview !== null) pairs.push(['re-review', moment(decision.reReview)]);
  for (const { condition, kind, owner, verifier, due, verified, breached } of decision.conditions) {
    const stand = verified !== null ? 'verified' : breached !== null ? 'breached' : 'open';
    const until = due === undefined ? '' : `, due ${moment(due)}`;
    pairs.push([
      `condition ${condition}`,
      `${kind}, ${stand}${until}; owner ${person(owner)}, verifier ${person(verifier)}`,
    ]);
  }
  if (decision.dissents.length > 0)
    pairs.push(['dissent', decision.dissents.map(({ seat }) => seat).join(', ')]);
  return `\nDecision ${decision.decision.slice(0, 8)}, ${whenInWords(decision.when, moment)}\n${listing(pairs, columns)}`;
}

const within = (columns: number | null): number | null => (columns === null ? null : columns - 2);
const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');
