import { createHash } from 'node:crypto';

const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/**
 * A log far larger than memory: every entry is `filler` but a few, so that a perfect subtree without one of those hashes to
 * what its level alone tells. Written after RFC 6962 §2.1 with BigInt throughout, for what JavaScript's numbers might get
 * wrong above 2^31.
 */
export class LargeLog {
  readonly #special: ReadonlyMap<bigint, Uint8Array>;
  readonly #filler: Buffer[] = [sha256(Buffer.of(0x00), Buffer.from('filler'))];

  constructor(special: ReadonlyMap<bigint, Uint8Array>) {
    this.#special = special;
  }

  /** MTH(D[start:end]). */
  mth(start: bigint, end: bigint): Buffer {
    const n = end - start;
    const isSpecial = [...this.#special.keys()].some((index) => start <= index && index < end);
    const level = BigInt(n.toString(2).length - 1);
    if (!isSpecial && n === 1n << level) return this.#fillerAt(Number(level));
    if (n === 1n) return sha256(Buffer.of(0x00), this.entry(start));
    const k = splitPoint(n);
    return sha256(Buffer.of(0x01), this.mth(start, start + k), this.mth(start + k, end));
  }

  entry(index: bigint): Uint8Array {
    return this.#special.get(index) ?? Buffer.from('filler');
  }

  /** PATH(m, D[start:end]). */
  path(m: bigint, start: bigint, end: bigint): Buffer[] {
    const n = end - start;
    if (n === 1n) return [];
    const k = splitPoint(n);
    return m < k
      ? [...this.path(m, start, start + k), this.mth(start + k, end)]
      : [...this.path(m - k, start + k, end), this.mth(start, start + k)];
  }

  /** SUBPROOF(m, D[start:end], whole). */
  proof(m: bigint, start: bigint, end: bigint, whole = true): Buffer[] {
    const n = end - start;
    if (m === n) return whole ? [] : [this.mth(start, end)];
    const k = splitPoint(n);
    return m <= k
      ? [...this.proof(m, start, start + k, whole), this.mth(start + k, end)]
      : [...this.proof(m - k, start + k, end, false), this.mth(start, start + k)];
  }

  #fillerAt(level: number): Buffer {
    const known = this.#filler[level];
    if (known !== undefined) return known;
    const below = this.#fillerAt(level - 1);
    const hash = sha256(Buffer.of(0x01), below, below);
    this.#filler[level] = hash;
    return hash;
  }
}

function splitPoint(n: bigint): bigint {
  const k = 1n << BigInt(n.toString(2).length - 1);
  return k === n ? k / 2n : k;
}
