/** Runs jobs in lanes: one after the other within a lane, lanes side by side, so many of all of them at a time. */
export class Lanes {
  readonly #limit: number;
  readonly #last = new Map<string, Promise<void>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Resolves as soon as there is room for the job, not when it is done. A job answers for its own errors. */
  async start(lane: string, job: () => Promise<void>): Promise<void> {
    while (this.#running >= this.#limit) await this.#change();
    this.#running += 1;
    const before = this.#last.get(lane);
    const mine = (before === undefined ? job() : before.then(job)).finally(() => {
      this.#running -= 1;
      if (this.#last.get(lane) === mine) this.#last.delete(lane);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.#last.set(lane, mine);
  }

  /** Resolves when the lane's jobs so far are done. */
  async done(lane: string): Promise<void> {
    await this.#last.get(lane);
  }

  /** Resolves when every job so far is done. */
  async idle(): Promise<void> {
    while (this.#running > 0) await this.#change();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
