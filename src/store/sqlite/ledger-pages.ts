import type { Database, Statement } from 'better-sqlite3';
import { LedgerError } from '../../../events/errors.ts';
import type { Recorded } from '../append-checks.ts';
import { checkpointStream, type Position, type StoredEvent } from '../event-store.ts';
import { positionOf } from '../positions.ts';
import type { Pages } from '../reading.ts';

type EventRow = [position: bigint, stream: string, revision: bigint, id: string, type: string, body: string];
type NumberRow = [number: bigint | null];

const event = `SELECT event.position, stream.name, event.revision, lower(hex(event.id)), type.name, event.body
  FROM event JOIN stream ON stream.key = event.stream JOIN type ON type.key = event.type`;

/** The look-ups of a ledger file. Integers are read as bigint, for a plain read rounds beyond 2^53 without a word. */
export class LedgerPages implements Pages, Recorded {
  readonly #path: string;
  readonly #after: Statement<[number, number], EventRow>;
  readonly #ofStream: Statement<[string, number, number, number], EventRow>;
  readonly #byId: Statement<[Buffer], EventRow>;
  readonly #end: Statement<[], NumberRow>;
  readonly #lastBefore: Statement<[number, string], NumberRow>;
  readonly #lastRevision: Statement<[string], NumberRow>;

  constructor(db: Database, path: string) {
    this.#path = path;
    const rows = <P extends unknown[], R>(sql: string): Statement<P, R> =>
      db.prepare<P, R>(sql).raw().safeIntegers();
    this.#after = rows(`${event} WHERE event.position > ? ORDER BY event.position LIMIT ?`);
    this.#ofStream = rows(
      `${event} WHERE event.stream = (SELECT key FROM stream WHERE name = ?) AND event.revision BETWEEN ? AND ?
        ORDER BY event.revision LIMIT ?`,
    );
    this.#byId = rows(`${event} WHERE event.id = ?`);
    this.#end = rows('SELECT max(position) FROM event');
    this.#lastBefore = rows(
      `SELECT position FROM event WHERE position <= ?
        AND stream IS NOT (SELECT key FROM stream WHERE name = ?) ORDER BY position DESC LIMIT 1`,
    );
    this.#lastRevision = rows(
      'SELECT max(revision) FROM event WHERE stream = (SELECT key FROM stream WHERE name = ?)',
    );
  }

  after(sequence: number, limit: number): readonly StoredEvent[] {
    let next = BigInt(sequence);
    return this.#after.all(sequence, limit).map((row) => {
      next += 1n;
      if (row[0] !== next) throw this.#violation(`the event at position ${next} is missing`);
      return this.#event(row);
    });
  }

  ofStream(stream: string, from: number, to: number, limit: number): readonly StoredEvent[] {
    return this.#ofStream.all(stream, from, to, limit).map((row, index) => {
      if (row[2] !== BigInt(from + index))
        throw this.#violation(`revision ${from + index} of ${stream} is missing`);
      return this.#event(row);
    });
  }

  lastBefore(sequence: number): Position | null {
    const position = this.#lastBefore.get(sequence, checkpointStream)?.[0] ?? null;
    return position === null ? null : positionOf(position);
  }

  end(): number {
    return this.#exact(this.#end.get()?.[0] ?? 0n);
  }

  event(id: string): StoredEvent | undefined {
    const row = this.#byId.get(idBytes(id));
    return row === undefined ? undefined : this.#event(row);
  }

  lastRevision(stream: string): number {
    return this.#exact(this.#lastRevision.get(stream)?.[0] ?? -1n);
  }

  #event([position, stream, revision, id, type, body]: EventRow): StoredEvent {
    return {
      id: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`,
      type,
      body,
      stream,
      revision: this.#exact(revision),
      position: positionOf(position),
    };
  }

  #exact(value: bigint): number {
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.#violation(`a number is out of bounds: ${value}`);
    return Number(value);
  }

  #violation(what: string): LedgerError {
    return new LedgerError('integrity-violation', `${this.#path} is damaged: ${what}`, { where: what });
  }
}

export const idBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');
