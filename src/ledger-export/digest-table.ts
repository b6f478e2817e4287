const digestBytes = 32;
const leastSlots = 1 << 10;

/** A set of digests in 64 to 128 bytes each: those of a long log fit into memory, and a JavaScript set ends at 2^24. */
export class DigestTable {
  #slots = Buffer.alloc(leastSlots * digestBytes);
  #taken = new Uint8Array(leastSlots);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds a digest as it stands in an event. False where it was there. */
  add(digest: string): boolean {
    if (this.#size * 2 >= this.#taken.length) this.#grow();
    const added = this.#put(Buffer.from(digest, 'base64url'));
    if (added) this.#size += 1;
    return added;
  }

  #put(bytes: Uint8Array): boolean {
    const slots = this.#taken.length;
    // Digests are random, so a slot that is free lies close by.
    for (let slot = Buffer.from(bytes).readUIntBE(0, 6) % slots; ; slot = (slot + 1) % slots) {
      const at = slot * digestBytes;
      if (this.#taken[slot] === 0) {
        this.#taken[slot] = 1;
        this.#slots.set(bytes, at);
        return true;
      }
      if (this.#slots.compare(bytes, 0, digestBytes, at, at + digestBytes) === 0) return false;
    }
  }

  #grow(): void {
    const [slots, taken] = [this.#slots, this.#taken];
    this.#slots = Buffer.alloc(slots.length * 2);
    this.#taken = new Uint8Array(taken.length * 2);
    for (const [slot, held] of taken.entries())
      if (held === 1) this.#put(slots.subarray(slot * digestBytes, (slot + 1) * digestBytes));
  }
}
