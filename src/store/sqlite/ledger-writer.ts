import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database, { type Statement } from 'better-sqlite3';
import { LedgerError } from '../../../events/errors.ts';
import { type Append, placeAppend } from '../append-checks.ts';
import type { Answer } from '../append-queue.ts';
import type { Appended } from '../event-store.ts';
import { positionOf } from '../positions.ts';
import type { Connection } from './connection.ts';
import { refusing, storeFailure } from './failure.ts';
import { idBytes, type LedgerPages } from './ledger-pages.ts';
import { NameKeys } from './name-keys.ts';

/** Writes batches of appends, each batch in one durable transaction. */
export class LedgerWriter {
  readonly #db: Database.Database;
  readonly #path: string;
  readonly #pages: LedgerPages;
  readonly #streams: NameKeys;
  readonly #types: NameKeys;
  readonly #insert: Statement<[number, number, number, Buffer, number, string]>;
  readonly #begin: Statement<[]>;
  readonly #commit: Statement<[]>;
  readonly #rollback: Statement<[]>;
  /** A commit failed half-way: the WAL may hold frames that only a crash would bring back. */
  #doubt: 'none' | 'unsettled' = 'none';

  constructor({ db, path }: Connection, pages: LedgerPages) {
    this.#db = db;
    this.#path = path;
    this.#pages = pages;
    this.#streams = new NameKeys(db, 'stream');
    this.#types = new NameKeys(db, 'type');
    this.#insert = db.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)');
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#rollback = db.prepare('ROLLBACK');
  }

  /** Answers every append of the batch, in its order. An append that cannot be written does not keep the rest from it. */
  write(batch: readonly Append[]): readonly Answer[] {
    let answers: readonly Answer[];
    try {
      this.settle();
      this.#begin.run();
      let end = this.#pages.end();
      answers = batch.map((append) => {
        const answer = this.#place(append, end);
        if ('appended' in answer && answer.appended.outcome === 'appended') end += append.events.length;
        return answer;
      });
    } catch (error) {
      this.#undo();
      return this.#oneByOne(batch, error);
    }
    try {
      this.#commit.run();
      return answers;
    } catch (error) {
      this.#undo();
      return isBeforeCommit(error) ? this.#oneByOne(batch, error) : this.#unknown(batch, error);
    }
  }

  #oneByOne(batch: readonly Append[], error: unknown): readonly Answer[] {
    if (batch.length > 1) return batch.flatMap((append) => this.write([append]));
    return [{ refused: storeFailure(error, this.#path) }];
  }

  #place(append: Append, end: number): Answer {
    let first: number | Appended;
    try {
      first = placeAppend(append, this.#pages);
    } catch (error) {
      if (error instanceof LedgerError) return { refused: error };
      throw error;
    }
    if (typeof first !== 'number') return { appended: first };
    const stream = this.#streams.keyOf(append.stream);
    for (const [index, { id, type, body }] of append.events.entries())
      this.#insert.run(end + 1 + index, stream, first + index, idBytes(id), this.#types.keyOf(type), body);
    const last = first + append.events.length - 1;
    const position = positionOf(end + append.events.length);
    return { appended: { outcome: 'appended', first, last, position } };
  }

  #undo(): void {
    this.#streams.forget();
    this.#types.forget();
    if (this.#db.inTransaction) this.#rollback.run();
  }

  #unknown(batch: readonly Append[], error: unknown): readonly Answer[] {
    this.#doubt = 'unsettled';
    return batch.map(({ stream }) => ({
      refused: new LedgerError(
        'outcome-unknown',
        `writing to ${this.#path} failed half-way, so it is not known whether the append to ${stream} is kept: read the stream back before trying again`,
        { stream },
        { cause: error },
      ),
    }));
  }

  /**
   * Makes certain, after a commit that failed half-way, that what can be read now is what a crash would leave: the
   * visible part of the WAL goes into the database and the rest is cut off. Before that nothing is read or written.
   * @throws LedgerError `store-unavailable`
   */
  settle(): void {
    if (this.#doubt === 'none') return;
    refusing(this.#path, () => {
      if (this.#db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) !== 0)
        throw new LedgerError(
          'store-unavailable',
          `${this.#path} is recovering from a failed write and waits for its readers; try again`,
          { reason: 'recovering' },
        );
      const wal = openSync(`${this.#path}-wal`, 'r');
      fsyncSync(wal);
      closeSync(wal);
    });
    this.#doubt = 'none';
  }
}

/**
 * No room, or a busy file, fails before the frame that ends a transaction is written whole. After any other error
 * that frame may stand in the WAL without its fsync, invisible here, and a crash could still make it count.
 */
const isBeforeCommit = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(?:FULL|BUSY|READONLY)/.test(error.code);
