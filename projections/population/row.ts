import type { Json } from '../../events/canonical.ts';
import { parseStream } from '../../events/stream.ts';
import type { Openings } from './openings.ts';
import type { SubmissionRecord } from './submission-record.ts';

/** One line of a listing: its columns in their order, plain JSON. */
export type Row = { readonly [column: string]: Json };

/** What a row of a submission is made of; `at` is the instant whose standing it shows. */
export interface RowSource {
  readonly record: SubmissionRecord;
  readonly openings: Openings;
  readonly at: string;
}

export const submissionColumns = ({ record, openings }: RowSource) => ({
  submission: parseStream(record.stream)?.id ?? null,
  sourceKey: openings.sourceKey,
});

/** Numbers summed under each name, names in order. */
export function summed(items: Iterable<readonly [name: string, count: number]>): { [name: string]: number } {
  const sums = new Map<string, number>();
  for (const [name, count] of items) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}
