import type { Recorded, RecordedEvent } from '../../events/decode.ts';
import { digestOfOpening, type OpeningType, openedField } from '../../events/opening.ts';
import type { RecordedSubmissionEvent } from '../../projections/review-state/evolve.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import type { Append } from './append.ts';
import type { Content } from './asked/review.ts';
import type { Fault } from './report.ts';

type Opening = Recorded<OpeningType>;

/** What an append opened of the acts before it, by the act's event. */
export interface OpenedActs {
  readonly contents: ReadonlyMap<string, Content>;
  readonly salts: ReadonlyMap<string, string>;
}

const isOpening = (event: RecordedEvent): event is Opening => Object.hasOwn(openedField, event.type);

const contentOf = ({ data }: Opening): Content =>
  'judgment' in data ? data.judgment : 'vote' in data ? data.vote : data.content;

export function openedBy({ leaves }: Append): OpenedActs {
  const openings = leaves.flatMap(({ event }) => (isOpening(event) ? [event] : []));
  return {
    contents: new Map(openings.map((opening) => [opening.data.act, contentOf(opening)])),
    salts: new Map(openings.map(({ data: { act, salt } }) => [act, salt])),
  };
}

const actOf = {
  JudgmentOpened: 'JudgmentRecorded',
  ConcernOpened: 'ConcernRaised',
  VoteOpened: 'ConcernVoteRecorded',
} as const;

/**
 * Each opening against the digest that stands sealed in the act that it opens; and, with a decision that ends the review,
 * that no act of the panel was left out. `sealedIn` finds an act of the present panel; `state` is what stood before.
 */
export function openingFaults(
  append: Append<RecordedSubmissionEvent>,
  state: ReviewState,
  sealedIn: (act: string) => RecordedEvent | undefined,
): readonly Fault[] {
  const seen = new Set<string>();
  const faults = append.leaves.flatMap(({ event }, at): readonly Fault[] => {
    if (!isOpening(event)) return [];
    const { act } = event.data;
    const twice = seen.has(act) || isOpened(act, state);
    seen.add(act);
    if (twice) return [{ what: 'opening-twice', says: `${act} was opened before`, at }];
    const sealed = sealedIn(act);
    if (sealed === undefined || sealed.type !== actOf[event.type])
      return [{ what: 'opening-unknown', says: `${act} is no ${actOf[event.type]} of this panel`, at }];
    const digest = digestOfOpening(event);
    if (sealed.sealed.panel?.includes(digest) === true) return [];
    const says = `what it says was sealed in ${sealed.type} ${act} has the digest ${digest}, which does not stand there`;
    return [{ what: 'opening-differs', says, at }];
  });
  const at = append.leaves.findIndex(({ event }) => event.type === 'DecisionIssued');
  const issued = append.leaves[at]?.event;
  if (issued?.type !== 'DecisionIssued' || issued.data.outcome === 'deferred') return faults;
  const unopened = [...state.judgments, ...state.raised, ...state.votes].filter(
    ({ event, opened }) => !opened && !seen.has(event),
  );
  const left = unopened.map(
    ({ event }): Fault => ({
      what: 'opening-missing',
      says: `${sealedIn(event)?.type ?? 'the act'} ${event} of the panel was not opened with the decision`,
      at,
    }),
  );
  return [...faults, ...left];
}

const isOpened = (act: string, { judgments, raised, votes }: ReviewState): boolean =>
  [...judgments, ...raised, ...votes].some(({ event, opened }) => event === act && opened);

/** The act's event as a reader holds it who was told what it says. */
export function withContent(
  event: RecordedSubmissionEvent,
  content: Content | undefined,
): RecordedSubmissionEvent {
  if (content === undefined) return event;
  if (event.type === 'JudgmentRecorded' && 'findings' in content)
    return { ...event, data: { ...event.data, judgment: content } };
  if (event.type === 'ConcernRaised' && 'criterion' in content)
    return { ...event, data: { ...event.data, content } };
  if (event.type === 'ConcernVoteRecorded' && 'overrule' in content)
    return { ...event, data: { ...event.data, vote: content } };
  return event;
}
