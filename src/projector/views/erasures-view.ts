import type { Database } from 'better-sqlite3';
import { type ErasureState, erasureView, isFinished } from '../../../projections/erasures.ts';
import { isHandled } from '../../../projections/projection.ts';
import type { LedgerEntry } from '../batch.ts';
import { parsed } from '../kept-json.ts';
import type { LiveView } from '../live-view.ts';
import type { Ending } from '../shape.ts';

interface Kept {
  readonly first: number;
  readonly state: ErasureState;
}

/** Every erasure as it stands, and by which entry each digest was erased. */
export class ErasuresView implements LiveView {
  readonly #get;
  readonly #put;
  readonly #erased;

  constructor(db: Database, ending: Ending) {
    this.#get = db.prepare<[string], { first: number; state: string }>(
      `SELECT first, state FROM erasure${ending} WHERE id = ?`,
    );
    this.#put = db.prepare<[number, string, number, string]>(
      `INSERT OR REPLACE INTO erasure${ending} VALUES (?, ?, ?, ?)`,
    );
    this.#erased = db.prepare<[Buffer, number, number]>(
      `INSERT OR IGNORE INTO erased_digest${ending} VALUES (?, ?, ?)`,
    );
  }

  apply(entries: readonly LedgerEntry[]): void {
    const states = new Map<string, Kept>();
    for (const { event, leaf } of entries) {
      if (!isHandled(erasureView, event)) continue;
      const id = event.stream.slice('erasure-'.length);
      const { first, state } = states.get(id) ??
        this.#load(id) ?? { first: leaf, state: erasureView.initialState };
      states.set(id, { first, state: erasureView.evolve(state, event) });
      if (event.type !== 'DisclosuresErased') continue;
      for (const digest of event.data.digests)
        this.#erased.run(Buffer.from(digest, 'base64url'), first, leaf);
    }
    for (const [id, { first, state }] of states) {
      const isDue = state.approved !== null && !isFinished(state);
      this.#put.run(first, id, isDue ? 1 : 0, JSON.stringify(state));
    }
  }

  forget(): void {}

  #load(id: string): Kept | null {
    const row = this.#get.get(id);
    return row === undefined ? null : { first: row.first, state: parsed<ErasureState>(row.state) };
  }
}
