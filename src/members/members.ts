import { canonical } from '../../events/canonical.ts';
import { LedgerError } from '../../events/errors.ts';
import { toJson } from '../../events/json.ts';
import { submissionStream } from '../../events/stream.ts';
import { Attachment } from '../../events/submission.ts';
import { instantFromMillis } from '../../events/time.ts';
import { asOf } from '../../projections/as-of.ts';
import { type AuditTrail, trailOf } from '../../projections/audit-trail.ts';
import type { PersonState } from '../../projections/directory.ts';
import { type Explanation, explain } from '../../projections/explain.ts';
import { currentVersionOf, type FrameworkVersion } from '../../projections/framework-versions.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import { pinnedFramework, type SubmissionLine } from '../../projections/submission-row.ts';
import { waitingInWords } from '../../projections/work-queue/in-words.ts';
import type { Waiting } from '../../projections/work-queue/waiting.ts';
import { requireMayAsk } from '../permissions/requests.ts';
import type { Page, SubmissionFilter, Work, WorkCursor } from '../projector/answers.ts';
import type { Cut } from '../replay/cut.ts';
import { ledgerPrefix } from '../replay/ledger-prefix.ts';
import type { Entrance } from './entrance.ts';
import { EventFeed } from './event-feed.ts';
import { Names, type Shown } from './names.ts';
import { peopleOf, type ShownPerson } from './people-of.ts';
import { type MembersOptions, Reader, type Reading } from './reader.ts';
import { isForMe, type ShownSubmission, shownSubmission } from './submission.ts';
import { Titles } from './titles.ts';
import { type ToldCase, toldCase } from './told.ts';
import type { Viewer } from './viewer.ts';

export interface ShownCase extends ShownSubmission {
  readonly title: Shown;
  readonly people: readonly ShownPerson[];
  readonly told: ToldCase;
}

export interface ShownLine extends Omit<SubmissionLine, 'waitingOn'> {
  readonly title: Shown;
  readonly as: readonly string[];
  readonly waitsForMe: readonly string[];
}

export interface ShownWork {
  readonly submission: string;
  readonly title: Shown;
  readonly waiting: Waiting;
  readonly words: string;
}

export interface ShownTimeline {
  readonly submission: string;
  readonly audience: string;
  readonly entries: AuditTrail;
  readonly people: readonly ShownPerson[];
}

export interface ShownFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly content: AsyncIterable<Uint8Array>;
}

export interface WorkPage {
  readonly after?: WorkCursor;
  readonly limit?: number;
}

/** What somebody who takes part may read, as it is given to a page, a program or a command line. */
export class Members {
  readonly reader: Reader;
  readonly #options: MembersOptions;

  constructor(options: MembersOptions) {
    this.#options = options;
    this.reader = new Reader(options);
  }

  get entrance(): Entrance {
    return this.reader.entrance;
  }

