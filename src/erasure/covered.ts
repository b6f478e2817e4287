import { decode, type RecordedEvent } from '../../events/decode.ts';
import { decodeDisclosure } from '../../events/disclosure.ts';
import { digestsOf } from '../../events/reveal.ts';
import { ruleFieldOf } from '../../events/schemas.ts';
import { isOfKind, parseStream, submissionStream } from '../../events/stream.ts';
import { type CaseEnd, caseEnd } from '../../projections/case-end.ts';
import type { HoldState } from '../../projections/holds.ts';
import { evolve, isSubmissionEvent } from '../../projections/review-state/evolve.ts';
import { isReviewOpen } from '../../projections/review-state/open.ts';
import { initialReviewState } from '../../projections/review-state/state.ts';
import type { EventStore } from '../store/event-store.ts';
import { pageRows } from '../vault/pages.ts';
import type { Vault } from '../vault/vault.ts';

/** What an erasure or a hold names: all of these submissions, all by or about these people, and single digests. */
export interface Selection {
  readonly submissions: readonly string[];
  readonly people: readonly string[];
  readonly digests: readonly string[];
}

/** What would be erased of one stream. */
export interface CoveredStream {
  readonly stream: string;
  /** In the order in which they first stand in the stream. */
  readonly digests: readonly string[];
  /** Those of them that a rule still reads: rule fields of a review that is open. */
  readonly needed: readonly string[];
  /** For a submission: how and when its case ended; null while it goes on. */
  readonly end: CaseEnd | null;
  /** Of the digests, whom a standing hold is about: without it the hold would cover nobody. By event. */
  readonly ofHolds: readonly string[];
}

export interface Covered {
  readonly streams: readonly CoveredStream[];
  /** Digests that the vault never held. */
  readonly unknown: readonly string[];
}

type Filings = Pick<Vault, 'byAuthor' | 'bySubject' | 'open'>;
type Sources = { readonly store: Pick<EventStore, 'readStream'>; readonly vault: Vault };

/**
 * All that a selection covers and the vault still opens, as the log and the vault have it now: only what stands in the
 * log, since a text whose event is not appended yet may still get it.
 */
export async function coveredBy({ store, vault }: Sources, selection: Selection): Promise<Covered> {
  const named = new Set(selection.digests);
  for (const submission of selection.submissions)
    for await (const digest of vault.ofStream(submissionStream(submission))) named.add(digest);
  for (const person of selection.people)
    for await (const digest of filedUnder(vault, person)) named.add(digest);
  const places = await vault.streamsOf(named);
  const byStream = new Map<string, Set<string>>();
  for (const [digest, stream] of places) {
    const wanted = byStream.get(stream) ?? new Set();
    byStream.set(stream, wanted.add(digest));
  }
  const streams: CoveredStream[] = [];
  for (const [stream, wanted] of byStream) streams.push(await coveredIn({ store, vault }, stream, wanted));
  const gone = selection.digests.filter((digest) => !places.has(digest));
  const unknown = [...(await vault.open(gone))].flatMap(([digest, { state }]) =>
    state === 'missing' ? [digest] : [],
  );
  return { streams: streams.filter(({ digests }) => digests.length > 0), unknown };
}

async function coveredIn(
  { store, vault }: Sources,
  stream: string,
  wanted: ReadonlySet<string>,
): Promise<CoveredStream> {
  const digests = new Set<string>();
  const byRules: RecordedEvent[] = [];
  let state = initialReviewState;
  let end: CaseEnd | null = null;
  for await (const { body } of store.readStream(stream)) {
    const event = decode(body);
    const mine = digestsOf(event).filter(({ digest }) => wanted.has(digest));
    for (const { digest } of mine) digests.add(digest);
    if (mine.length > 0 && ruleFieldOf(event.type) !== undefined) byRules.push(event);
    if (!isSubmissionEvent(event)) continue;
    state = evolve(state, event);
    end = caseEnd(end, state, event);
  }
  const isOpen = isOfKind(stream, 'submission') && isReviewOpen(state);
  const rules = await ruleDigests(vault, byRules, digests);
  return {
    stream,
    digests: [...digests],
    needed: isOpen ? [...rules.keys()] : [],
    end,
    ofHolds: [...rules.values()].flatMap(({ type, id }) => (type === 'HoldPlaced' ? [id] : [])),
  };
}

/** The rule fields among the digests of these events, and where each stands. */
async function ruleDigests(
  vault: Vault,
  events: readonly RecordedEvent[],
  among: ReadonlySet<string>,
): Promise<ReadonlyMap<string, RecordedEvent>> {
  const found = new Map<string, RecordedEvent>();
  for (const event of events) {
    const digests = digestsOf(event).flatMap(({ digest }) => (among.has(digest) ? [digest] : []));
    for (const [digest, opened] of await vault.open(digests)) {
      if (opened.state !== 'opened') continue;
      const { name } = decodeDisclosure(opened.disclosure.disclosure);
      if (name === ruleFieldOf(event.type)) found.set(digest, event);
    }
  }
  return found;
}

/**
 * What the person wrote and what is about them. What they wrote about somebody else alone, as a registrar writes names and
 * a secretary's act names a panel, is that person's: it goes with their erasure.
 */
export async function* filedUnder(vault: Filings, person: string): AsyncGenerator<string> {
  yield* vault.bySubject(person);
  let page: string[] = [];
  for await (const digest of vault.byAuthor(person)) {
    page.push(digest);
    if (page.length < pageRows) continue;
    yield* withoutOthers(vault, person, page);
    page = [];
  }
  yield* withoutOthers(vault, person, page);
}

async function* withoutOthers(
  vault: Filings,
  person: string,
  page: readonly string[],
): AsyncGenerator<string> {
  for (const [digest, found] of await vault.open(page)) {
    const about = found.state === 'opened' ? found.disclosure.about : [];
    if (about.length === 0 || about.includes(person)) yield digest;
  }
}

/** The first of the holds that covers any of it; null where none does. A hold whose people nobody can read covers all. */
export async function holdOn(
  vault: Filings,
  holds: readonly HoldState[],
  selection: Selection,
  { streams }: Covered,
): Promise<HoldState | null> {
  const digests = new Set(streams.flatMap((each) => each.digests));
  const submissions = new Set(selection.submissions);
  for (const { stream } of streams) {
    const address = parseStream(stream);
    if (address?.kind === 'submission') submissions.add(address.id);
  }
  const itself = new Set(streams.flatMap(({ ofHolds }) => ofHolds));
  for (const hold of holds) {
    if (hold.people === null || itself.has(hold.placed.event)) return hold;
    if (hold.submissions.some((each) => submissions.has(each))) return hold;
    if (hold.people.some((each) => selection.people.includes(each))) return hold;
    for (const person of hold.people)
      for await (const digest of filedUnder(vault, person)) if (digests.has(digest)) return hold;
  }
  return null;
}
