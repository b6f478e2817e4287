import { decisionRows, judgmentRows } from '../../projections/population/act-rows.ts';
import { latestOf } from '../../projections/population/as-of.ts';
import type { PopulationKind } from '../../projections/population/kinds.ts';
import { pairRows } from '../../projections/population/pair-rows.ts';
import {
  type Participation,
  personRow,
  withParticipation,
} from '../../projections/population/person-rows.ts';
import type { Row, RowSource } from '../../projections/population/row.ts';
import { stateRow, submissionRow } from '../../projections/population/submission-rows.ts';
import type { LogHead, LogReading } from './log-fold.ts';
import { type LogReader, readLog } from './log-reading.ts';
import { type Opening, RowOpening, type SealedCounts } from './opening.ts';

export interface PopulationQuery {
  readonly kind: PopulationKind;
  /** An instant (`parseMoment` reads what people write): entries that may have happened later are left out. */
  readonly asOf: string | null;
}

export interface PopulationCounts {
  /** Entries in submissions' streams, and those left out because they may have happened after `asOf`. */
  readonly entries: number;
  readonly leftOut: number;
  /** Submissions of which anything is known by then. */
  readonly submissions: number;
  readonly people: number;
  readonly rows: number;
  /** Sealed fields that the rows asked for. */
  readonly sealed: Readonly<SealedCounts>;
}

/** A listing says what was asked, of which log, and, once its rows are read, how many there were. */
export interface Population {
  readonly query: PopulationQuery;
  /** Null for a log without events. */
  readonly head: LogHead | null;
  /** Once; in the order in which the log first names a submission or registers a person. */
  readonly rows: AsyncIterable<Row>;
  /** Complete when the rows have been read to the end. */
  readonly counts: () => PopulationCounts;
}

/**
 * Lists what the log adds up to, by pure replay. The rows' names, source keys and labels are opened through `vault`;
 * what is erased or withheld stands as null.
 */
export async function runPopulation({
  store,
  vault,
  ...query
}: PopulationQuery & { readonly store: LogReader; readonly vault: Opening }): Promise<Population> {
  return populationOf(await readLog(store, query.asOf), vault, query);
}

/** The listing of a log that was folded as of the time the query names. */
export function populationOf(reading: LogReading, vault: Opening, query: PopulationQuery): Population {
  const opening = new RowOpening(vault, reading);
  let rows = 0;
  async function* counted(): AsyncGenerator<Row> {
    for await (const row of rowsOf(query, reading, opening)) {
      rows += 1;
      yield row;
    }
  }
  const { kind, asOf } = query;
  return {
    query: { kind, asOf },
    head: reading.head,
    rows: counted(),
    counts: () => ({ ...countsOf(reading), rows, sealed: { ...opening.sealed } }),
  };
}

async function* rowsOf(
  { kind, asOf }: PopulationQuery,
  reading: LogReading,
  opening: RowOpening,
): AsyncGenerator<Row> {
  const at = asOf ?? reading.head?.clock ?? '';
  if (kind === 'people') yield* personRows(reading, opening, asOf, at);
  else for await (const source of opening.sources(at)) yield* perSubmission[kind](source);
}

const perSubmission: Record<Exclude<PopulationKind, 'people'>, (source: RowSource) => readonly Row[]> = {
  submissions: (source) => [submissionRow(source)],
  states: (source) => [stateRow(source)],
  pairs: pairRows,
  judgments: judgmentRows,
  decisions: decisionRows,
};

/** Everyone registered by then, and everyone who had taken part in imported history by then. */
async function* personRows(
  { people }: LogReading,
  opening: RowOpening,
  asOf: string | null,
  at: string,
): AsyncGenerator<Row> {
  const did = new Map<string, Participation>();
  for await (const source of opening.sources(at)) {
    for (const [person, so] of withParticipation(did, source)) did.set(person, so);
  }
  for (const record of people.values()) {
    const registered = latestOf(record.registered) ?? record.registered.recordedAt;
    if (asOf !== null && registered > asOf && !did.has(record.person)) continue;
    yield personRow(record, await opening.named(record.person), did.get(record.person));
  }
}

function countsOf({ records, people }: LogReading): Omit<PopulationCounts, 'rows' | 'sealed'> {
  const all = [...records.values()];
  const sum = (of: (record: (typeof all)[number]) => number): number =>
    all.reduce((total, record) => total + of(record), 0);
  return {
    entries: sum(({ read }) => read),
    leftOut: sum(({ read, entries }) => read - entries),
    submissions: all.filter(({ entries }) => entries > 0).length,
    people: people.size,
  };
}
