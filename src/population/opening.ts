import { type Named, namedBy, openingsOf, peopleOf } from '../../projections/population/openings.ts';
import type { RowSource } from '../../projections/population/row.ts';
import type { Opener } from '../../projections/population/sealed.ts';
import type { SubmissionRecord } from '../../projections/population/submission-record.ts';
import type { Vault } from '../vault/vault.ts';
import type { LogReading } from './log-fold.ts';

/** What opens the few sealed fields that rows show; the reader of a listing has to be entitled to them. */
export type Opening = Pick<Vault, 'open'>;

/** How many of the digests that rows asked for could be opened. */
export interface SealedCounts {
  opened: number;
  erased: number;
  missing: number;
}

/** Records opened together: few round trips, and never many texts in memory. */
const RECORDS_AT_ONCE = 200;

/** Opens names and what rows of submissions need, some records at a time; counts what it asked for. */
export class RowOpening {
  readonly #vault: Opening;
  readonly #reading: LogReading;
  readonly #names = new Map<string, Named>();
  readonly sealed: SealedCounts = { opened: 0, erased: 0, missing: 0 };

  constructor(vault: Opening, reading: LogReading) {
    this.#vault = vault;
    this.#reading = reading;
  }

  /** The submissions of which anything is known, opened, in their order. `at` is the instant whose standing rows show. */
  async *sources(at: string): AsyncGenerator<RowSource> {
    const records = [...this.#reading.records.values()].filter(({ entries }) => entries > 0);
    for (let from = 0; from < records.length; from += RECORDS_AT_ONCE) {
      const some = records.slice(from, from + RECORDS_AT_ONCE);
      const open = await this.#opener(some.flatMap(({ links, labels }) => [...links, ...labels]));
      await this.#learn(some.flatMap((record) => peopleOf(record, open)));
      for (const record of some) yield this.#source(record, open, at);
    }
  }

  /** A person's name and source key, by directory id. */
  async named(person: string): Promise<Named> {
    await this.#learn([person]);
    return this.#named(person);
  }

  #source(record: SubmissionRecord, open: Opener, at: string): RowSource {
    return { record, at, openings: openingsOf(record, open, (person) => this.#named(person)) };
  }

  #named(person: string): Named {
    return this.#names.get(person) ?? { person, name: null, personKey: null };
  }

  async #learn(people: readonly string[]): Promise<void> {
    const unknown = [...new Set(people)].filter((person) => !this.#names.has(person));
    const digests = unknown.flatMap((person) => this.#sealedOf(person));
    const open = await this.#opener(digests);
    for (const person of unknown) {
      this.#names.set(person, namedBy(person, this.#reading.people.get(person), open));
    }
  }

  #sealedOf(person: string): readonly string[] {
    const record = this.#reading.people.get(person);
    return record === undefined ? [] : [...record.sealed, ...(record.renamed ?? [])];
  }

  async #opener(digests: readonly string[]): Promise<Opener> {
    const opened = await this.#vault.open(digests);
    for (const { state } of opened.values()) this.sealed[state] += 1;
    return (digest) => {
      const found = opened.get(digest);
      return found?.state === 'opened' ? found.disclosure.disclosure : undefined;
    };
  }
}
