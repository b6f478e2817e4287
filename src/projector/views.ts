import type { Database } from 'better-sqlite3';
import type { PersonState } from '../../projections/directory.ts';
import type { DueAct } from '../../projections/due.ts';
import type { ErasureState } from '../../projections/erasures.ts';
import type { FrameworkState, FrameworkVersion } from '../../projections/framework-versions.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import {
  lineAt,
  type Participation,
  type SubmissionLine,
  type SubmissionRow,
} from '../../projections/submission-row.ts';
import { withoutWindow } from '../../projections/work-queue/waiting.ts';
import type {
  DueCursor,
  DueOn,
  EntryPlace,
  ErasedBy,
  ErasureLine,
  Page,
  SubmissionFilter,
  Work,
  WorkCursor,
  WorkQuery,
} from './answers.ts';
import { parsed } from './kept-json.ts';
import { bounded, conditions, type ErasureRow, mostLimit, placeOf, prepare, usualLimit } from './queries.ts';
import { idBytes } from './views/entries-view.ts';
import { type Head, openViewsFile, readHead } from './views-file.ts';

/** Reads the views as they are now. Whatever hangs on the clock takes the reader's. */
export class Views {
  readonly #db: Database;
  readonly #read;

  constructor(db: Database) {
    this.#db = db;
    this.#read = prepare(db);
  }

