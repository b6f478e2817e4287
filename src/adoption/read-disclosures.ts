import { z } from 'zod';
import { parseCanonical } from '../../events/canonical.ts';
import { Count, Digest } from '../../events/ids.ts';

const Line = z.strictObject({ digest: Digest, disclosure: z.string(), index: Count });
export type DisclosureLine = z.infer<typeof Line>;

/** Reads the disclosures of an export beside its entries, which stand in the same order. */
export class DisclosureReader {
  readonly #lines: AsyncIterator<string>;
  #next: DisclosureLine | null = null;
  #ended = false;

  constructor(lines: AsyncIterable<string>) {
    this.#lines = lines[Symbol.asyncIterator]();
  }

  /** Those that first stand in this entry, by digest; entries are asked for in their order. */
  async of(index: number): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (let line = await this.#peek(); line !== null && line.index <= index; line = await this.#peek()) {
      found.set(line.digest, line.disclosure);
      this.#next = null;
    }
    return found;
  }

  async #peek(): Promise<DisclosureLine | null> {
    if (this.#next !== null || this.#ended) return this.#next;
    const { value, done } = await this.#lines.next();
    if (done === true) this.#ended = true;
    else this.#next = Line.parse(parseCanonical(value));
    return this.#next;
  }
}
