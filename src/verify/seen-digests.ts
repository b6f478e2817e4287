import type { Audience } from '../../events/fields.ts';
import { audiences } from '../../events/fields.ts';
import { ByteTable, Column, digestBytes } from './byte-table.ts';

/** What is known of a digest at the export's audience. */
export const digestStates = ['withheld', 'opened', 'missing', 'erased'] as const;
export type DigestState = (typeof digestStates)[number];

/** Where a digest stands: only a submission's field may stand in several events, under one name and for one audience. */
export interface DigestPlace {
  readonly stream: string;
  /** Empty where the name is sealed. */
  readonly field: string;
  readonly audience: Audience;
}

/** All digests of the log so far, each with its first event, its place and its state. */
export class SeenDigests {
  readonly #digests = new ByteTable(32);
  readonly #first = new Column();
  readonly #streams = new Column();
  readonly #fields = new Column();
  readonly #audiences = new Column();
  readonly #states = new Column();
  readonly #by = new Column();
  readonly #names = new Map<string, number>();
  /** Numbers of the streams of which something for auditors is gone. */
  readonly #goneIn = new Set<number>();

  get size(): number {
    return this.#digests.size;
  }

  /** Ordinal of a digest; -1 for one that has not been seen. */
  find(digest: string): number {
    return this.#digests.find(digestBytes(digest));
  }

  add(digest: string, index: number, place: DigestPlace, state: DigestState): void {
    const ordinal = this.#digests.size;
    if (!this.#digests.add(digestBytes(digest))) throw new TypeError('a digest is added once');
    this.#first.set(ordinal, index);
    this.#streams.set(ordinal, this.#numberOf(place.stream));
    this.#fields.set(ordinal, this.#numberOf(place.field));
    this.#audiences.set(ordinal, audiences.indexOf(place.audience));
    this.setState(ordinal, state);
  }

  digest(ordinal: number): string {
    return this.#digests.key(ordinal).toString('base64url');
  }

  firstIndex(ordinal: number): number {
    return this.#first.get(ordinal);
  }

  stands(ordinal: number, { stream, field, audience }: DigestPlace): boolean {
    return (
      this.#streams.get(ordinal) === this.#numberOf(stream) &&
      this.#fields.get(ordinal) === this.#numberOf(field) &&
      audiences[this.#audiences.get(ordinal)] === audience
    );
  }

  audience(ordinal: number): Audience {
    return audiences[this.#audiences.get(ordinal)] ?? 'custodian';
  }

  state(ordinal: number): DigestState {
    return digestStates[this.#states.get(ordinal)] ?? 'missing';
  }

  setState(ordinal: number, state: DigestState): void {
    this.#states.set(ordinal, digestStates.indexOf(state));
  }

  /** Remembers that what a digest stands for cannot be had. */
  setGone(ordinal: number): void {
    if (this.audience(ordinal) === 'auditors') this.#goneIn.add(this.#streams.get(ordinal));
  }

  /** Whether anything for auditors is gone of a stream. */
  isGoneIn(stream: string): boolean {
    return this.#goneIn.has(this.#numberOf(stream));
  }

  /** The event that opened it in the log: leaf index and 1; 0 where none has. */
  openedBy(ordinal: number): number {
    return this.#by.get(ordinal);
  }

  setOpenedBy(ordinal: number, index: number): void {
    this.#by.set(ordinal, index + 1);
  }

  #numberOf(name: string): number {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    this.#names.set(name, this.#names.size);
    return this.#names.size - 1;
  }
}
