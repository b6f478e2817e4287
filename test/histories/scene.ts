import type { LedgerEvent, SubmissionEvent } from '../../events/catalogue.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import { uuid } from '../recorded.ts';
import type { Random } from './random.ts';

export interface Scene {
  readonly state: ReviewState;
  readonly submission: string;
  readonly at: string;
  /** Rises with every act: makes ids and texts that differ. */
  readonly count: number;
  readonly random: Random;
  /** Every event of the stream so far. */
  readonly events: readonly { readonly id: string; readonly data: SubmissionEvent['data'] }[];
  /** What was sealed in the judgments, concerns and votes so far, to be opened with the decision. */
  readonly sealed: ReadonlyMap<string, LedgerEvent>;
}

/** One append. */
export type Act = readonly SubmissionEvent[];

/** Sealed text that a test can look for in stored bytes. */
export const words = ({ count }: Scene): string => `sealed words number ${count}`;
export const named = (scene: Scene, what: string): string =>
  uuid(`${what} ${scene.count} of ${scene.submission}`);
