import type { RecordedEvent } from '../../events/decode.ts';
import { digestsOf, reveal } from '../../events/reveal.ts';
import { asOf } from '../../projections/as-of.ts';
import { type AuditTrail, type Indexed, type TrailEntry, trailOf } from '../../projections/audit-trail.ts';
import {
  evolve,
  isSubmissionEvent,
  type RecordedSubmissionEvent,
} from '../../projections/review-state/evolve.ts';
import { initialReviewState, type ReviewState } from '../../projections/review-state/state.ts';
import type { EventStore } from '../store/event-store.ts';
import type { Cut } from './cut.ts';
import { ledgerPrefix, type Prefix, wholeStream } from './ledger-prefix.ts';

/** Digest → disclosure, for those of the digests that the caller may open and can. */
export type OpenDisclosures = (digests: readonly string[]) => Promise<ReadonlyMap<string, string>>;

export interface ReplayOptions extends Cut {
  /** Without it, what is sealed in the log shows as sealed. */
  readonly open?: OpenDisclosures;
  /** What is opened: rule fields alone (by default), or whatever the caller may open, prose included. */
  readonly reveal?: 'rules' | 'all';
  /** False spares reading the whole ledger where no `knownAt` needs it; the trail's indexes are null then. */
  readonly indexes?: boolean;
}

export interface Step {
  readonly entry: TrailEntry;
  /** The state right after it. */
  readonly state: ReviewState;
}

export interface Replayed {
  readonly state: ReviewState;
  readonly trail: AuditTrail;
  readonly steps: readonly Step[];
  /** The last event of the ledger that was known; null for none, or where it was not counted. */
  readonly known: Prefix['end'];
}

/**
 * A submission's state and trail at a cut, from the store alone: never from views, and nothing reordered (DESIGN §5.6).
 * A stream that had not begun gives the initial state and an empty trail.
 * @throws LedgerError `invalid-time`, `ledger-newer-than-software`, `disclosure-mismatch`, `integrity-violation`
 */
export async function replay(
  store: EventStore,
  stream: string,
  options: ReplayOptions = {},
): Promise<Replayed> {
  const prefix = await known(store, stream, options);
  const events = selected(prefix.events, options.asOf);
  const disclosures = await opened(events, options.open);
  const trail = trailOf(revealed(events, disclosures, options.reveal ?? 'rules'));
  const steps: Step[] = [];
  let state = initialReviewState;
  // The state never holds prose, whatever the trail shows.
  for (const [i, { event }] of revealed(events, disclosures, 'rules').entries()) {
    state = evolve(state, event);
    const entry = trail[i];
    if (entry !== undefined) steps.push({ entry, state });
  }
  return { state, trail, steps, known: prefix.end };
}

function known(store: EventStore, stream: string, options: ReplayOptions): Promise<Prefix> {
  if (options.knownAt !== undefined || options.indexes !== false) return ledgerPrefix(store, stream, options);
  return wholeStream(store, stream).then((events) => ({ events, end: null }));
}

type IndexedAct = Indexed<RecordedSubmissionEvent>;

function selected(events: readonly Indexed[], at: string | undefined): readonly IndexedAct[] {
  const acts = events.filter((each): each is IndexedAct => isSubmissionEvent(each.event));
  if (at === undefined) return acts;
  const happened = new Set<RecordedEvent>(
    asOf(
      acts.map(({ event }) => event),
      at,
    ),
  );
  return acts.filter(({ event }) => happened.has(event));
}

async function opened(
  events: readonly IndexedAct[],
  open: OpenDisclosures | undefined,
): Promise<ReadonlyMap<string, string>> {
  if (open === undefined) return new Map();
  const digests = events.flatMap(({ event }) => digestsOf(event).map(({ digest }) => digest));
  return open([...new Set(digests)]);
}

const revealed = (
  events: readonly IndexedAct[],
  disclosures: ReadonlyMap<string, string>,
  what: 'rules' | 'all',
): readonly IndexedAct[] =>
  events.flatMap(({ index, event }): IndexedAct[] => {
    const seen = reveal(event, disclosures, { rulesOnly: what === 'rules' });
    return isSubmissionEvent(seen) ? [{ index, event: seen }] : [];
  });
