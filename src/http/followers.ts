/** How many stay, and how many of one person: more of them would keep others out. */
export class Followers {
  readonly most: number;
  readonly mostOfOne: number;
  readonly #ofOne = new Map<string, number>();
  #count = 0;

  constructor(most = 50, mostOfOne = 5) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  get count(): number {
    return this.#count;
  }

  /** True for one more, who leaves when the signal aborts; false where there is no room. */
  enter(person: string, signal: AbortSignal): boolean {
    // Whoever has gone already is not told of again.
    if (signal.aborted) return true;
    const own = this.#ofOne.get(person) ?? 0;
    if (this.#count >= this.most || own >= this.mostOfOne) return false;
    this.#count += 1;
    this.#ofOne.set(person, own + 1);
    signal.addEventListener('abort', () => this.#leave(person), { once: true });
    return true;
  }

  #leave(person: string): void {
    this.#count -= 1;
    const own = (this.#ofOne.get(person) ?? 1) - 1;
    if (own === 0) this.#ofOne.delete(person);
    else this.#ofOne.set(person, own);
  }
}