  head(): Head {
    return readHead(this.#db);
  }

  /** Newest first, in the order of receipt; `before` is the `next` of the page before. */
  submissions(
    filter: SubmissionFilter,
    at: string,
    { before, limit = usualLimit }: { readonly before?: number; readonly limit?: number } = {},
  ): Page<SubmissionLine, number> {
    const { where, values } = conditions(filter);
    const page = this.#db
      .prepare<unknown[], { first: number; line: string }>(
        `SELECT first, line FROM submission s WHERE ${where} AND first < ? ORDER BY first DESC LIMIT ?`,
      )
      .all(...values, before ?? Number.MAX_SAFE_INTEGER, bounded(limit));
    const items = page.map(({ line }) => lineAt(parsed<SubmissionRow>(line), at));
    return { items, next: page.length < bounded(limit) ? null : (page.at(-1)?.first ?? null) };
  }

  countSubmissions(filter: SubmissionFilter): number {
    const { where, values } = conditions(filter);
    const counted = this.#db
      .prepare<unknown[], number>(`SELECT count(*) FROM submission s WHERE ${where}`)
      .pluck()
      .get(...values);
    return counted ?? 0;
  }

  line(submission: string, at: string): SubmissionLine | null {
    const text = this.#read.line.get(submission);
    return text === undefined ? null : lineAt(parsed<SubmissionRow>(text), at);
  }

  state(submission: string): ReviewState | null {
    const text = this.#read.state.get(submission);
    return text === undefined ? null : parsed<ReviewState>(text);
  }

  /** How somebody takes part in one submission, by their pseudonym there; empty where they do not, or there is none. */
  participations(submission: string, pseudonym: string): readonly Participation['as'][] {
    return this.#read.participations.all(pseudonym, submission);
  }

  /** The submissions under review, each with the pseudonyms that sit on its panel. */
  *openPanels(): Iterable<{ readonly submission: string; readonly holders: readonly string[] }> {
    for (let first = -1; ; ) {
      const page = this.#read.openPanels.all(first, mostLimit);
      for (const { id, state } of page) {
        const seats = parsed<ReviewState>(state).panel?.seats ?? [];
        const sitting = seats.filter(({ status }) => status === 'sitting');
        yield { submission: id, holders: sitting.flatMap(({ holder }) => (holder === null ? [] : [holder])) };
      }
      const last = page.at(-1);
      if (last === undefined || page.length < mostLimit) return;
      first = last.first;
    }
  }

  /** All submissions' ids in the order of receipt. */
  *submissionIds(): Iterable<string> {
    let first = -1;
    for (;;) {
      const page = this.#read.ids.all(first, mostLimit);
      for (const { id } of page) yield id;
      const last = page.at(-1);
      if (last === undefined || page.length < mostLimit) return;
      first = last.first;
    }
  }

  /** What waits for holders of the roles and for the people (pseudonyms) at an instant, most urgent first. */
  work({
    roles = [],
    people = [],
    hiddenFrom = [],
    at,
    after,
    limit = usualLimit,
  }: WorkQuery): Page<Work, WorkCursor> {
    const found = this.#read.work.all({
      who: JSON.stringify([...roles, ...people]),
      hidden: JSON.stringify(hiddenFrom),
      at,
      urgency: after?.urgency ?? '',
      first: after?.first ?? -1,
      item: after?.item ?? -1,
      limit: bounded(limit),
    });
    const items = found.flatMap(({ line, item }): Work[] => {
      const { submission, waits } = parsed<SubmissionRow>(line);
      const wait = waits[item];
      return wait === undefined ? [] : [{ submission, waiting: withoutWindow(wait) }];
    });
    const last = found.length < bounded(limit) ? undefined : found.at(-1);
    const next = last === undefined ? null : { urgency: last.urgency, first: last.first, item: last.item };
    return { items, next };
  }

  /** Every act of the system's whose due instant has passed, earliest first: equality is in time. */
  *dueActs(at: string): Iterable<DueOn> {
    let cursor: DueCursor = { due: '', first: -1, item: -1 };
    for (;;) {
      const page = this.#read.due.all({ at, ...cursor, limit: mostLimit });
      for (const { id, act } of page) yield { ...parsed<DueAct>(act), submission: id };
      const last = page.at(-1);
      if (last === undefined || page.length < mostLimit) return;
      cursor = { due: last.due, first: last.first, item: last.item };
    }
  }

  /** The earliest due instant of all; null while nothing will be due by time alone. */
  nextDue(): string | null {
    return this.#read.nextDue.get() ?? null;
  }

  people({
    after = '',
    limit = usualLimit,
  }: {
    readonly after?: string;
    readonly limit?: number;
  } = {}): Page<PersonState, string> {
    const found = this.#read.people.all(after, bounded(limit));
    const items = found.map((text) => parsed<PersonState>(text));
    return { items, next: items.length < bounded(limit) ? null : (items.at(-1)?.person ?? null) };
  }

  person(id: string): PersonState | null {
    const text = this.#read.person.get(id);
    return text === undefined ? null : parsed<PersonState>(text);
  }

  countPeople(): number {
    return this.#read.countPeople.get() ?? 0;
  }

  /** The last revision of the directory stream that the views hold; null before its first event. */
  directoryRevision(): number | null {
    return this.#read.directory.get() ?? null;
  }

  /** Every framework by its key. */
  frameworks(): ReadonlyMap<string, FrameworkState> {
    return new Map(this.#read.frameworks.all().map(({ key, state }) => [key, parsed<FrameworkState>(state)]));
  }

  framework(key: string): FrameworkState | null {
    const text = this.#read.framework.get(key);
    return text === undefined ? null : parsed<FrameworkState>(text);
  }

  /** A version by `key@version#hash`. */
  frameworkVersion(ref: string): FrameworkVersion | null {
    const text = this.#read.version.get(ref);
    return text === undefined ? null : parsed<FrameworkVersion>(text);
  }

  /** Newest first, in the order of their proposal; `before` is the `next` of the page before. */
  erasures(before = Number.MAX_SAFE_INTEGER, limit = usualLimit): Page<ErasureLine, number> {
    const found = this.#read.erasures.all(before, bounded(limit));
    const items = found.map(erasureLine);
    return { items, next: items.length < bounded(limit) ? null : (items.at(-1)?.first ?? null) };
  }

  erasure(id: string): ErasureLine | null {
    const row = this.#read.erasure.get(id);
    return row === undefined ? null : erasureLine(row);
  }

  /** Those that are approved and not carried out, in the order of their approval. */
  dueErasures(): readonly ErasureLine[] {
    const due = this.#read.dueErasures.all().map(erasureLine);
    return due.sort((a, b) => ((a.approved?.at ?? '') < (b.approved?.at ?? '') ? -1 : 1));
  }

  /** By which entry a digest was erased; null where none says so. */
  erasedBy(digest: string): ErasedBy | null {
    const row = this.#read.erasedBy.get(Buffer.from(digest, 'base64url'));
    if (row === undefined) return null;
    const { proposed } = parsed<ErasureState>(row.state);
    const place = this.entryAt(row.leaf);
    if (place === null || proposed === null) return null;
    const { index, id: event, recordedAt: at } = place;
    return { erasure: row.id, event, index, at, ground: proposed.ground };
  }

  /** Where an event stands, by its id. */
  entry(id: string): EntryPlace | null {
    return placeOf(this.#read.entry.get(idBytes(id)));
  }

  entryAt(index: number): EntryPlace | null {
    return placeOf(this.#read.entryAt.get(index));
  }

  /** Leaf indexes of a stream's events by revision, as far as the views have come. */
  indexesOf(stream: string): readonly number[] {
    return this.#read.indexes.all(stream);
  }

  /** For views opened by themselves; those of a projector close with it. */
  close(): void {
    this.#db.close();
  }
}

const erasureLine = ({ first, id, state }: ErasureRow): ErasureLine => ({
  erasure: id,
  first,
  ...parsed<ErasureState>(state),
});

/** Opens the views of another process to read them. @throws LedgerError `store-unavailable`, `schema-mismatch` */
export const openViews = (path: string): Views => new Views(openViewsFile(path, { readOnly: true }));
