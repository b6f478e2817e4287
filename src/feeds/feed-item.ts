import { v5 } from 'uuid';
import { reasonInWords } from '../../projections/work-queue/in-words.ts';
import type { Waiting } from '../../projections/work-queue/waiting.ts';

/** One thing that waits, as far as it may stand at an address that needs no sign-in: no title, name or team. */
export interface FeedItem {
  /** The same for as long as the same thing waits. */
  readonly id: string;
  readonly submission: string;
  /** What is to be done, like `record a judgment`. */
  readonly what: string;
  /** RFC 3339, UTC. */
  readonly since: string;
  readonly due: string | null;
}

export interface Feed {
  /** A stable id of the feed, a UUID, which tells nothing of its address. */
  readonly id: string;
  /** The feed's beginning, for one in which nothing waits. */
  readonly created: string;
  /** Where the server is reached, without a slash at the end. */
  readonly base: string;
  readonly items: readonly FeedItem[];
}

export const feedItem = (submission: string, { why, about, who, since, due }: Waiting): FeedItem => ({
  // `about` and the seat can be what the reader is asked for twice in one case.
  id: v5(`${why}/${about ?? ''}/${who.seat ?? ''}`, submission),
  submission,
  what: reasonInWords(why),
  since,
  due,
});

/** The newest change that the items tell of: from the data alone, so that the same content has the same date. */
export const updatedOf = ({ items, created }: Pick<Feed, 'items' | 'created'>): string =>
  items.reduce((latest, { since }) => (since > latest ? since : latest), created);

/** Where a reader goes on; there they sign in. */
export const addressOf = (base: string, submission: string): string =>
  `${base}/api/submissions/${submission}`;
