import type { Database } from 'better-sqlite3';
import type { StoredEvent } from '../store/event-store.ts';
import { type Batch, batchOf } from './batch.ts';
import { swapView, type ViewName, viewNames } from './shape.ts';
import { ViewSet } from './view-set.ts';
import { type Head, readHead } from './views-file.ts';

/** The live views and how far they are, moved only in whole transactions: rows and head together. */
export class LiveTables {
  readonly #db: Database;
  readonly #views: ViewSet;
  readonly #move;
  #head: Head;

  constructor(db: Database) {
    this.#db = db;
    this.#views = new ViewSet(db, viewNames, '');
    this.#head = readHead(db);
    this.#move = db.prepare<[string | null, number, string | null, number]>(
      'UPDATE head SET position = ?, leaf = ?, clock = ?, builds = ?',
    );
  }

  get head(): Head {
    return this.#head;
  }

  /**
   * Folds in what follows the head; what it already holds is passed over. False when another process has moved the
   * views meanwhile: then nothing was written, and `head` is where they are now.
   * @throws what the first event that cannot be read was refused for, once everything before it is written
   */
  apply(stored: readonly StoredEvent[]): boolean {
    const { position } = this.#head;
    const news = position === null ? stored : stored.filter((each) => each.position > position);
    const batch = batchOf(news, this.#head);
    if (batch.entries.length > 0 && !this.#write(batch)) return false;
    if (batch.error !== null) throw batch.error;
    return true;
  }

  #write(batch: Batch): boolean {
    return this.#inTransaction(() => {
      this.#views.apply(batch.entries);
      return batch.head;
    });
  }

  /** Puts what a rebuild filled in the place of these views. False as in `apply`. */
  swap(views: readonly ViewName[], reached: Head): boolean {
    const swapped = this.#inTransaction(() => {
      for (const view of views) swapView(this.#db, view);
      return { ...reached, builds: this.#head.builds + 1 };
    });
    this.#views.forget();
    return swapped;
  }

  #inTransaction(work: () => Head): boolean {
    try {
      const head = this.#db
        .transaction(() => {
          const found = readHead(this.#db);
          if (found.position !== this.#head.position || found.builds !== this.#head.builds) return null;
          const next = work();
          this.#move.run(next.position, next.leaf, next.clock, next.builds);
          return next;
        })
        .immediate();
      if (head !== null) {
        this.#head = head;
        return true;
      }
    } catch (error) {
      this.#views.forget();
      throw error;
    }
    this.#views.forget();
    this.#head = readHead(this.#db);
    return false;
  }
}
