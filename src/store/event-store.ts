/**
 * The one port to the record (DESIGN §8). Bodies are canonical JSON text, made once by the caller: an adapter keeps
 * them and gives them back byte for byte, and never parses them. All refusals are `LedgerError`s.
 */

/** Opaque. Sorts as a string in ledger order within one store; means nothing in another; never calculate with it. */
export type Position = string;

/** `absent`: the stream has no event yet. `at: n`: the revision of its last event is n. Nothing looser is offered. */
export type Expected = 'absent' | { readonly at: number };

export interface NewEvent {
  /** A lower-case UUID, unique in the whole store. */
  readonly id: string;
  readonly type: string;
  /** Canonical JSON text. */
  readonly body: string;
}

export interface StoredEvent extends NewEvent {
  readonly stream: string;
  /** 0-based and dense within the stream. */
  readonly revision: number;
  readonly position: Position;
}

export interface Appended {
  /** `already-present`: these ids with these bytes stood at this place before; the numbers are the original ones. */
  readonly outcome: 'appended' | 'already-present';
  readonly first: number;
  readonly last: number;
  /** Of the last event of the append. */
  readonly position: Position;
}

/** A signal that a follower has seen all there was; `null` while the ledger has no event. */
export interface CaughtUp {
  readonly caughtUp: Position | null;
}

/** Both bounds inclusive revisions; a bound past the end is no error. */
export interface StreamRange {
  readonly from?: number;
  readonly to?: number;
}

/** `after` is exclusive. */
export interface LedgerRange {
  readonly after?: Position;
  readonly limit?: number;
}

export interface FollowOptions {
  readonly after?: Position;
  readonly signal: AbortSignal;
}

/** One event's canonical bytes; a C2SP entry may have 65,535, the rest is left for what wraps it. */
export const maxEventBytes = 60 * 1024;
/** The bodies of one append together (KurrentDB's limit). */
export const maxAppendBytes = 1024 * 1024;
export const maxStreamNameBytes = 256;

/**
 * The one stream that stands outside the ledger order: it is appended to and read like any other, but `readAll`,
 * `follow` and `head` pass over it, so that a checkpoint never becomes a leaf of the tree it signs.
 */
export const checkpointStream = 'checkpoint';

export interface EventStore {
  /**
   * All events or none; once it has answered, they survive a crash. Callers may append concurrently; each append is
   * checked against its own expectation, in the order of the calls, and a refused one leaves no trace.
   *
   * In this order: ids that all stand, with these types and bytes, right behind `expected` in this stream answer
   * `already-present`, however far the stream has gone on. Any other append with a known id is refused. Then the
   * stream's last revision must be the expected one.
   *
   * @throws LedgerError `invalid-store-call` a stream name, id, type or body out of bounds, or an id named twice ·
   * `too-large` beyond {@link maxEventBytes} or {@link maxAppendBytes} · `idempotency-mismatch` a known id with other
   * bytes, at another place, or beside unknown ones · `revision-conflict` with the actual revision ·
   * `store-full`, `store-read-only`, `store-unavailable` nothing was written, and the same append may be tried again ·
   * `outcome-unknown` it may or may not have been written: read back ids and bytes before anything else ·
   * `stream-destroyed`, `integrity-violation` what is stored is not what was appended.
   */
  append(stream: string, expected: Expected, events: readonly [NewEvent, ...NewEvent[]]): Promise<Appended>;

  /**
   * A stream's events by rising revision; none for a stream never written. Memory is bounded at any length, and other
   * work of the process goes on between pages.
   * @throws LedgerError `integrity-violation` at the first revision that is missing.
   */
  readStream(stream: string, range?: StreamRange): AsyncIterable<StoredEvent>;

  /**
   * The events of every ledger stream in ledger order; those of one append stand together. Events appended while
   * reading may be included, and then none before them is missing.
   * @throws LedgerError `unknown-position` if `after` was not issued by this store or lies behind its end.
   */
  readAll(range?: LedgerRange): AsyncIterable<StoredEvent>;

  /**
   * As `readAll`, and then goes on as events are appended: each once and in order. `caughtUp` follows whenever
   * the end is reached: once at the start, then after each run of events. Ends, without throwing, when the signal
   * aborts or the store is closed; reconnects by itself where there is a connection.
   * @throws LedgerError `unknown-position` as `readAll`.
   */
  follow(options: FollowOptions): AsyncIterable<StoredEvent | CaughtUp>;

  /** Position of the last event in ledger order; null while there is none. */
  head(): Promise<Position | null>;

  /** Settles what was called before, then lets go of everything. May be called again; any other call then is refused. */
  close(): Promise<void>;
}
