import { ByteTable, Column, uuidBytes, uuidOf } from './byte-table.ts';

/** The ids of all events so far, and where each stands. */
export class SeenEvents {
  readonly #ids = new ByteTable(16);
  readonly #indexes = new Column();
  /** By leaf index: ordinal of its id, and 1; 0 where the id is another event's. */
  readonly #ordinals = new Column();

  /** False for an id that was there before. */
  add(id: string, index: number): boolean {
    const ordinal = this.#ids.size;
    if (!this.#ids.add(uuidBytes(id))) return false;
    this.#indexes.set(ordinal, index);
    this.#ordinals.set(index, ordinal + 1);
    return true;
  }

  /** Leaf index of an event; -1 for an id that no event so far has. */
  indexOf(id: string): number {
    const ordinal = this.#ids.find(uuidBytes(id));
    return ordinal < 0 ? -1 : this.#indexes.get(ordinal);
  }

  /** The id of the event at a leaf index; empty where it is not known. */
  idAt(index: number): string {
    const ordinal = this.#ordinals.get(index) - 1;
    return ordinal < 0 ? '' : uuidOf(this.#ids.key(ordinal));
  }
}
