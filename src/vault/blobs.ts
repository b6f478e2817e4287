import { createHash, randomUUID } from 'node:crypto';
import { admitBlobSize, damaged } from './admit.ts';
import { blobName } from './payload.ts';
import { seal, unseal } from './seal.ts';
import type { SealedTexts } from './sealed-texts.ts';
import type { OpenedBlob, StoredBlob } from './vault.ts';
import type { WrappedKeys } from './wrapped-keys.ts';

/** A blob is sealed and committed in pieces of this size, so that an upload takes no more memory than one. */
const chunkBytes = 256 * 1024;

export class Blobs {
  readonly #keys: WrappedKeys;
  readonly #texts: SealedTexts;
  readonly #now: () => number;

  constructor(keys: WrappedKeys, texts: SealedTexts, now: () => number) {
    this.#keys = keys;
    this.#texts = texts;
    this.#now = now;
  }

  async put(content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<StoredBlob> {
    const id = randomUUID();
    const name = nameOf(id);
    const [made] = this.#keys.add([{ of: name, author: '', about: [] }]);
    if (made === undefined) throw new Error('a blob has a key of its own');
    try {
      this.#texts.durably(() => this.#texts.blobs.add(made.id, name, this.#now()));
      return { id, ...(await this.#write(made.id, made.key, name, content)) };
    } catch (error) {
      this.#drop(made.id);
      throw error;
    }
  }

  async #write(
    row: number,
    key: Uint8Array,
    name: Buffer,
    content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<Omit<StoredBlob, 'id'>> {
    const hash = createHash('sha256');
    let bytes = 0;
    let chunks = 0;
    for await (const { value, isLast } of rechunked(content)) {
      bytes += value.byteLength;
      admitBlobSize(bytes);
      hash.update(value);
      const sealed = seal(key, 'blob-chunk', chunkName(name, chunks, isLast), value);
      this.#texts.durably(() => this.#texts.blobs.addChunk(row, chunks, sealed));
      chunks += 1;
    }
    const isHeld = this.#texts.durably(() => this.#texts.blobs.complete(row, chunks, bytes));
    if (!isHeld) throw new Error('the blob was swept while it was being written');
    return { sha256: hash.digest('hex'), bytes };
  }

  /** What cannot be dropped now is an orphan, and is swept with the others. */
  #drop(row: number): void {
    try {
      this.#keys.destroy([row]);
      this.#texts.durably(() => this.#texts.blobs.delete(row));
    } catch {
      return;
    }
  }

  get(id: string): OpenedBlob {
    const name = blobName(id);
    const row = name === undefined ? undefined : this.#texts.blobs.find(name);
    if (name === undefined || row === undefined) return { state: 'missing' };
    if (row.erased === 1) return { state: 'erased' };
    if (row.chunks === null || row.bytes === null) return { state: 'missing' };
    const key = this.#keyOf(row.id, name, id);
    if (key === 'destroyed') return { state: 'erased' };
    const chunks = Array.from({ length: row.chunks }, (_, n) => n);
    return { state: 'opened', bytes: row.bytes, content: this.#read({ id, name, row: row.id, key, chunks }) };
  }

  #keyOf(row: number, name: Buffer, id: string): Uint8Array | 'destroyed' {
    try {
      return this.#keys.find(row, name);
    } catch (cause) {
      throw damaged(id, cause);
    }
  }

  async *#read(blob: Reading): AsyncGenerator<Uint8Array> {
    for (const number of blob.chunks) {
      const sealed = this.#texts.blobs.chunk(blob.row, number);
      if (sealed === undefined) throw damaged(blob.id);
      const isLast = number === blob.chunks.length - 1;
      yield unsealed(blob, chunkName(blob.name, number, isLast), sealed);
    }
  }
}

interface Reading {
  readonly id: string;
  readonly name: Buffer;
  readonly row: number;
  readonly key: Uint8Array;
  readonly chunks: readonly number[];
}

function unsealed({ key, id }: Reading, of: Buffer, sealed: Buffer): Buffer {
  try {
    return unseal(key, 'blob-chunk', of, sealed);
  } catch (cause) {
    throw damaged(id, cause);
  }
}

/** Binds a chunk to its place and the last one to being last, so that none can be dropped, moved or cut off. */
function chunkName(name: Buffer, number: number, isLast: boolean): Buffer {
  const place = Buffer.alloc(5);
  place.writeUInt32BE(number);
  place.writeUInt8(isLast ? 1 : 0, 4);
  return Buffer.concat([name, place]);
}

function nameOf(id: string): Buffer {
  const name = blobName(id);
  if (name === undefined) throw new Error(`${id} is no UUID`);
  return name;
}

/** The same bytes in pieces of `chunkBytes`, the last one shorter or, for no bytes at all, empty. */
async function* rechunked(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<{ readonly value: Buffer; readonly isLast: boolean }> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const piece of content) {
    held.push(Buffer.from(piece));
    bytes += piece.byteLength;
    if (bytes <= chunkBytes) continue;
    const all = Buffer.concat(held);
    let at = 0;
    for (; bytes - at > chunkBytes; at += chunkBytes) {
      yield { value: all.subarray(at, at + chunkBytes), isLast: false };
    }
    held = [all.subarray(at)];
    bytes -= at;
  }
  yield { value: Buffer.concat(held), isLast: true };
}
