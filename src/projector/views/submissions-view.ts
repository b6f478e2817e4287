import type { Database } from 'better-sqlite3';
import { dueActs } from '../../../projections/due.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import { isSubmissionEvent } from '../../../projections/review-state/evolve.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import {
  type Participation,
  participations,
  pinnedFramework,
  type SubmissionRow,
  submissionRow,
} from '../../../projections/submission-row.ts';
import { submissionView } from '../../../projections/views.ts';
import type { LedgerEntry } from '../batch.ts';
import { parsed } from '../kept-json.ts';
import type { LiveView } from '../live-view.ts';
import type { Ending } from '../shape.ts';

/** A submission in hand: its place, its state, and the rows that were last written from it. */
interface Held {
  readonly id: string;
  readonly first: number;
  state: ReviewState;
  /** JSON of what stands in the tables that index it; null while nothing does. */
  indexed: string | null;
}

/** States in memory between batches: enough for what is being worked on, and bounded whatever the ledger's length. */
const statesKept = 1_000;
const streamPrefix = 'submission-';

export type FindFramework = (ref: string) => FrameworkVersion | null;

/** Submissions with their states, who takes part, what waits for whom, and what time alone will cause. */
export class SubmissionsView implements LiveView {
  readonly #held = new Map<string, Held>();
  readonly #framework: FindFramework;
  readonly #statements;

  constructor(db: Database, ending: Ending, framework: FindFramework) {
    this.#framework = framework;
    this.#statements = prepare(db, ending);
  }

  apply(entries: readonly LedgerEntry[]): void {
    const touched = new Set<Held>();
    for (const { event, leaf } of entries) {
      if (!isSubmissionEvent(event)) continue;
      const held = this.#hold(event.stream.slice(streamPrefix.length), leaf);
      held.state = submissionView.evolve(held.state, event);
      touched.add(held);
    }
    for (const held of touched) this.#write(held);
    this.#release();
  }

  forget(): void {
    this.#held.clear();
  }

  #hold(id: string, leaf: number): Held {
    const held = this.#held.get(id) ??
      this.#load(id) ?? { id, first: leaf, state: submissionView.initialState, indexed: null };
    // The newest stand last: those used longest ago are let go of first.
    this.#held.delete(id);
    this.#held.set(id, held);
    return held;
  }

  #load(id: string): Held | null {
    const found = this.#statements.find.get(id);
    if (found === undefined) return null;
    const state = parsed<ReviewState>(found.state);
    const { waits } = parsed<SubmissionRow>(found.line);
    return {
      id,
      first: found.first,
      state,
      indexed: JSON.stringify([participations(state), waits, dueActs(state)]),
    };
  }

  #write(held: Held): void {
    const { id, first, state } = held;
    const ref = pinnedFramework(state);
    const row = submissionRow(id, state, ref === null ? null : this.#framework(ref));
    const { phase, outcome, frameworkKey, source } = row;
    this.#statements.put.run(first, id, phase, outcome, frameworkKey, source, JSON.stringify(row));
    this.#statements.putState.run(first, JSON.stringify(state));
    const index = [participations(state), row.waits, dueActs(state)] as const;
    const indexed = JSON.stringify(index);
    if (indexed === held.indexed) return;
    if (held.indexed !== null) for (const statement of this.#statements.clear) statement.run(first);
    this.#index(first, ...index);
    held.indexed = indexed;
  }

  #index(
    first: number,
    people: readonly Participation[],
    waits: SubmissionRow['waits'],
    acts: ReturnType<typeof dueActs>,
  ): void {
    for (const { person, as } of people) this.#statements.putParticipant.run(person, first, as);
    for (const [item, wait] of waits.entries()) {
      const who = wait.who.person === null ? wait.who.roles : [wait.who.person];
      for (const each of who)
        this.#statements.putWaiting.run(each, urgencyOf(wait), first, item, wait.after, wait.until);
    }
    for (const [item, act] of acts.entries())
      this.#statements.putDue.run(act.due, first, item, JSON.stringify(act));
  }

  #release(): void {
    for (const id of this.#held.keys()) {
      if (this.#held.size <= statesKept) return;
      this.#held.delete(id);
    }
  }
}

/** What is due comes first, soonest first; then what waits longest. */
const urgencyOf = ({ due, since }: SubmissionRow['waits'][number]): string => `${due ?? '~'} ${since}`;

function prepare(db: Database, ending: Ending) {
  type Line = { readonly first: number; readonly line: string; readonly state: string };
  return {
    find: db.prepare<[string], Line>(
      `SELECT first, line, state FROM submission${ending} JOIN state${ending} USING (first) WHERE id = ?`,
    ),
    put: db.prepare<[number, string, string, string | null, string | null, string | null, string]>(
      `INSERT OR REPLACE INTO submission${ending} VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ),
    putState: db.prepare<[number, string]>(`INSERT OR REPLACE INTO state${ending} VALUES (?, ?)`),
    putParticipant: db.prepare<[string, number, string]>(`INSERT INTO participant${ending} VALUES (?, ?, ?)`),
    putWaiting: db.prepare<[string, string, number, number, string | null, string | null]>(
      `INSERT INTO waiting${ending} VALUES (?, ?, ?, ?, ?, ?)`,
    ),
    putDue: db.prepare<[string, number, number, string]>(`INSERT INTO due${ending} VALUES (?, ?, ?, ?)`),
    clear: ['participant', 'waiting', 'due'].map((name) =>
      db.prepare<[number]>(`DELETE FROM ${name}${ending} WHERE first = ?`),
    ),
  };
}
