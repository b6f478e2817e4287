import { randomInt } from 'node:crypto';

const keysPerBlock = 65_536;

/** Numbers by ordinal that may grow; 0 where nothing was set. */
export class Column {
  #numbers = new Uint32Array(1024);

  get(ordinal: number): number {
    return this.#numbers[ordinal] ?? 0;
  }

  set(ordinal: number, value: number): void {
    if (ordinal >= this.#numbers.length) {
      const grown = new Uint32Array(Math.max(ordinal + 1, this.#numbers.length * 2));
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[ordinal] = value;
  }
}

/**
 * An exact set of byte strings of one length that numbers them 0, 1, 2 … as they come: open addressing over the keys
 * themselves, about 1.5 times their size in memory and nothing per key beside. A million ids take 24 MB. What goes with a
 * key is kept in a `Column` under its ordinal.
 */
export class ByteTable {
  readonly #keyBytes: number;
  readonly #blocks: Buffer[] = [];
  /** Ordinal + 1; 0 is free. */
  #slots = new Uint32Array(4096);
  #size = 0;
  /** Nobody who writes a log can know which keys will collide. */
  readonly #seed = randomInt(2 ** 32);

  /** `keyBytes` is a multiple of 4. */
  constructor(keyBytes: number) {
    this.#keyBytes = keyBytes;
  }

  get size(): number {
    return this.#size;
  }

  /** The ordinal of a key; -1 for one that was not added. */
  find(key: Buffer): number {
    return (this.#slots[this.#slotOf(key)] ?? 0) - 1;
  }

  /** Adds a key; false where it was there before. Its ordinal is the size before it was added. */
  add(key: Buffer): boolean {
    const slot = this.#slotOf(key);
    if (this.#slots[slot] !== 0) return false;
    const at = this.#size % keysPerBlock;
    if (at === 0) this.#blocks.push(Buffer.allocUnsafe(keysPerBlock * this.#keyBytes));
    key.copy(this.#blocks.at(-1) ?? key, at * this.#keyBytes);
    this.#size += 1;
    this.#slots[slot] = this.#size;
    if (this.#size * 3 > this.#slots.length * 2) this.#grow();
    return true;
  }

  key(ordinal: number): Buffer {
    const at = (ordinal % keysPerBlock) * this.#keyBytes;
    return (
      this.#blocks[Math.floor(ordinal / keysPerBlock)]?.subarray(at, at + this.#keyBytes) ?? Buffer.alloc(0)
    );
  }

  /** Where the key stands, or the free slot where it would. */
  #slotOf(key: Buffer): number {
    if (key.byteLength !== this.#keyBytes) throw new TypeError(`a key has ${this.#keyBytes} bytes`);
    const last = this.#slots.length - 1;
    for (let slot = this.#hash(key) & last; ; slot = (slot + 1) & last) {
      const ordinal = (this.#slots[slot] ?? 0) - 1;
      if (ordinal < 0 || this.key(ordinal).equals(key)) return slot;
    }
  }

  #hash(key: Buffer): number {
    let hash = this.#seed;
    for (let at = 0; at < this.#keyBytes; at += 4) {
      hash = Math.imul(hash ^ key.readInt32LE(at), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  #grow(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let ordinal = 0; ordinal < this.#size; ordinal += 1)
      this.#slots[this.#slotOf(this.key(ordinal))] = ordinal + 1;
  }
}

/** The 16 bytes of a UUID. */
export const uuidBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

/** A UUID from its 16 bytes. */
export function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The 32 bytes of a digest in base64url. */
export const digestBytes = (digest: string): Buffer => Buffer.from(digest, 'base64url');
