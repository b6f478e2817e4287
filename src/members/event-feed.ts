import { z } from 'zod';
import { LedgerError } from '../../events/errors.ts';
import { directoryStream } from '../../events/stream.ts';
import { commandRules } from '../permissions/commands.ts';
import { mayAsk } from '../permissions/requests.ts';
import type { StoredEvent } from '../store/event-store.ts';
import type { Entrance } from './entrance.ts';
import type { MembersOptions } from './reader.ts';
import { type Viewer, viewerOf } from './viewer.ts';

/** An event with its place in ledger order. */
export interface FedEvent {
  readonly index: number;
  readonly body: string;
}

export interface FeedRange {
  /** A stream's name; all that the viewer sees where it is left out. */
  readonly stream?: string;
  /** The index behind which it begins; from the start where it is left out. */
  readonly after?: number;
}

/** Of an event of any version, also a later one. */
const Acted = z.looseObject({ actor: z.looseObject({ person: z.string() }) });

const submissionPrefix = 'submission-';
const erasurePrefix = 'erasure-';

/**
 * The ledger's events as they are stored, of the streams that one viewer sees, in ledger order. Who they are and what they
 * see is asked again whenever an event goes by that could change it.
 */
export class EventFeed {
  readonly #options: MembersOptions;
  readonly #entrance: Entrance;
  #viewer: Viewer;
  /** By submission. */
  readonly #sees = new Map<string, boolean>();

  constructor(options: MembersOptions, entrance: Entrance, viewer: Viewer) {
    this.#options = options;
    this.#entrance = entrance;
    this.#viewer = viewer;
  }

  /** @throws LedgerError `unknown-position` for an index behind the end */
  requireStart(range: FeedRange): void {
    this.#start(range);
  }

  /**
   * One event, if the viewer sees it or acted in it: that an act of theirs is on record they may show, whatever they have
   * been fenced off from since. @throws LedgerError `not-found`, alike for one that there is not */
  async one(id: string): Promise<FedEvent> {
    await this.#options.projector.waitFor();
    const place = this.#options.views.entry(id);
    if (place !== null) {
      const { stream, revision, index } = place;
      for await (const stored of this.#options.store.readStream(stream, { from: revision, to: revision }))
        if ((await this.#isSeen(stored, {})) || (await this.#isOwn(stored)))
          return { index, body: stored.body };
    }
    throw new LedgerError('not-found', `there is no event ${id}`, { what: 'event', id });
  }

  /** At most `limit` events that the viewer sees. @throws LedgerError `unknown-position` for an index behind the end */
  async *some(range: FeedRange, limit: number): AsyncGenerator<FedEvent> {
    const { position, from } = this.#start(range);
    let given = 0;
    let index = from;
    const after = position === null ? {} : { after: position };
    for await (const stored of this.#options.store.readAll(after)) {
      if (await this.#isSeen(stored, range)) {
        yield { index, body: stored.body };
        given += 1;
        if (given >= limit) return;
      }
      index += 1;
    }
  }

  /** All of them, and then as they come, until the signal aborts. @throws LedgerError `unknown-position` */
  async *follow(range: FeedRange, signal: AbortSignal): AsyncGenerator<FedEvent> {
    const { position, from } = this.#start(range);
    let index = from;
    const after = position === null ? {} : { after: position };
    for await (const stored of this.#options.store.follow({ ...after, signal })) {
      if (!('body' in stored)) continue;
      if (await this.#isSeen(stored, range)) yield { index, body: stored.body };
      index += 1;
    }
  }

  #start({ after }: FeedRange): { readonly position: string | null; readonly from: number } {
    if (after === undefined) return { position: null, from: 0 };
    const place = this.#options.views.entryAt(after);
    if (place !== null) return { position: place.position, from: after + 1 };
    const head = this.#options.views.head().leaf;
    throw new LedgerError('unknown-position', `after: the log ends with index ${head}`, {
      position: String(after),
      head: String(head),
    });
  }

  async #isSeen({ stream, position }: StoredEvent, range: FeedRange): Promise<boolean> {
    if (stream === directoryStream) await this.#look();
    const submission = stream.startsWith(submissionPrefix) ? stream.slice(submissionPrefix.length) : null;
    // Somebody may have been seated, or recused, just now.
    if (submission !== null) this.#sees.delete(submission);
    if (range.stream !== undefined && range.stream !== stream) return false;
    if (submission !== null) {
      await this.#options.projector.waitFor(position);
      return this.#seesSubmission(submission);
    }
    // Who may list the directory may follow it.
    if (stream === directoryStream) return mayAsk('list-people', this.#viewer);
    if (stream.startsWith(erasurePrefix)) return this.#seesErasures();
    return stream === 'ledger' || stream.startsWith('framework-');
  }

  /** Whoever may ask for one, and who sees every case. */
  #seesErasures(): boolean {
    const { roles } = this.#viewer;
    const may = commandRules['propose-erasure'].grants.some(({ role }) => roles.includes(role));
    return may || this.#entrance.seesAll(this.#viewer);
  }

  async #isOwn({ stream, body }: StoredEvent): Promise<boolean> {
    const { person } = Acted.parse(JSON.parse(body)).actor;
    if (!stream.startsWith(submissionPrefix)) return person === this.#viewer.person;
    const part = await this.#entrance.partOf(this.#viewer, stream.slice(submissionPrefix.length));
    return person === part.pseudonym;
  }

  async #seesSubmission(submission: string): Promise<boolean> {
    const known = this.#sees.get(submission);
    if (known !== undefined) return known;
    const { as } = await this.#entrance.partOf(this.#viewer, submission);
    const sees = !as.includes('fenced') && (as.length > 0 || this.#entrance.seesAll(this.#viewer));
    this.#sees.set(submission, sees);
    return sees;
  }

  async #look(): Promise<void> {
    const now = viewerOf(this.#viewer, await this.#options.directory.now());
    this.#viewer = now ?? { ...this.#viewer, roles: [], teams: [] };
    this.#sees.clear();
  }
}
