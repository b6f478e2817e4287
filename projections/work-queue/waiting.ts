import type { Role } from '../../events/ids.ts';

/** Why something waits. None of these tells what anyone judged. */
export type WaitReason =
  | 'screen-submission'
  | 'answer-information'
  | 'convene-panel'
  | 'seat-alternate'
  | 'declare-interest'
  | 'clear-interest'
  | 'record-judgment'
  | 'judge-again'
  | 'answer-concern'
  | 'vote-on-concern'
  | 'adopt-concern'
  | 'propose-decision'
  | 'extend-or-dissolve'
  | 'issue-decision'
  | 'publish-decision'
  | 'submit-evidence'
  | 'verify-condition'
  | 'resolve-suspension'
  | 're-review'
  | 'close-submission';

/** Whom it waits for: one person by pseudonym, or whoever holds one of the roles. */
export interface Waiter {
  readonly roles: readonly Role[];
  readonly person: string | null;
  readonly seat: string | null;
  readonly team: string | null;
}

export interface Waiting {
  readonly who: Waiter;
  readonly why: WaitReason;
  /** The request, seat, concern, proposal, condition or decision that it is about. */
  readonly about: string | null;
  readonly since: string;
  readonly due: string | null;
}

/** Something that waits within a window of time: at any clock `at` with `after < at <= until`; null leaves a side open. */
export interface Wait extends Waiting {
  readonly after: string | null;
  readonly until: string | null;
}

export const isWaiting = ({ after, until }: Wait, at: string): boolean =>
  (after === null || at > after) && (until === null || at <= until);

export const withoutWindow = ({ after: _, until: __, ...waiting }: Wait): Waiting => waiting;

export const heldBy = (...roles: readonly Role[]): Waiter => ({
  roles,
  person: null,
  seat: null,
  team: null,
});
export const personally = (person: string): Waiter => ({ roles: [], person, seat: null, team: null });

type Details = Pick<Wait, 'since'> & Partial<Pick<Wait, 'about' | 'due' | 'after' | 'until'>>;

export const wait = (who: Waiter, why: WaitReason, details: Details): Wait => ({
  who,
  why,
  about: details.about ?? null,
  since: details.since,
  due: details.due ?? null,
  after: details.after ?? null,
  until: details.until ?? null,
});
