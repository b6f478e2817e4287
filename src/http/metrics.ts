import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { isLedgerError } from '../../events/errors.ts';

export interface Gauges {
  /** Events in the log, as its public listener knows it; null where there is none. */
  readonly recorded: () => number | null;
  /** Events in the views. */
  readonly viewed: () => number;
  /** 1 while the views follow the store, 0 once they have stopped. */
  readonly following: () => number;
  readonly followers: () => number;
}

/**
 * What the server says of itself in numbers. Every label comes from a closed set (routes, methods, statuses, commands,
 * codes): never an id, a name, or anything that somebody sent.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests;
  readonly #seconds;
  readonly #commands;

  constructor() {
    const registers = [this.#registry];
    this.#requests = new Counter({
      name: 'govledger_http_requests_total',
      help: 'Requests answered, by listener, route, method and status.',
      labelNames: ['listener', 'route', 'method', 'status'] as const,
      registers,
    });
    this.#seconds = new Histogram({
      name: 'govledger_http_request_seconds',
      help: 'How long answers took, by listener and route; followers are left out.',
      labelNames: ['listener', 'route'] as const,
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    });
    this.#commands = new Counter({
      name: 'govledger_commands_total',
      help: 'Commands, by name and what came of them: accepted, replayed, or the code of the refusal.',
      labelNames: ['command', 'came'] as const,
      registers,
    });
    collectDefaultMetrics({ register: this.#registry, prefix: 'govledger_' });
  }

  /** Numbers that are read when they are asked for. */
  watch({ recorded, viewed, following, followers }: Gauges): void {
    const gauges = [
      ['govledger_events_recorded', 'Events that the log holds.', () => recorded() ?? viewed()],
      ['govledger_events_viewed', 'Events that the views hold.', viewed],
      ['govledger_views_following', '1 while the views follow the ledger.', following],
      ['govledger_followers', 'Readers who follow the events.', followers],
    ] as const;
    for (const [name, help, read] of gauges) {
      new Gauge({
        name,
        help,
        registers: [this.#registry],
        collect() {
          this.set(read());
        },
      });
    }
  }

  request(listener: 'members' | 'public', route: string, method: string, status: number, ms: number): void {
    const known = methods.includes(method) ? method : 'other';
    this.#requests.inc({ listener, route, method: known, status });
    if (ms < followedMs) this.#seconds.observe({ listener, route }, ms / 1000);
  }

  /** Does a command and counts what came of it. */
  async command<T extends { readonly replayed: boolean }>(
    command: string,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      const accepted = await work();
      this.#commands.inc({ command, came: accepted.replayed ? 'replayed' : 'accepted' });
      return accepted;
    } catch (error) {
      this.#commands.inc({ command, came: isLedgerError(error) ? error.code : 'failed' });
      throw error;
    }
  }

  /** In the text format of Prometheus. */
  async text(): Promise<{ readonly type: string; readonly text: string }> {
    return { type: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}

const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'DELETE', 'PUT', 'PATCH', 'OPTIONS'];
/** Longer than any answer that ends by itself. */
const followedMs = 60_000;
