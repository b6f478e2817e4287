import type { Finding } from './log-check.ts';

export interface RecordWatchOptions {
  /** Each looks at a part of the record. They throw the signal's reason when it aborts. */
  readonly checks: readonly ((signal: AbortSignal) => Promise<readonly Finding[]>)[];
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly everyMs?: number;
  /** Told of each finding, once a check. */
  readonly onFinding: (finding: Finding) => void;
  readonly onFailure: (error: unknown) => void;
}

export interface WatchStatus {
  /** When the whole record was last looked through, in milliseconds since 1970; null before the first time. */
  readonly checkedAt: number | null;
  readonly findings: readonly Finding[];
}

const dayMs = 86_400_000;

/** Looks through the whole record beside a server's work: once as it starts, then daily (DESIGN §9). */
export class RecordWatch {
  readonly #options: RecordWatchOptions;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #status: WatchStatus = { checkedAt: null, findings: [] };

  constructor(options: RecordWatchOptions) {
    this.#options = options;
  }

  start(): void {
    const { everyMs = dayMs } = this.#options;
    const next = (): void => {
      this.#running = this.#run();
      this.#timer = setTimeout(next, everyMs).unref();
    };
    if (this.#timer === undefined) next();
  }

  status(): WatchStatus {
    return this.#status;
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { checks, now = Date.now, onFinding, onFailure } = this.#options;
    const { signal } = this.#stopping;
    const findings: Finding[] = [];
    try {
      for (const check of checks) {
        for (const finding of await check(signal)) {
          findings.push(finding);
          onFinding(finding);
        }
      }
      this.#status = { checkedAt: now(), findings };
    } catch (error) {
      if (!signal.aborted) onFailure(error);
    }
  }
}
