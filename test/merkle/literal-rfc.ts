import { createHash } from 'node:crypto';

const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** The largest power of two that is smaller than n, RFC 6962 §2.1: `k < n <= 2k`. */
export function splitPoint(n: number): number {
  for (let k = 1; ; k *= 2) if (k < n && n <= 2 * k) return k;
}

/**
 * RFC 6962 §2.1 to the letter, over entries D(0), D(1), … of a list that only grows: slow, and nothing of the code that is
 * tested is used. A range is written [start, end); its hash never changes, so it is computed once.
 */
export class LiteralLog {
  readonly #entries: Uint8Array[] = [];
  readonly #known = new Map<number, Map<number, Buffer>>();

  get size(): number {
    return this.#entries.length;
  }

  append(entry: Uint8Array): void {
    this.#entries.push(entry);
  }

  entry(index: number): Uint8Array {
    const entry = this.#entries[index];
    if (entry === undefined) throw new RangeError(`no entry ${index}`);
    return entry;
  }

  /** §2.1 MTH(D[start:end]). */
  mth(start: number, end: number): Buffer {
    const known = this.#known.get(start) ?? new Map<number, Buffer>();
    const hash = known.get(end) ?? this.#mth(start, end);
    this.#known.set(start, known.set(end, hash));
    return hash;
  }

  #mth(start: number, end: number): Buffer {
    const n = end - start;
    if (n === 0) return sha256();
    if (n === 1) return sha256(Buffer.of(0x00), this.entry(start));
    const k = splitPoint(n);
    return sha256(Buffer.of(0x01), this.mth(start, start + k), this.mth(start + k, end));
  }

  /** §2.1.1 PATH(m, D[start:end]), where m counts from `start`. */
  path(m: number, start: number, end: number): Buffer[] {
    const n = end - start;
    if (n === 1) return [];
    const k = splitPoint(n);
    return m < k
      ? [...this.path(m, start, start + k), this.mth(start + k, end)]
      : [...this.path(m - k, start + k, end), this.mth(start, start + k)];
  }

  /** §2.1.2 PROOF(m, D[n]), 0 < m <= n. */
  proof(m: number, n: number): Buffer[] {
    return this.#subproof(m, 0, n, true);
  }

  #subproof(m: number, start: number, end: number, whole: boolean): Buffer[] {
    const n = end - start;
    if (m === n) return whole ? [] : [this.mth(start, end)];
    const k = splitPoint(n);
    return m <= k
      ? [...this.#subproof(m, start, start + k, whole), this.mth(start + k, end)]
      : [...this.#subproof(m - k, start + k, end, false), this.mth(start, start + k)];
  }
}

/** The sides from which PATH(m, D[n]) adds its hashes: two sizes with the same sides cannot be told apart by a proof. */
export function pathSides(m: number, n: number): string {
  if (n === 1) return '';
  const k = splitPoint(n);
  return m < k ? `${pathSides(m, k)}R` : `${pathSides(m - k, n - k)}L`;
}

/** The same of PROOF(m, D[n]); `=` stands for the subtree that both trees end in. */
export function proofSides(m: number, n: number, whole = true): string {
  if (m === n) return whole ? '' : '=';
  const k = splitPoint(n);
  return m <= k ? `${proofSides(m, k, whole)}R` : `${proofSides(m - k, n - k, false)}L`;
}
