import type { Context } from './context.ts';

const everyMs = 200;

/** A line on standard error that keeps changing, for long work that a person waits for; silent for anybody else. */
export class Progress {
  readonly #say: (text: string) => void;
  readonly #shows: boolean;
  #last = 0;
  #width = 0;

  constructor({ terminal, json }: Context) {
    this.#say = terminal.say;
    this.#shows = terminal.person.err && !json;
  }

  show(text: string): void {
    const now = Date.now();
    if (!this.#shows || now - this.#last < everyMs) return;
    this.#last = now;
    this.#say(`\r${text.padEnd(this.#width)}`);
    this.#width = text.length;
  }

  /** Takes the line away again. */
  end(): void {
    if (this.#width > 0) this.#say(`\r${' '.repeat(this.#width)}\r`);
    this.#width = 0;
  }
}

export const counted = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
