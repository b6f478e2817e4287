import type { RecordedEvent } from '../../events/decode.ts';
import { type CaseEnd, caseEnd } from '../../projections/case-end.ts';
import { hasSealed } from '../../projections/evaluator/evaluate.ts';
import type { FrameworkVersion } from '../../projections/framework-versions.ts';
import { evolve, type RecordedSubmissionEvent } from '../../projections/review-state/evolve.ts';
import { isReviewOpen } from '../../projections/review-state/open.ts';
import { initialReviewState, type ReviewState } from '../../projections/review-state/state.ts';
import { actingPerson } from '../../projections/review-state/when.ts';
import type { CommandName } from '../commands/catalogue.ts';
import type { EntryFact, Founders } from '../decider/facts.ts';
import { pseudonymsOf } from '../handle/named.ts';
import { eventsOf, headOf } from './append.ts';
import type { DirectoryBook } from './directory-book.ts';
import { evaluationFaults } from './evaluation.ts';
import type { FrameworkBook } from './framework-book.ts';
import { type OpenedActs, openedBy, openingFaults, withContent } from './openings.ts';
import type { Fault, Findings } from './report.ts';
import { noteRevoked } from './revoked.ts';
import { type Scene, sceneOf } from './scene.ts';
import { checkAct, checkSealedAct, type SubmissionAppend, tellingIn, unasked } from './submission-act.ts';
import { systemFaults } from './system-acts.ts';
import { neutralContent, withoutSealed } from './unread.ts';

/** What a submission's acts depend on beside its own stream. */
export interface Surroundings {
  readonly directory: DirectoryBook;
  readonly frameworks: FrameworkBook;
  readonly findings: Findings;
  readonly founders: () => Founders | null;
  readonly ledger: () => string | null;
}

interface Held {
  readonly append: SubmissionAppend;
  /** Null for an act that was decided again at once. */
  readonly scene: Scene | null;
}

/** Acts whose own rules read what others sealed: they are decided again when the log has opened that. */
const readsSealed: readonly CommandName[] = [
  'record-judgment',
  'raise-concern',
  'answer-concern',
  'withdraw-concern',
  'adopt-concern',
  'record-concern-vote',
];
/** Acts that say something to the rules. */
const says: readonly RecordedEvent['type'][] = ['JudgmentRecorded', 'ConcernRaised', 'ConcernVoteRecorded'];
const noLinks: ReadonlyMap<string, string> = new Map();
const nothingOpened: OpenedActs = { contents: new Map(), salts: new Map() };

/**
 * One submission's stream, decided again act by act. What a review says to the rules is sealed until its decision, so acts
 * that depend on it wait here for that: as many as one review has, and no others.
 */
export class SubmissionBook {
  readonly #around: Surroundings;
  readonly #links = new Map<string, string>();
  readonly #named = new Set<string>();
  readonly #entries = new Map<string, EntryFact>();
  #state: ReviewState = initialReviewState;
  #end: CaseEnd | null = null;
  /** What stood before the first act that waits; null where none does. */
  #start: ReviewState | null = null;
  #held: Held[] = [];

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get state(): ReviewState {
    return this.#state;
  }

