import type { RecordedEvent } from '../../events/decode.ts';
import { decodeDisclosure } from '../../events/disclosure.ts';
import { digestsOf, reveal } from '../../events/reveal.ts';
import { submissionStream } from '../../events/stream.ts';
import type { Indexed } from '../../projections/audit-trail.ts';
import {
  evolve,
  isSubmissionEvent,
  type RecordedSubmissionEvent,
} from '../../projections/review-state/evolve.ts';
import { initialReviewState, type ReviewState } from '../../projections/review-state/state.ts';
import type { AccessLog } from '../access/access-log.ts';
import type { Ledger } from '../folder/open-ledger.ts';
import type { Directory } from '../handle/directory.ts';
import type { ErasedBy } from '../projector/answers.ts';
import { decodeStored } from '../store/decode-stored.ts';
import type { Opened } from '../vault/vault.ts';
import { Entrance, noSubmission } from './entrance.ts';
import { mayOpen, type Opener } from './may-open.ts';
import type { Sight } from './sight.ts';
import type { Viewer } from './viewer.ts';

/** What answers to people are made of. */
export interface MembersOptions extends Pick<Ledger, 'store' | 'vault' | 'views' | 'projector'> {
  readonly directory: Directory;
  readonly access: Pick<AccessLog, 'record'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How a sealed value stands for a reader. */
export type Standing = 'opened' | 'withheld' | 'erased';

export interface OpenedValue {
  readonly state: Standing;
  readonly name: string | null;
  readonly value: unknown;
  /** Where it is erased: by which entry, when and on which ground; null where none says so. */
  readonly erased?: ErasedBy | null;
}

/** One submission as one viewer may read it. */
export interface Reading {
  readonly submission: string;
  readonly sight: Sight;
  /** The stream's events with what the viewer may open in place. */
  readonly events: readonly Indexed<RecordedSubmissionEvent>[];
  /** What they add up to: what the viewer may not open is sealed. */
  readonly state: ReviewState;
  /** The events' bytes as they are stored, in the same order. */
  readonly bodies: readonly string[];
  /** How each digest of the stream stands for the viewer. */
  readonly values: ReadonlyMap<string, OpenedValue>;
  /** What opens the digests that the viewer may open (RFC 9901), by digest. */
  readonly disclosures: ReadonlyMap<string, string>;
  /** What decided which those are. */
  readonly opener: Opener;
  /** Directory ids by pseudonym, as far as they can be told: not for the viewer, but to find names with. */
  readonly people: ReadonlyMap<string, string>;
}

/** Reads submissions for people: the one place where sealed text is opened for anybody, and where that is noted. */
export class Reader {
  readonly options: MembersOptions;
  readonly entrance: Entrance;

  constructor(options: MembersOptions) {
    this.options = options;
    this.entrance = new Entrance(options.directory, options.views);
  }

  /**
   * A submission as the viewer may read it, as far as the views have come.
   * @param purpose what it is read for, as the access log says it
   * @throws LedgerError `not-found`, and whatever keeps the access log from being written: what is not noted is not read
   */
  async read(viewer: Viewer, submission: string, purpose: string): Promise<Reading> {
    const { views } = this.options;
    await this.options.projector.waitFor();
    const sight = await this.entrance.enter(viewer, submission);
    const state = views.state(submission);
    if (state === null) throw noSubmission(submission);
    const events = await this.#events(submission);
    const byId = new Map(events.map(({ event }) => [event.id, event]));
    const opener: Opener = {
      sight,
      state,
      entry: (id) => byId.get(id),
      hasSat: events.some(({ event }) => isSeating(event, sight.pseudonym)),
      opened: new Set(
        events.flatMap(({ event }) => (event.type === 'JudgmentOpened' ? [event.data.act] : [])),
      ),
    };
    return this.#opened(viewer, submission, events, opener, purpose);
  }

