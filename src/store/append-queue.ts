import type { Append } from './append-checks.ts';
import type { Appended } from './event-store.ts';

export type Answer = { readonly appended: Appended } | { readonly refused: unknown };

/** Writes the appends in their order and answers each by itself, in that order. */
export type Flush = (batch: readonly Append[]) => readonly Answer[];

interface Waiting {
  readonly append: Append;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (reason: unknown) => void;
}

const maxBatch = 256;
const maxBatchBytes = 4 * 1024 * 1024;

/**
 * Group commit: the appends that arrive in one turn of the event loop share one flush, and so one fsync. Waiting
 * longer than a turn gains nothing (`setImmediate` gathers what there is) and would slow a lone writer.
 */
export class AppendQueue {
  readonly #flush: Flush;
  readonly #waiting: Waiting[] = [];
  #scheduled: Promise<void> | undefined;

  constructor(flush: Flush) {
    this.#flush = flush;
  }

  push(append: Append): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ append, resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves when everything pushed so far is answered. */
  async drain(): Promise<void> {
    while (this.#scheduled !== undefined) await this.#scheduled;
  }

  #schedule(): void {
    this.#scheduled ??= new Promise((done) => {
      setImmediate(() => {
        this.#scheduled = undefined;
        this.#run();
        if (this.#waiting.length > 0) this.#schedule();
        done();
      });
    });
  }

  #run(): void {
    const batch = this.#waiting.splice(0, this.#batchLength());
    try {
      const answers = this.#flush(batch.map(({ append }) => append));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const answer = answers[index];
        if (answer === undefined) reject(new Error('the flush left an append without an answer'));
        else if ('appended' in answer) resolve(answer.appended);
        else reject(answer.refused);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  #batchLength(): number {
    let bytes = 0;
    const end = this.#waiting.findIndex(({ append }, index) => {
      bytes += append.bytes;
      return index >= maxBatch || (index > 0 && bytes > maxBatchBytes);
    });
    return end < 0 ? this.#waiting.length : end;
  }
}
