import type { JudgmentContent } from '../../events/review.ts';
import type { Occurred } from '../../events/time.ts';
import { asOf } from '../as-of.ts';
import { evolve, type RecordedSubmissionEvent } from '../review-state/evolve.ts';
import { initialReviewState, type ReviewState, type When } from '../review-state/state.ts';
import { actingPerson, when } from '../review-state/when.ts';
import { passAsOf } from './as-of.ts';
import { digestsByAudience } from './sealed.ts';

/** How often one person commented in one capacity; `by` and `as` are null where imported history does not say. */
export interface CommentCount {
  readonly by: string | null;
  readonly as: string | null;
  readonly count: number;
}

export interface JudgmentEntry {
  readonly event: string;
  readonly seat: string;
  readonly by: string | null;
  readonly when: When;
  readonly version: number;
  readonly withdrawn: When | null;
  /** Opened in the log; null while it is sealed. */
  readonly content: JudgmentContent | null;
}

/** One submission's stream folded for listings: its review state, and what the state does not keep. */
export interface SubmissionRecord {
  readonly stream: string;
  readonly review: ReviewState;
  /** When each last happened. */
  readonly convened: When | null;
  readonly proposed: When | null;
  readonly revoked: When | null;
  readonly reference: string | null;
  readonly comments: readonly CommentCount[];
  readonly judgments: readonly JudgmentEntry[];
  /** Rules that imported acts broke, each once. */
  readonly broke: readonly string[];
  /** Those that each imported decision broke, by its event. */
  readonly decisionsBroke: ReadonlyMap<string, readonly string[]>;
  /** Digests among which are the links of pseudonyms to people, and the source's key. */
  readonly links: readonly string[];
  /** Digests of the labels of the present panel's seats. */
  readonly labels: readonly string[];
  /** Entries of unknown time whose bound is still to come. */
  readonly waiting: readonly RecordedSubmissionEvent[];
  /** Entries read, and those of them that count up to the time asked for. */
  readonly read: number;
  readonly entries: number;
}

export const emptyRecord = (stream: string): SubmissionRecord => ({
  stream,
  review: initialReviewState,
  convened: null,
  proposed: null,
  revoked: null,
  reference: null,
  comments: [],
  judgments: [],
  broke: [],
  decisionsBroke: new Map(),
  links: [],
  labels: [],
  waiting: [],
  read: 0,
  entries: 0,
});

/**
 * One more entry of the stream, where `at` leaves out what may have happened later (null for nothing). A person may be
 * linked by an entry that is left out, so links are kept of all. A stream with a correction is for `recordOf`.
 */
export function evolveRecord(
  record: SubmissionRecord,
  event: RecordedSubmissionEvent,
  at: string | null,
): SubmissionRecord {
  const read = withRead(record, event);
  if (at === null) return counted(read, event);
  const { waiting, through } = passAsOf(record.waiting, event, at);
  return through.reduce(counted, { ...read, waiting });
}

/** A whole stream, with its entries at the times to which later ones corrected them. */
export function recordOf(
  stream: string,
  events: readonly RecordedSubmissionEvent[],
  at: string | null,
): SubmissionRecord {
  const times = new Map<string, Occurred>();
  for (const { type, data } of events)
    if (type === 'EntryCorrected' && data.occurred !== undefined) times.set(data.entry, data.occurred);
  const read = events.reduce(withRead, emptyRecord(stream));
  const happened = at === null ? events : asOf(events, at);
  return happened.map((event) => redated(event, times.get(event.id))).reduce(counted, read);
}

const redated = <E extends RecordedSubmissionEvent>(event: E, occurred: Occurred | undefined): E =>
  occurred === undefined ? event : { ...event, occurred };

function withRead(record: SubmissionRecord, event: RecordedSubmissionEvent): SubmissionRecord {
  const { auditors } = digestsByAudience(event);
  const links = auditors.length === 0 ? record.links : [...record.links, ...auditors];
  return { ...record, links, read: record.read + 1 };
}

function counted(record: SubmissionRecord, event: RecordedSubmissionEvent): SubmissionRecord {
  const review = evolve(record.review, event);
  const broken = (event.imported?.broke ?? []).filter((rule) => !record.broke.includes(rule));
  const broke = broken.length === 0 ? record.broke : [...record.broke, ...broken];
  return kept({ ...record, review, broke, entries: record.entries + 1 }, event);
}

function kept(record: SubmissionRecord, event: RecordedSubmissionEvent): SubmissionRecord {
  switch (event.type) {
    case 'PanelConvened':
      return { ...record, convened: when(event), labels: digestsByAudience(event).participants };
    case 'DecisionProposed':
      return { ...record, proposed: when(event) };
    case 'DecisionIssued': {
      const broke = event.imported?.broke ?? [];
      return { ...record, decisionsBroke: new Map(record.decisionsBroke).set(event.id, broke) };
    }
    case 'DecisionPublished':
      return { ...record, reference: event.data.reference ?? record.reference };
    case 'DecisionRevoked':
      return { ...record, revoked: when(event) };
    case 'CommentAdded':
      return { ...record, comments: withComment(record.comments, event) };
    case 'JudgmentRecorded': {
      const { seat, version } = event.data;
      const judgment = { event: event.id, seat, by: actingPerson(event), when: when(event), version };
      return { ...record, judgments: [...record.judgments, { ...judgment, withdrawn: null, content: null }] };
    }
    case 'JudgmentWithdrawn':
      return { ...record, judgments: changed(record, event.data.judgment, { withdrawn: when(event) }) };
    case 'JudgmentOpened':
      return { ...record, judgments: changed(record, event.data.act, { content: event.data.judgment }) };
    default:
      return record;
  }
}

function withComment(
  comments: readonly CommentCount[],
  event: RecordedSubmissionEvent,
): readonly CommentCount[] {
  const by = actingPerson(event);
  const as = event.imported === undefined ? event.actor.role : (event.imported.as ?? null);
  const at = comments.findIndex((each) => each.by === by && each.as === as);
  const known = comments[at];
  return known === undefined
    ? [...comments, { by, as, count: 1 }]
    : comments.with(at, { ...known, count: known.count + 1 });
}

const changed = (
  record: SubmissionRecord,
  event: string,
  change: Partial<JudgmentEntry>,
): readonly JudgmentEntry[] =>
  record.judgments.map((judgment) => (judgment.event === event ? { ...judgment, ...change } : judgment));
