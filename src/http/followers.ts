/** How many stay: more of them would keep others out. */
export class Followers {
  readonly most: number;
  #count = 0;

  constructor(most = 50) {
    this.most = most;
  }

  get count(): number {
    return this.#count;
  }

  /** True for one more, who leaves when the signal aborts; false where there is no room. */
  enter(signal: AbortSignal): boolean {
    // Whoever has gone already is not told of again.
    if (signal.aborted) return true;
    if (this.#count >= this.most) return false;
    this.#count += 1;
    signal.addEventListener('abort', () => this.#leave(), { once: true });
    return true;
  }

  #leave(): void {
    this.#count -= 1;
  }
}
