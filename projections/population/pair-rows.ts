import type { Named } from './openings.ts';
import { nobody } from './openings.ts';
import { type Row, type RowSource, submissionColumns } from './row.ts';

/** One part that somebody, or an empty seat, has in one submission. */
export interface Pair extends Named {
  readonly part: 'submitter' | 'sponsor' | 'seat' | 'commenter';
  readonly seat: string | null;
  readonly capacity: string | null;
  readonly team: string | null;
  readonly label: string | null;
  readonly pseudonym: string | null;
  readonly status: string | null;
  readonly comments: number | null;
}

const blank = { seat: null, capacity: null, team: null, label: null, status: null, comments: null };

/** Who takes part in a submission, and how: submitter, sponsor, seats in their order, commenters by their first comment. */
export function pairsOf({ record, openings }: RowSource): readonly Pair[] {
  const { submitter, sponsor, panel } = record.review;
  const named = (part: Pair['part'], pseudonym: string | null): Pair[] =>
    pseudonym === null ? [] : [{ ...blank, part, pseudonym, ...openings.who(pseudonym) }];
  const seats = (panel?.seats ?? []).map(
    ({ seat, capacity, team, holder, status }): Pair => ({
      part: 'seat',
      seat,
      capacity,
      team,
      label: openings.label(seat),
      pseudonym: holder,
      ...openings.who(holder),
      status,
      comments: null,
    }),
  );
  const commenters = record.comments.map(
    ({ by, as, count }): Pair => ({
      ...blank,
      part: 'commenter',
      capacity: as,
      pseudonym: by,
      ...(by === null ? nobody : openings.who(by)),
      comments: count,
    }),
  );
  return [...named('submitter', submitter), ...named('sponsor', sponsor), ...seats, ...commenters];
}

export const pairRows = (source: RowSource): readonly Row[] =>
  pairsOf(source).map(
    ({ part, seat, capacity, team, label, pseudonym, person, name, personKey, status, comments }) => ({
      ...submissionColumns(source),
      part,
      seat,
      capacity,
      team,
      label,
      pseudonym,
      person,
      name,
      personKey,
      status,
      comments,
    }),
  );
