import type { RecordedEvent } from '../../events/decode.ts';
import { parseStream } from '../../events/stream.ts';
import { isDirectoryEvent, type RecordedDirectoryEvent } from '../../projections/directory.ts';
import { isFrameworkEvent, type RecordedFrameworkEvent } from '../../projections/framework-versions.ts';
import { isSubmissionEvent, type RecordedSubmissionEvent } from '../../projections/review-state/evolve.ts';
import { type Append, eventsOf, narrowed, sharedFaults } from './append.ts';
import { checkDirectory } from './directory-acts.ts';
import { DirectoryBook } from './directory-book.ts';
import { type ErasingAround, ErasureActs } from './erasure-acts.ts';
import { frameworkFaults } from './framework-acts.ts';
import { FrameworkBook } from './framework-book.ts';
import { LedgerActs } from './ledger-acts.ts';
import { OpenPanels } from './open-panels.ts';
import { type Doubt, type Fault, Findings, type Leaf, type RedecisionReport } from './report.ts';
import { ReportActs } from './report-acts.ts';
import { SubmissionBook } from './submission-book.ts';
import { doorFaults } from './system-acts.ts';

const noLinks: ReadonlyMap<string, string> = new Map();

/**
 * Decides a whole ledger again from its public log alone: every act by the rules, every decision by the evaluator and the
 * rules that it names. Fed with the events in ledger order, as `decode` gives them; only what the log itself has opened
 * counts. It keeps what each stream adds up to, and no event but those of reviews that are still sealed.
 */
export class Redecision {
  readonly #findings = new Findings();
  readonly #directory = new DirectoryBook();
  readonly #frameworks = new FrameworkBook();
  readonly #erasures = new ErasureActs();
  readonly #reports = new ReportActs();
  readonly #panels = new OpenPanels();
  readonly #submissions = new Map<string, SubmissionBook>();
  readonly #lasts = new Map<string, { readonly revision: number; readonly recordedAt: string }>();
  readonly #ledger = new LedgerActs();
  #events = 0;
  #append: { stream: string; command: string; leaves: [Leaf, ...Leaf[]] } | null = null;

  /**
   * The event at a ledger index. `links` are those that it is the first to name, pseudonym to directory id, where an
   * auditor's disclosures opened them: with them people's roles and teams are checked as well.
   */
  add(index: number, event: RecordedEvent, links: ReadonlyMap<string, string> = noLinks): void {
    this.#events += 1;
    const { stream, command } = event;
    const leaf: Leaf = { index, event, links };
    if (this.#append !== null && (this.#append.stream !== stream || this.#append.command !== command))
      this.#flush();
    this.#order(leaf);
    if (this.#append === null) this.#append = { stream, command, leaves: [leaf] };
    else this.#append.leaves.push(leaf);
  }

  finish(): RedecisionReport {
    this.#flush();
    for (const book of this.#submissions.values()) book.finish();
    return this.#findings.report(this.#events);
  }

  /** Each stream goes on one by one, and its time never goes back. */
  #order(leaf: Leaf): void {
    const { stream, revision, recordedAt } = leaf.event;
    const last = this.#lasts.get(stream);
    this.#lasts.set(stream, { revision, recordedAt });
    const expected = (last?.revision ?? -1) + 1;
    const faults: Fault[] = [];
    if (revision !== expected) {
      const says = `${stream} goes on with revision ${revision}, and ${expected} is the next`;
      faults.push({ what: 'stream-gap', says });
    }
    if (last !== undefined && recordedAt < last.recordedAt) {
      const says = `it is of ${recordedAt}, and the event before it in ${stream} is of ${last.recordedAt}`;
      faults.push({ what: 'time-backwards', says });
    }
    this.#findings.found([leaf], faults);
  }

  #flush(): void {
    const append = this.#append;
    if (append === null) return;
    this.#append = null;
    const [{ event }] = append.leaves;
    const shared = [...sharedFaults(append), ...doorFaults(event), ...this.#basisFaults(event)];
    const submission = narrowed(append, isSubmissionEvent);
    const directory = narrowed(append, isDirectoryEvent);
    const framework = narrowed(append, isFrameworkEvent);
    if (submission !== null) this.#onSubmission(submission, shared);
    else if (directory !== null) this.#onDirectory(directory, shared);
    else if (framework !== null) this.#onFramework(framework, shared);
    else this.#onOther(append, shared);
  }

  /** Nobody decides on a directory that is still to come; in its own stream an act stands right after what it used. */
  #basisFaults({ basis, stream }: RecordedEvent): readonly Fault[] {
    const { revision } = this.#directory;
    const given = basis.directory ?? -1;
    const right =
      stream === 'directory' ? given === revision : given <= revision && (given >= 0 || revision < 0);
    if (right) return [];
    const says = `its basis is revision ${basis.directory ?? 'none'} of the directory, which stood at ${revision < 0 ? 'none' : revision}`;
    return [{ what: 'basis-differs', says }];
  }

  #onSubmission(append: Append<RecordedSubmissionEvent>, shared: readonly Fault[]): void {
    const book = this.#bookOf(append.stream);
    book.add(append, shared);
    const [{ event }] = append.leaves;
    this.#panels.set(append.stream, book.state, event.recordedAt);
  }

  #onDirectory(append: Append<RecordedDirectoryEvent>, shared: readonly Fault[]): void {
    const [{ event }] = append.leaves;
    const { faults, doubts } = checkDirectory({
      append,
      directory: this.#directory,
      founders: this.#ledger.founders,
      openSeats: (person) =>
        this.#panels.seatsOf(person, event.recordedAt, (stream, pseudonym) =>
          this.#submissions.get(stream)?.personOf(pseudonym),
        ),
    });
    this.#findings.act(append.leaves, [...shared, ...faults], doubts);
    for (const each of eventsOf(append)) this.#directory.add(each);
  }

  #onFramework(append: Append<RecordedFrameworkEvent>, shared: readonly Fault[]): void {
    const key = parseStream(append.stream)?.id ?? '';
    const faults = frameworkFaults({
      append,
      state: this.#frameworks.now(key),
      directory: this.#directory,
      founders: this.#ledger.founders,
    });
    this.#findings.act(append.leaves, [...shared, ...faults], new Set());
    this.#frameworks.add(key, eventsOf(append));
  }

  #onOther(append: Append, shared: readonly Fault[]): void {
    const faults = this.#ledger.check(append, this.#directory);
    const { faults: found, doubts } =
      faults !== null
        ? { faults, doubts: new Set<Doubt>() }
        : (this.#erasures.check(append, this.#erasing()) ?? this.#reports.check(append));
    this.#findings.act(append.leaves, [...shared, ...found], doubts);
  }

  #erasing(): ErasingAround {
    const { founders, ledger } = this.#ledger;
    const caseOf: ErasingAround['caseOf'] = (stream) => this.#submissions.get(stream)?.towardsErasure;
    return { directory: this.#directory, founders, ledger, caseOf };
  }

  #bookOf(stream: string): SubmissionBook {
    const known = this.#submissions.get(stream);
    if (known !== undefined) return known;
    const book = new SubmissionBook({
      directory: this.#directory,
      frameworks: this.#frameworks,
      findings: this.#findings,
      founders: () => this.#ledger.founders,
      ledger: () => this.#ledger.ledger,
    });
    this.#submissions.set(stream, book);
    return book;
  }
}
