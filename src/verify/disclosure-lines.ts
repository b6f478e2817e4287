import { z } from 'zod';
import { parseCanonical } from '../../events/canonical.ts';
import { Count, Digest } from '../../events/ids.ts';
import { exportNames } from '../ledger-export/export-manifest.ts';
import type { Findings } from './finding.ts';

/** One line of `disclosures.ndjson`: what opens a digest, and the first event in which it stands. */
export const DisclosureLine = z.strictObject({
  digest: Digest,
  disclosure: z.string().regex(/^[A-Za-z0-9_-]+$/, 'base64url'),
  index: Count,
});
export type DisclosureLine = z.infer<typeof DisclosureLine>;

export interface NumberedLine extends DisclosureLine {
  readonly line: number;
}

/** More digests than this do not fit into one event. */
const mostPerEvent = 2_000;

/** Reads the disclosures beside the log, so that no more are in memory than the entries in hand have. */
export class DisclosureLines {
  readonly #lines: AsyncIterator<string>;
  readonly #size: number;
  readonly #findings: Findings;
  readonly #kept = new Map<number, NumberedLine[]>();
  #next: NumberedLine | null = null;
  #line = 0;
  /** The latest entry of which there was a line. */
  #reached = 0;

  constructor(lines: AsyncIterable<string>, size: number, findings: Findings) {
    this.#lines = lines[Symbol.asyncIterator]();
    this.#size = size;
    this.#findings = findings;
  }

  /** Reads on to the last line of the entries before `end`. */
  async readUpTo(end: number): Promise<void> {
    for (;;) {
      this.#next ??= await this.#read();
      if (this.#next === null || this.#next.index >= end) return;
      const { index } = this.#next;
      const lines = this.#kept.get(index) ?? [];
      if (index < this.#reached || lines.length >= mostPerEvent) this.#stray(this.#next);
      else this.#kept.set(index, [...lines, this.#next]);
      this.#reached = Math.max(this.#reached, index);
      this.#next = null;
    }
  }

  /** The lines of one entry, which are given once. */
  take(index: number): readonly NumberedLine[] {
    const lines = this.#kept.get(index) ?? [];
    this.#kept.delete(index);
    return lines;
  }

  #stray({ line, index, digest }: NumberedLine): void {
    this.#findings.add(
      'disclosure-out-of-order',
      `line ${line} opens ${digest} of entry ${index} and stands behind those of later entries, or there are too many of them`,
      { path: exportNames.disclosures, line, index },
    );
  }

  async #read(): Promise<NumberedLine | null> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done === true) return null;
      this.#line += 1;
      const line = this.#parse(value);
      if (line !== null) return line;
    }
  }

  #parse(text: string): NumberedLine | null {
    const where = { path: exportNames.disclosures, line: this.#line };
    const parsed = parsedLine(text);
    if (typeof parsed === 'string') {
      this.#findings.add('disclosure-invalid', `line ${this.#line} is no disclosure: ${parsed}`, where);
      return null;
    }
    if (parsed.index < this.#size) return { ...parsed, line: this.#line };
    this.#findings.add(
      'disclosure-unknown',
      `line ${this.#line} is of entry ${parsed.index}, and there are ${this.#size}`,
      where,
    );
    return null;
  }
}

function parsedLine(text: string): DisclosureLine | string {
  let json: unknown;
  try {
    json = parseCanonical(text);
  } catch {
    // What does not parse may be sealed text: it is not quoted.
    return 'it is no canonical JSON';
  }
  const parsed = DisclosureLine.safeParse(json);
  return parsed.success ? parsed.data : `${parsed.error.issues[0]?.path.join('.') ?? ''} does not fit`;
}
