import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseSignatureLine } from '../checkpoint/note.ts';
import type { HeadFolder } from '../log/head-folder.ts';

/** A small text that outlives the process. */
export interface KeptText {
  /** Null where there is none. */
  read(): string | null;
  /** On the disk when it returns, whole or not at all. */
  write(text: string): void;
}

/** The text in the file `witnesses.json` beside the newest checkpoint. */
export function witnessesFile(head: HeadFolder): KeptText {
  const name = 'witnesses.json';
  const path = join(head.path, name);
  return {
    read: () => (existsSync(path) ? readFileSync(path, 'utf8') : null),
    write: (text) => head.write(name, text),
  };
}

const LastCosigned = z.strictObject({
  vkey: z.string(),
  size: z.int().nonnegative(),
  /** In base64. */
  root: z.string(),
  /** Its signature line for that checkpoint. */
  line: z.string(),
});

/** What a witness cosigned last, of all that it answered us. */
export type LastCosigned = Readonly<z.infer<typeof LastCosigned>>;

const Kept = z.strictObject({ v: z.literal(1), origin: z.string(), witnesses: z.array(LastCosigned) });

/**
 * What each witness cosigned last, under its verifier key. It saves a call, and shows in an alarm what was published
 * before; what a witness holds is for the witness to say.
 */
export class WitnessMemory {
  readonly #kept: KeptText;
  readonly #onFailure: (error: unknown) => void;
  #origin: string | null = null;
  #last = new Map<string, LastCosigned>();
  #written = '';

  /** `onFailure` is told where it cannot be read or written; nothing else follows from that. */
  constructor(kept: KeptText, onFailure: (error: unknown) => void) {
    this.#kept = kept;
    this.#onFailure = onFailure;
  }

  /** What is remembered of another origin is let go. */
  open(origin: string): void {
    if (this.#origin === origin) return;
    this.#origin = origin;
    this.#last = new Map();
    try {
      const text = this.#kept.read();
      if (text === null) return;
      const kept = Kept.parse(JSON.parse(text));
      if (kept.origin !== origin) return;
      for (const each of kept.witnesses) {
        parseSignatureLine(each.line);
        this.#last.set(each.vkey, each);
      }
      this.#written = text;
    } catch (error) {
      this.#onFailure(error);
    }
  }

  last(vkey: string): LastCosigned | null {
    return this.#last.get(vkey) ?? null;
  }

  set(last: LastCosigned): void {
    this.#last.set(last.vkey, last);
  }

  /** Nothing is written where nothing has changed. */
  save(): void {
    const witnesses = [...this.#last.values()].sort((a, b) => (a.vkey < b.vkey ? -1 : 1));
    const text = `${JSON.stringify({ v: 1, origin: this.#origin, witnesses }, null, 2)}\n`;
    if (text === this.#written || witnesses.length === 0) return;
    try {
      this.#kept.write(text);
      this.#written = text;
    } catch (error) {
      this.#onFailure(error);
    }
  }
}