  async #events(submission: string): Promise<readonly StoredEntry[]> {
    const { store, views } = this.options;
    const stream = submissionStream(submission);
    const indexes = views.indexesOf(stream);
    const events: StoredEntry[] = [];
    if (indexes.length === 0) return events;
    for await (const stored of store.readStream(stream, { to: indexes.length - 1 })) {
      const event = decodeStored(stored);
      if (isSubmissionEvent(event))
        events.push({ index: indexes[stored.revision] ?? null, event, body: stored.body });
    }
    return events;
  }

  async #opened(
    viewer: Viewer,
    submission: string,
    events: readonly StoredEntry[],
    opener: Opener,
    purpose: string,
  ): Promise<Reading> {
    const { views } = this.options;
    const digests = events.flatMap(({ event }) => digestsOf(event).map((each) => ({ ...each, event })));
    const found = await this.options.vault.open(new Set(digests.map(({ digest }) => digest)));
    const people = linksIn(found);
    const values = new Map<string, OpenedValue>();
    const disclosures = new Map<string, string>();
    for (const { digest, audience, event } of digests) {
      const may = mayOpen(opener, event, audience);
      const value = openedValue(found.get(digest), may, () => views.erasedBy(digest));
      // A later version repeats the digest of an unchanged field: what may be opened once is open.
      if (values.get(digest)?.state !== 'opened') values.set(digest, value);
      const opened = found.get(digest);
      if (may && opened?.state === 'opened') disclosures.set(digest, opened.disclosure.disclosure);
    }
    this.#note(viewer, submission, values, purpose);
    const revealed = events.flatMap(({ index, event }): Indexed<RecordedSubmissionEvent>[] => {
      const seen = reveal(event, disclosures);
      return isSubmissionEvent(seen) ? [{ index, event: seen }] : [];
    });
    return {
      submission,
      sight: opener.sight,
      events: revealed,
      bodies: events.map(({ body }) => body),
      state: stateOf(events, disclosures),
      values,
      disclosures,
      opener,
      people,
    };
  }

  #note(
    { person }: Viewer,
    submission: string,
    values: ReadonlyMap<string, OpenedValue>,
    purpose: string,
  ): void {
    const names = [...values.values()].flatMap(({ state, name }) =>
      state === 'opened' && name !== null ? [name] : [],
    );
    const fields = [...new Set(names.filter((name) => !name.startsWith('links.')))].sort();
    if (fields.length > 0) this.options.access.record({ person, submission, fields, purpose });
  }
}

interface StoredEntry extends Indexed<RecordedSubmissionEvent> {
  readonly body: string;
}

function isSeating(event: RecordedSubmissionEvent, pseudonym: string): boolean {
  if (event.type === 'AlternateSeated') return event.data.holder === pseudonym;
  return event.type === 'PanelConvened' && event.data.seats.some(({ holder }) => holder === pseudonym);
}

const linkPrefix = 'links.';

function linksIn(found: ReadonlyMap<string, Opened>): ReadonlyMap<string, string> {
  const people = new Map<string, string>();
  for (const each of found.values()) {
    if (each.state !== 'opened' || !each.disclosure.name.startsWith(linkPrefix)) continue;
    const { value } = decodeDisclosure(each.disclosure.disclosure);
    if (typeof value === 'string') people.set(each.disclosure.name.slice(linkPrefix.length), value);
  }
  return people;
}

function openedValue(found: Opened | undefined, may: boolean, erasedBy: () => ErasedBy | null): OpenedValue {
  if (found?.state === 'erased') return { state: 'erased', name: null, value: null, erased: erasedBy() };
  if (!may || found?.state !== 'opened') return { state: 'withheld', name: null, value: null };
  const { name, value } = decodeDisclosure(found.disclosure.disclosure);
  return { state: 'opened', name, value };
}

/** The state never holds prose, whatever is opened. */
function stateOf(
  events: readonly Indexed<RecordedSubmissionEvent>[],
  disclosures: ReadonlyMap<string, string>,
): ReviewState {
  let state = initialReviewState;
  for (const { event } of events) {
    const seen: RecordedEvent = reveal(event, disclosures, { rulesOnly: true });
    if (isSubmissionEvent(seen)) state = evolve(state, seen);
  }
  return state;
}
