import { setTimeout } from 'node:timers/promises';
import { isLedgerError } from '../../events/errors.ts';
import { HttpRefusal } from './problem.ts';

const laterMs = 50;

/** Work that goes on after its caller was answered. A server that stops waits for it. */
export class Background {
  readonly #work = new Set<Promise<unknown>>();
  readonly #onFailure: (error: unknown) => void;

  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  run(work: () => Promise<unknown>): void {
    const running = work().catch((error: unknown) => {
      // What is refused has been refused to whoever asked.
      if (!isLedgerError(error) && !(error instanceof HttpRefusal)) this.#onFailure(error);
    });
    this.#work.add(running);
    void running.finally(() => this.#work.delete(running));
  }

  /** Begins only when whoever waits for an answer has it, so that its length tells them nothing. */
  later(work: () => Promise<unknown>): void {
    this.run(async () => {
      await setTimeout(laterMs);
      await work();
    });
  }

  async idle(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }
}
