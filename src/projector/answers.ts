import type { Role } from '../../events/ids.ts';
import type { DueAct } from '../../projections/due.ts';
import type { ErasureState, Ground } from '../../projections/erasures.ts';
import type { Outcome, Phase } from '../../projections/review-state/state.ts';
import type { Waiting } from '../../projections/work-queue/waiting.ts';

export interface SubmissionFilter {
  readonly phase?: Phase;
  readonly outcome?: Outcome;
  /** A framework's key. */
  readonly framework?: string;
  readonly source?: string;
  /** Submissions in which one of these pseudonyms takes part. */
  readonly participants?: readonly string[];
  /** Submissions from which one of these pseudonyms is fenced off are left out, before anything is counted or paged. */
  readonly hiddenFrom?: readonly string[];
}

export interface Page<T, C> {
  readonly items: readonly T[];
  /** Where the next page begins; null at the end. */
  readonly next: C | null;
}

export interface WorkQuery {
  readonly roles?: readonly Role[];
  readonly people?: readonly string[];
  readonly hiddenFrom?: readonly string[];
  readonly at: string;
  readonly after?: WorkCursor;
  readonly limit?: number;
}
export interface WorkCursor {
  readonly urgency: string;
  readonly first: number;
  readonly item: number;
}
export interface Work {
  readonly submission: string;
  readonly waiting: Waiting;
}

/** A due act with the submission that it is about. */
export type DueOn = DueAct & { readonly submission: string };
export interface DueCursor {
  readonly due: string;
  readonly first: number;
  readonly item: number;
}

/** Where one event stands. */
export interface EntryPlace {
  readonly index: number;
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly recordedAt: string;
  readonly clock: string;
  readonly position: string;
}

/** An erasure as the log's own public values have it: whose text it is about stands sealed. */
export interface ErasureLine extends ErasureState {
  readonly erasure: string;
  /** The leaf index of its proposal. */
  readonly first: number;
}

/** By which entry a digest was erased, when, and on which ground. */
export interface ErasedBy {
  readonly erasure: string;
  readonly event: string;
  readonly index: number;
  readonly at: string;
  readonly ground: Ground;
}
