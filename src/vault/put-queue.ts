import { admitDisclosure, takenBlob, unknownBlob } from './admit.ts';
import { blobName, encodePayload } from './payload.ts';
import { seal } from './seal.ts';
import type { SealedTexts } from './sealed-texts.ts';
import type { Disclosure } from './vault.ts';
import type { WrappedKeys } from './wrapped-keys.ts';

/** Rows of one transaction at most: it bounds what SQLite holds in memory. */
const rowsPerCommit = 2_000;

interface Waiting {
  readonly digest: Buffer;
  readonly stream: string;
  readonly author: string;
  readonly about: readonly string[];
  readonly blob: string | undefined;
  readonly payload: Buffer;
}

interface Fresh extends Waiting {
  readonly blobRow: number | null;
}

interface Request {
  readonly disclosures: readonly Waiting[];
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** What one flush writes, by digest in hex; `claimed` are the blobs that its disclosures describe. */
interface Batch {
  readonly fresh: Map<string, Fresh>;
  readonly again: Buffer[];
  readonly claimed: Set<number>;
}

/**
 * Group commit: callers queue, and one flush per turn of the event loop serves them all with two commits.
 *
 * Keys are committed first, in their file, then texts. No transaction spans two files in WAL mode, so a crash can fall
 * between the two: it then leaves keys that open nothing, which are harmless. The other way round it would leave
 * a text without its key, and the retry would find the digest there and take it for safe.
 */
export class PutQueue {
  readonly #keys: WrappedKeys;
  readonly #texts: SealedTexts;
  readonly #now: () => number;
  #requests: Request[] = [];
  #scheduled: NodeJS.Immediate | undefined;

  constructor(keys: WrappedKeys, texts: SealedTexts, now: () => number) {
    this.#keys = keys;
    this.#texts = texts;
    this.#now = now;
  }

  async put(disclosures: readonly Disclosure[]): Promise<void> {
    if (disclosures.length === 0) return;
    const waiting = disclosures.map(prepare);
    await new Promise<void>((resolve, reject) => {
      this.#requests.push({ disclosures: waiting, resolve, reject });
      this.#scheduled ??= setImmediate(() => this.flush());
    });
  }

  /** Writes what waits, and answers its callers. */
  flush(): void {
    clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    const requests = this.#requests;
    this.#requests = [];
    const batch: Batch = { fresh: new Map(), again: [], claimed: new Set() };
    const admitted = requests.filter((request) => this.#admit(request, batch));
    try {
      this.#write(batch);
    } catch (error) {
      for (const request of admitted) request.reject(error);
      return;
    }
    for (const request of admitted) request.resolve();
  }

  /** Adds the request to the batch, whole or, when it is refused, not at all. */
  #admit(request: Request, batch: Batch): boolean {
    try {
      const fresh = new Map<string, Fresh>();
      const claimed = new Set<number>();
      const again: Buffer[] = [];
      for (const waiting of request.disclosures) {
        const key = waiting.digest.toString('hex');
        if (fresh.has(key) || batch.fresh.has(key)) continue;
        if (this.#texts.has(waiting.digest)) {
          again.push(waiting.digest);
          continue;
        }
        fresh.set(key, { ...waiting, blobRow: this.#claim(waiting.blob, batch.claimed, claimed) });
      }
      for (const [key, one] of fresh) batch.fresh.set(key, one);
      for (const row of claimed) batch.claimed.add(row);
      batch.again.push(...again);
      return true;
    } catch (error) {
      request.reject(error);
      return false;
    }
  }

  #claim(blob: string | undefined, before: ReadonlySet<number>, claimed: Set<number>): number | null {
    if (blob === undefined) return null;
    const name = blobName(blob);
    const row = name === undefined ? undefined : this.#texts.blobs.find(name);
    if (row === undefined || row.erased === 1 || row.chunks === null) throw unknownBlob(blob);
    if (row.owner !== null || before.has(row.id) || claimed.has(row.id)) throw takenBlob(blob);
    claimed.add(row.id);
    return row.id;
  }

  #write({ fresh, again }: Batch): void {
    const putAtMs = this.#now();
    const all = [...fresh.values()];
    for (let at = 0; at < all.length; at += rowsPerCommit) {
      this.#writeFresh(all.slice(at, at + rowsPerCommit), putAtMs);
    }
    if (again.length > 0) {
      this.#texts.durably(() => {
        for (const digest of again) this.#texts.touch(digest, putAtMs);
      });
    }
  }

  #writeFresh(fresh: readonly Fresh[], putAtMs: number): void {
    const keys = this.#keys.add(fresh.map(({ digest, author, about }) => ({ of: digest, author, about })));
    this.#texts.durably(() => {
      for (const [n, { digest, stream, blobRow, payload }] of fresh.entries()) {
        const { id, key } = keys[n] ?? missingKey();
        const sealed = seal(key, 'disclosure', digest, payload);
        this.#texts.add({ id, digest, stream, blob: blobRow, sealed }, putAtMs);
      }
    });
  }
}

function prepare(disclosure: Disclosure): Waiting {
  const digest = admitDisclosure(disclosure);
  const { stream, author, blob } = disclosure;
  return { digest, stream, author, blob, about: [...disclosure.about], payload: encodePayload(disclosure) };
}

function missingKey(): never {
  throw new Error('each disclosure has a key of its own');
}