  /** Whether its review still needs what it sealed, and how and when the case ended. */
  get towardsErasure(): { readonly isNeeded: boolean; readonly end: CaseEnd | null } {
    const { judgments, raised, votes } = this.#state;
    const isNeeded = isReviewOpen(this.#state) && judgments.length + raised.length + votes.length > 0;
    return { isNeeded, end: this.#end };
  }

  /** Who a pseudonym is, where a link says so. */
  personOf(pseudonym: string): string | undefined {
    return this.#links.get(pseudonym);
  }

  /** One append, with what was found wrong in it by looking at it alone. */
  add(append: SubmissionAppend, shared: readonly Fault[]): void {
    const panel = this.#state.panel?.event;
    const { known, waiting } = this.#decidedAgain(append, [...shared, ...this.#strangers(append)]);
    for (const { event } of append.leaves) {
      this.#state = evolve(this.#state, event);
      this.#end = caseEnd(this.#end, this.#state, event);
      this.#enter(event);
    }
    if (waiting !== null || this.#start !== null) this.#held.push({ append, scene: waiting });
    if (known) this.#release();
    // A panel that is gone took with it what was never opened.
    else if (this.#state.panel?.event !== panel) this.finish();
  }

  /** The log goes no further: what still waits was never opened. */
  finish(): void {
    if (this.#start !== null) this.#replayed(nothingOpened, false);
    this.#release();
  }

  #release(): void {
    this.#start = null;
    this.#held = [];
  }

  /** Whoever is named first in a stream is linked there to who they are, in a sealed field for auditors, and nobody else is. */
  #strangers({ leaves }: SubmissionAppend): readonly Fault[] {
    const ledger = this.#around.ledger();
    return leaves.flatMap(({ event, links = noLinks }, at): readonly Fault[] => {
      const first = [...new Set(pseudonymsOf(event))].filter(
        (each) => each !== ledger && !this.#named.has(each),
      );
      for (const pseudonym of first) this.#named.add(pseudonym);
      for (const [pseudonym, person] of links) this.#links.set(pseudonym, person);
      const others = [...links.keys()].filter((each) => !first.includes(each));
      const faults: Fault[] = others.map((each) => ({
        what: 'stranger',
        says: `it links ${each}, whom it is not the first to name`,
        at,
      }));
      if (first.length <= (event.sealed.auditors?.length ?? 0)) return faults;
      const says = `it is the first to name ${first.join(', ')}, and holds no link to who that is`;
      return [...faults, { what: 'stranger', says, at }];
    });
  }

  /** `known`: from here on all that the review said is open. `waiting`: the act has to be asked when it is. */
  #decidedAgain(
    append: SubmissionAppend,
    shared: readonly Fault[],
  ): { readonly known: boolean; readonly waiting: Scene | null } {
    const { findings } = this.#around;
    const head = headOf(append);
    const telling = tellingIn(this.#told(append, this.#state));
    if (telling === null) {
      findings.act(append.leaves, [...shared, unasked(head)], new Set());
      return { known: false, waiting: null };
    }
    const scene = this.#scene(append, telling.name);
    if (telling.name === 'issue-decision')
      return { known: this.#decision(append, scene, shared), waiting: null };
    if (readsSealed.includes(telling.name) && this.#state.panel !== null) {
      this.#start ??= this.#state;
      findings.found(append.leaves, shared);
      return { known: false, waiting: scene };
    }
    const act = { ...this.#told(append, this.#state), scene };
    const { faults, doubts } = checkAct(act);
    const system = systemFaults(head, this.#state, this.#around.ledger());
    findings.act(append.leaves, [...shared, ...faults, ...system], doubts);
    return { known: false, waiting: null };
  }

  /** A decision; true for one that ended the review, and so opened what waited for it. */
  #decision(append: SubmissionAppend, scene: Scene, shared: readonly Fault[]): boolean {
    const at = append.leaves.findIndex(({ event }) => event.type === 'DecisionIssued');
    const issued = append.leaves[at]?.event;
    if (issued?.type !== 'DecisionIssued') return false;
    const opened = openedBy(append);
    const ends = issued.data.outcome !== 'deferred';
    const openings = openingFaults(append, this.#state, (act) => this.#waiting(act));
    const replayed = ends ? this.#replayed(opened, true) : this.#state;
    const state = ends && hasSealed(replayed) ? withoutSealed(replayed, this.#framework(replayed)) : replayed;
    const { frameworks } = this.#around;
    const evaluation = evaluationFaults({
      issued,
      state,
      frameworks: frameworks.now(state.framework ?? ''),
      isWhole: (version) => frameworks.isWhole(version),
      typeOf: (id) => this.#entries.get(id)?.type,
    }).map((fault) => ({ ...fault, at }));
    const known = [...shared, ...openings, ...evaluation];
    const { faults, doubts } = checkAct({ ...this.#told(append, state, opened), scene });
    this.#around.findings.act(append.leaves, [...known, ...withoutRepeats(known, faults)], doubts);
    return ends;
  }

  /**
   * What waited goes on from where it began, each act decided again on the way: on what the log has opened, or, where it
   * never was opened, on all but what was said. Gives the state that follows.
   */
  #replayed(opened: OpenedActs, isOpened: boolean): ReviewState {
    let state = this.#start ?? this.#state;
    for (const { append, scene } of this.#held) {
      const head = headOf(append);
      const isTold = isOpened && (opened.contents.has(head.id) || !says.includes(head.type));
      if (scene !== null) {
        const act = { ...this.#told(append, state, opened), scene };
        const { faults, doubts } = isTold ? checkAct(act) : checkSealedAct(act);
        this.#around.findings.act(append.leaves, faults, doubts);
      }
      for (const { event } of append.leaves) {
        const neutral = isOpened ? undefined : neutralContent(event, this.#framework(state));
        state = evolve(state, withContent(event, opened.contents.get(event.id) ?? neutral));
      }
    }
    return state;
  }

  #told(append: SubmissionAppend, state: ReviewState, { contents, salts }: OpenedActs = nothingOpened) {
    const entry = (id: string): EntryFact | undefined => this.#entries.get(id);
    return { append, state, framework: this.#framework(state), contents, salts, entry };
  }

  #scene(append: SubmissionAppend, command: CommandName): Scene {
    const [leaf] = append.leaves;
    const { event } = leaf;
    const { directory, frameworks, founders, findings } = this.#around;
    const key = event.type === 'SubmissionReceived' ? event.data.framework : (this.#state.framework ?? '');
    const [now, before] = [frameworks.now(key), frameworks.before(key, event.recordedAt)];
    const person = this.#links.get(event.actor.person);
    if (person !== undefined) noteRevoked(leaf, person, command, directory, findings);
    return sceneOf({
      events: eventsOf(append),
      command,
      state: this.#state,
      directory,
      links: this.#links,
      frameworks: now === before ? [now] : [now, before],
      founders: founders(),
    });
  }

  #framework({ panel, framework }: ReviewState): FrameworkVersion | undefined {
    return this.#around.frameworks.now(framework ?? '').versions.find(({ ref }) => ref === panel?.framework);
  }

  /** The event of an act of the present panel that waits to be opened. */
  #waiting(act: string): RecordedEvent | undefined {
    return this.#held
      .flatMap(({ append }) => append.leaves)
      .map(({ event }) => event)
      .find(({ id }) => id === act);
  }

  #enter(event: RecordedSubmissionEvent): void {
    const { id, type, revision } = event;
    const thread = event.type === 'CommentAdded' ? (event.data.thread ?? id) : null;
    const visibility = 'visibility' in event.data ? event.data.visibility : null;
    this.#entries.set(id, { id, type, revision, by: actingPerson(event), thread, visibility });
  }
}

/** What the evaluation and the openings have said of a decision is not said twice. */
function withoutRepeats(known: readonly Fault[], faults: readonly Fault[]): readonly Fault[] {
  const said = new Set(known.map(({ what }) => what));
  const isOpening = [...said].some((what) => what.startsWith('opening-'));
  return faults.filter(
    ({ what, rule }) =>
      !said.has(what) && !(isOpening && (rule === 'review-sealed' || what === 'content-differs')),
  );
}
