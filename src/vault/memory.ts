import { createHash, randomUUID } from 'node:crypto';
import { admitBlobSize, admitDisclosure, takenBlob, unknownBlob } from './admit.ts';
import type { Disclosure, IsKnown, Opened, OpenedBlob, StoredBlob, Swept, Vault } from './vault.ts';

interface Held {
  readonly disclosure: Disclosure;
  putAtMs: number;
}

interface HeldBlob {
  readonly chunks: readonly Uint8Array[];
  readonly bytes: number;
  readonly putAtMs: number;
  /** Digest of the disclosure that describes it. */
  owner: string | undefined;
}

export interface MemoryVaultOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** A vault for tests: what the contract promises, without keys, files or durability. */
export function memoryVault(options: MemoryVaultOptions = {}): Vault {
  return new MemoryVault(options.now ?? Date.now);
}

class MemoryVault implements Vault {
  readonly #held = new Map<string, Held | 'erased'>();
  readonly #blobs = new Map<string, HeldBlob | 'erased'>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  async put(disclosures: readonly Disclosure[]): Promise<void> {
    const claims = new Map<string, string>();
    for (const disclosure of disclosures) this.#admit(disclosure, claims);
    for (const disclosure of disclosures) this.#keep(disclosure);
  }

  #admit(disclosure: Disclosure, claims: Map<string, string>): void {
    admitDisclosure(disclosure);
    const { blob, digest } = disclosure;
    if (blob === undefined || this.#held.has(digest)) return;
    const held = this.#blobs.get(blob);
    if (held === undefined || held === 'erased') throw unknownBlob(blob);
    const owner = held.owner ?? claims.get(blob) ?? digest;
    if (owner !== digest) throw takenBlob(blob);
    claims.set(blob, digest);
  }

  #keep(disclosure: Disclosure): void {
    const held = this.#held.get(disclosure.digest);
    if (held === 'erased') return;
    if (held !== undefined) {
      held.putAtMs = this.#now();
      return;
    }
    this.#held.set(disclosure.digest, { disclosure: structuredClone(disclosure), putAtMs: this.#now() });
    const blob = disclosure.blob === undefined ? undefined : this.#blobs.get(disclosure.blob);
    if (blob !== undefined && blob !== 'erased') blob.owner = disclosure.digest;
  }

  async open(digests: Iterable<string>): Promise<ReadonlyMap<string, Opened>> {
    const opened = new Map<string, Opened>();
    for (const digest of digests) opened.set(digest, this.#open(digest));
    return opened;
  }

  #open(digest: string): Opened {
    const held = this.#held.get(digest);
    if (held === undefined) return { state: 'missing' };
    return held === 'erased' ? { state: 'erased' } : { state: 'opened', disclosure: held.disclosure };
  }

  async streamsOf(digests: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const streams = new Map<string, string>();
    for (const digest of digests) {
      const held = this.#held.get(digest);
      if (held !== undefined && held !== 'erased') streams.set(digest, held.disclosure.stream);
    }
    return streams;
  }

  ofStream(stream: string): AsyncIterable<string> {
    return this.#digests((held) => held.disclosure.stream === stream);
  }

  byAuthor(person: string): AsyncIterable<string> {
    return this.#digests((held) => person !== '' && held.disclosure.author === person);
  }

  bySubject(person: string): AsyncIterable<string> {
    return this.#digests((held) => held.disclosure.about.includes(person));
  }

  async *#digests(matches: (held: Held) => boolean): AsyncGenerator<string> {
    for (const [digest, held] of this.#held) if (held !== 'erased' && matches(held)) yield digest;
  }

  async putBlob(content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<StoredBlob> {
    const chunks: Uint8Array[] = [];
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of content) {
      bytes += chunk.byteLength;
      admitBlobSize(bytes);
      hash.update(chunk);
      chunks.push(chunk.slice());
    }
    const id = randomUUID();
    this.#blobs.set(id, { chunks, bytes, putAtMs: this.#now(), owner: undefined });
    return { id, sha256: hash.digest('hex'), bytes };
  }

  async getBlob(id: string): Promise<OpenedBlob> {
    const blob = this.#blobs.get(id);
    if (blob === undefined) return { state: 'missing' };
    if (blob === 'erased') return { state: 'erased' };
    return { state: 'opened', bytes: blob.bytes, content: chunksOf(blob.chunks) };
  }

  async erase(digests: Iterable<string>): Promise<void> {
    for (const digest of digests) {
      const held = this.#held.get(digest);
      if (held === undefined || held === 'erased') continue;
      this.#held.set(digest, 'erased');
      if (held.disclosure.blob !== undefined) this.#blobs.set(held.disclosure.blob, 'erased');
    }
  }

  async *orphans(putBeforeMs: number, isKnown: IsKnown): AsyncGenerator<string> {
    for (const [digest, held] of this.#held) {
      if (held !== 'erased' && held.putAtMs < putBeforeMs && !(await isKnown(digest))) yield digest;
    }
  }

  async deleteOrphans(putBeforeMs: number, isKnown: IsKnown): Promise<Swept> {
    let disclosures = 0;
    for await (const digest of this.orphans(putBeforeMs, isKnown)) {
      const held = this.#held.get(digest);
      // A put of the same digest while the log was being asked has made it young again.
      if (held === undefined || held === 'erased' || held.putAtMs >= putBeforeMs) continue;
      this.#held.delete(digest);
      disclosures += 1;
    }
    return { disclosures, blobs: this.#deleteLooseBlobs(putBeforeMs) };
  }

  #deleteLooseBlobs(putBeforeMs: number): number {
    let deleted = 0;
    for (const [id, blob] of this.#blobs) {
      if (blob === 'erased' || blob.putAtMs >= putBeforeMs) continue;
      if (blob.owner !== undefined && this.#held.has(blob.owner)) continue;
      this.#blobs.delete(id);
      deleted += 1;
    }
    return deleted;
  }

  keyId(): string {
    return 'memory';
  }

  async close(): Promise<void> {}
}

async function* chunksOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
