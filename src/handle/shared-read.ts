import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * A read that begins after it was asked for, and is shared by all who ask before it begins: as fresh as one of their own,
 * and one for many. Reads follow each other, so that two never fold the same events into one state.
 */
export class SharedRead<T> {
  readonly #read: () => Promise<T>;
  #next: Promise<T> | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(read: () => Promise<T>) {
    this.#read = read;
  }

  now(): Promise<T> {
    this.#next ??= this.#begin();
    return this.#next;
  }

  async #begin(): Promise<T> {
    await this.#last;
    await nextTurn();
    this.#next = null;
    const reading = this.#read();
    this.#last = reading.catch(() => undefined);
    return reading;
  }
}