  /** @throws LedgerError `not-found`, alike for what there is not and for what the viewer does not see */
  async submission(viewer: Viewer, submission: string): Promise<ShownCase> {
    const reading = await this.reader.read(viewer, submission, 'submission');
    const framework = this.#frameworkOf(reading.state);
    const shown = shownSubmission(viewer, reading, framework, this.#at());
    return {
      ...shown,
      title: Titles.among(shown.fields),
      people: await this.#peopleOf(viewer, reading, 'submission'),
      told: toldCase(reading),
    };
  }

  /** What an entity tag of it stands for: everything in it but what the clock moves, and what every entry moves. */
  static tagged(shownCase: ShownCase): { reading: unknown; revision: number } {
    const { at: _, flags: __, waiting: ___, standing: ____, revision, state, ...shown } = shownCase;
    const { revision: _r, recordedAt: _t, comments: _c, refusals: _f, ...still } = state;
    return { reading: canonical(toJson({ ...shown, state: still })), revision };
  }

  /** Newest first; what the viewer does not see is neither listed nor counted. */
  async submissions(
    viewer: Viewer,
    filter: Pick<SubmissionFilter, 'phase' | 'outcome' | 'framework' | 'source'>,
    page: { readonly before?: number; readonly limit?: number },
  ): Promise<Page<ShownLine, number> & { readonly at: string; readonly count: number }> {
    const { views, projector } = this.#options;
    await projector.waitFor();
    const at = this.#at();
    const seen: SubmissionFilter = { ...filter, ...(await this.#seenBy(viewer)) };
    const { items, next } = views.submissions(seen, at, page);
    const titles = new Titles(this.#options, this.entrance, viewer);
    const lines: ShownLine[] = [];
    for (const { waitingOn, ...line } of items) {
      const { pseudonym, as } = await this.entrance.partOf(viewer, line.submission);
      const mine = waitingOn.filter((waiting) => isForMe(viewer, { pseudonym, as }, waiting));
      const ref = line.framework;
      const framework = ref === null ? null : views.frameworkVersion(ref);
      lines.push({
        ...line,
        title: await titles.of(line.submission),
        as,
        waitsForMe: mine.map((waiting) => waitingInWords(waiting, framework)),
      });
    }
    titles.note('submissions');
    return { at, count: views.countSubmissions(seen), items: lines, next };
  }

  /** What waits for the viewer, the most urgent first. A page may hold fewer than `limit` and not be the last. */
  async work(
    viewer: Viewer,
    page: WorkPage,
    purpose = 'work',
  ): Promise<Page<ShownWork, WorkCursor> & { readonly at: string }> {
    const { at, items, next } = await this.waiting(viewer, page);
    const titles = new Titles(this.#options, this.entrance, viewer);
    const work: ShownWork[] = [];
    for (const { submission, waiting } of items) {
      const state = this.#options.views.state(submission);
      const framework = state === null ? null : this.#frameworkOf(state);
      const title = await titles.of(submission);
      work.push({ submission, title, waiting, words: waitingInWords(waiting, framework) });
    }
    titles.note(purpose);
    return { at, items: work, next };
  }

  /** The same without a title: nothing is opened for it. */
  async waiting(viewer: Viewer, page: WorkPage): Promise<Page<Work, WorkCursor> & { readonly at: string }> {
    const { views, projector } = this.#options;
    await projector.waitFor();
    const at = this.#at();
    const people = await this.#pseudonyms(viewer);
    const found = views.work({ roles: viewer.roles, people, hiddenFrom: people, at, ...page });
    const items: Work[] = [];
    for (const each of found.items) {
      if (isForMe(viewer, await this.entrance.partOf(viewer, each.submission), each.waiting))
        items.push(each);
    }
    return { at, items, next: found.next };
  }

  /** Every entry with what the viewer may open of it, up to a cut; who is fenced off is asked of now. */
  async timeline(viewer: Viewer, submission: string, cut: Cut = {}): Promise<ShownTimeline> {
    const reading = await this.reader.read(viewer, submission, 'timeline');
    let { events } = reading;
    if (cut.knownAt !== undefined) {
      const known = await ledgerPrefix(this.#options.store, submissionStream(submission), cut);
      events = events.slice(0, known.events.length);
    }
    if (cut.asOf !== undefined) {
      const happened = new Set(
        asOf(
          events.map(({ event }) => event),
          cut.asOf,
        ),
      );
      events = events.filter(({ event }) => happened.has(event));
    }
    return {
      submission,
      audience: reading.sight.audience,
      entries: trailOf(events),
      people: await this.#peopleOf(viewer, reading, 'timeline'),
    };
  }

  async explain(
    viewer: Viewer,
    submission: string,
  ): Promise<
    Explanation & { readonly submission: string; readonly at: string; readonly framework: string | null }
  > {
    const reading = await this.reader.read(viewer, submission, 'explain');
    const at = this.#at();
    const framework = this.#frameworkOf(reading.state);
    const { sealed, decided, outcomes, needed } =
      framework === null
        ? { sealed: false, decided: null, outcomes: [], needed: ['screening by the secretary'] }
        : explain(framework, reading.state, at);
    return { submission, at, framework: framework?.ref ?? null, sealed, decided, outcomes, needed };
  }

  /** Events as they are stored, of the streams that the viewer sees. */
  events(viewer: Viewer): EventFeed {
    return new EventFeed(this.#options, this.entrance, viewer);
  }

  /** A file of a submission. @throws LedgerError `not-found`, also for one that is not for the viewer */
  async attachment(viewer: Viewer, submission: string, blob: string): Promise<ShownFile> {
    const reading = await this.reader.read(viewer, submission, 'attachment');
    const found = [...reading.values.values()]
      .filter(({ state, name }) => state === 'opened' && name?.startsWith('attachments.') === true)
      .map(({ value }) => Attachment.parse(value))
      .find((attachment) => attachment.blob === blob);
    const file = found === undefined ? undefined : await this.#options.vault.getBlob(blob);
    if (found === undefined || file?.state !== 'opened')
      throw new LedgerError('not-found', `there is no attachment ${blob}`, { what: 'attachment', id: blob });
    const { name, mediaType } = found;
    return { name, mediaType, bytes: file.bytes, content: file.content };
  }

  /** Who is in the directory. @throws LedgerError `not-permitted` */
  async people(viewer: Viewer, page: { readonly after?: string; readonly limit?: number }) {
    requireMayAsk('list-people', viewer);
    const { views } = this.#options;
    const { items, next } = views.people(page);
    const people = await Promise.all(items.map((each) => this.#shownPerson(each)));
    if (people.length > 0)
      this.#options.access.record({
        person: viewer.person,
        submission: '',
        fields: ['name'],
        purpose: 'people',
      });
    return { items: people, next, count: views.countPeople() };
  }

  /** One entry of the directory; null where there is none. Who may ask is decided before. */
  async person(viewer: Viewer, person: string) {
    const found = this.#options.views.person(person);
    if (found === null) return null;
    this.#options.access.record({
      person: viewer.person,
      submission: '',
      fields: ['name'],
      purpose: 'person',
    });
    return this.#shownPerson(found);
  }

  async #shownPerson({ person, kind, roles, teams, registeredAt, source }: PersonState) {
    return { person, name: await this.#names().of(person), kind, roles, teams, registeredAt, source };
  }

  async me(viewer: Viewer) {
    const { person, via, roles, teams } = viewer;
    return { person, name: await this.#names().of(person), via, roles, teams };
  }

  /** Who is who in a case; that their names were read is noted, as whatever is opened. */
  async #peopleOf(viewer: Viewer, reading: Reading, purpose: string): Promise<readonly ShownPerson[]> {
    const people = await peopleOf(reading, this.#names());
    const { person } = viewer;
    if (people.some(({ name, person: whose }) => name.state === 'opened' && whose !== person))
      this.#options.access.record({ person, submission: reading.submission, fields: ['name'], purpose });
    return people;
  }

  #names(): Names {
    return new Names(this.#options);
  }

  #at(): string {
    return instantFromMillis(this.#options.now());
  }

  #frameworkOf(state: ReviewState): FrameworkVersion | null {
    const { views } = this.#options;
    const ref = pinnedFramework(state);
    if (ref !== null) return views.frameworkVersion(ref);
    const framework = state.framework === null ? null : views.framework(state.framework);
    return framework === null ? null : currentVersionOf(framework);
  }

  /** The viewer's pseudonym in every submission that there is. */
  async #pseudonyms({ person }: Viewer): Promise<readonly string[]> {
    const { directory, views } = this.#options;
    await directory.now();
    const pseudonyms: string[] = [];
    for (const submission of views.submissionIds()) {
      const pseudonym = await directory.pseudonymIfKept(person, submission);
      if (pseudonym !== null) pseudonyms.push(pseudonym);
    }
    return pseudonyms;
  }

  async #seenBy(viewer: Viewer): Promise<Pick<SubmissionFilter, 'participants' | 'hiddenFrom'>> {
    const { views } = this.#options;
    const people = await this.#pseudonyms(viewer);
    // Whoever has no pseudonym any more may be fenced off from any of them.
    const sees = this.entrance.seesAll(viewer) && (people.length > 0 || views.countSubmissions({}) === 0);
    return sees ? { hiddenFrom: people } : { participants: people, hiddenFrom: people };
  }
}
