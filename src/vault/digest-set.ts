/** 48 of a digest's 256 bits: of two billion pairs, one may look alike. */
const prefixBytes = 6;
const leastSlots = 1 << 10;

/**
 * Digests as 8 to 16 bytes each, so that those of a long ledger fit into memory. What was added is there; what was not is
 * there by chance once in some ten million times: only for questions where a wrong yes does no harm.
 */
export class DigestSet {
  #slots = new Float64Array(leastSlots);
  #size = 0;

  add(digest: string): void {
    if (this.#size * 2 >= this.#slots.length) this.#grow();
    this.#put(prefixOf(digest));
  }

  has(digest: string): boolean {
    const prefix = prefixOf(digest);
    return this.#slots[this.#slotOf(prefix)] === prefix;
  }

  #put(prefix: number): void {
    const slot = this.#slotOf(prefix);
    if (this.#slots[slot] === 0) this.#size += 1;
    this.#slots[slot] = prefix;
  }

  /** Where it stands, or the first empty slot after where it belongs; digests are random, so that is close by. */
  #slotOf(prefix: number): number {
    const { length } = this.#slots;
    let slot = prefix % length;
    while (this.#slots[slot] !== 0 && this.#slots[slot] !== prefix) slot = (slot + 1) % length;
    return slot;
  }

  #grow(): void {
    const held = this.#slots;
    this.#slots = new Float64Array(held.length * 2);
    this.#size = 0;
    for (const prefix of held) if (prefix !== 0) this.#put(prefix);
  }
}

/** Never 0, which means an empty slot. */
const prefixOf = (digest: string): number => Buffer.from(digest, 'base64url').readUIntBE(0, prefixBytes) + 1;
