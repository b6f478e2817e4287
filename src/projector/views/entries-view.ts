import type { Database } from 'better-sqlite3';
import type { LedgerEntry } from '../batch.ts';
import type { LiveView } from '../live-view.ts';
import type { Ending } from '../shape.ts';

/** Where each event stands: leaf index, stream and revision, and both clocks. */
export class EntriesView implements LiveView {
  readonly #keys = new Map<string, number>();
  readonly #insert;
  readonly #addStream;
  readonly #findStream;

  constructor(db: Database, ending: Ending) {
    this.#insert = db.prepare<[number, Buffer, number, number, string, string, string, string]>(
      `INSERT INTO entry${ending} VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#addStream = db.prepare<[string]>(`INSERT INTO stream${ending} (name) VALUES (?)`);
    this.#findStream = db.prepare<[string], number>(`SELECT key FROM stream${ending} WHERE name = ?`).pluck();
  }

  apply(entries: readonly LedgerEntry[]): void {
    for (const { event, leaf, clock, position } of entries) {
      const { id, stream, revision, type, recordedAt } = event;
      this.#insert.run(leaf, idBytes(id), this.#keyOf(stream), revision, type, recordedAt, clock, position);
    }
  }

  forget(): void {
    this.#keys.clear();
  }

  #keyOf(stream: string): number {
    const known = this.#keys.get(stream) ?? this.#findStream.get(stream);
    const key = known ?? Number(this.#addStream.run(stream).lastInsertRowid);
    if (this.#keys.size >= keysKept) this.#keys.clear();
    this.#keys.set(stream, key);
    return key;
  }
}

const keysKept = 10_000;

export const idBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');
export function idText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
