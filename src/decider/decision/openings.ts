import type { EventOf } from '../../../events/catalogue.ts';
import { LedgerError } from '../../../events/errors.ts';
import type { ReviewState, Sealable } from '../../../projections/review-state/state.ts';
import type { Facts } from '../facts.ts';

type Opening = EventOf<'JudgmentOpened' | 'ConcernOpened' | 'VoteOpened'>;

interface Act<T> {
  readonly event: string;
  readonly content: Sealable<T>;
  readonly opened: boolean;
}

/**
 * What puts the rule field of every act of the present panel into the log: superseded, withdrawn and stale ones too, for
 * the rules read them. Judgments first, then concerns, then votes, each in the order of the stream.
 * @throws LedgerError `review-sealed` when a disclosure is missing
 */
export function openings(state: ReviewState, facts: Facts, submission: string): readonly Opening[] {
  const each = <T>(acts: readonly Act<T>[], open: (act: string, salt: string, content: T) => Opening) =>
    acts
      .filter(({ opened }) => !opened)
      .map(({ event, content }) => {
        const salt = facts.ruleSalt(event);
        if (content === 'sealed' || salt === undefined) throw sealed(submission);
        return open(event, salt, content);
      });
  return [
    ...each(state.judgments, (act, salt, judgment) => ({
      type: 'JudgmentOpened',
      data: { act, salt, judgment },
    })),
    ...each(state.raised, (act, salt, content) => ({ type: 'ConcernOpened', data: { act, salt, content } })),
    ...each(state.votes, (act, salt, vote) => ({ type: 'VoteOpened', data: { act, salt, vote } })),
  ];
}

export const sealed = (submission: string): LedgerError =>
  new LedgerError(
    'review-sealed',
    'a disclosure that the rules read is missing from the vault: the review cannot be decided until it is back',
    { submission },
  );
