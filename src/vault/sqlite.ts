import { setImmediate as nextTurn } from 'node:timers/promises';
import { LedgerError } from '../../events/errors.ts';
import { admitDisclosure, damaged } from './admit.ts';
import { Blobs } from './blobs.ts';
import { guarded, isMade } from './database.ts';
import { Erasure } from './erasure.ts';
import type { SecretKey } from './keys.ts';
import { pageRows, pagesOf } from './pages.ts';
import { decodePayload, digestBytes } from './payload.ts';
import { PutQueue } from './put-queue.ts';
import { unseal } from './seal.ts';
import { openSealedTexts, type SealedTexts } from './sealed-texts.ts';
import { Sweep } from './sweep.ts';
import type { Disclosure, IsKnown, Opened, OpenedBlob, StoredBlob, Swept, Vault } from './vault.ts';
import { openWrappedKeys, type Part, type WrappedKeys } from './wrapped-keys.ts';

export interface VaultOptions {
  readonly vaultPath: string;
  readonly keysPath: string;
  readonly key: SecretKey<'vault'>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * The vault in two SQLite files, made where there are none. One process writes; others may read beside it.
 * A backup copies vault.db first and vault-keys.db after it, so that no text is without its key.
 * @throws LedgerError `vault-key-wrong`, `vault-key-missing` and `vault-missing` for one file without the other,
 * `integrity-violation` for files that do not belong together, `schema-mismatch`, `store-…`
 */
export function openVault({ now = Date.now, ...options }: VaultOptions): Vault {
  const { keys, texts } = openVaultFiles(options);
  return new SqliteVault(keys, texts, options.key.id, now);
}

/** The two files of a vault, held against each other. @throws LedgerError as `openVault` */
export function openVaultFiles({ vaultPath, keysPath, key }: VaultOptions): {
  readonly keys: WrappedKeys;
  readonly texts: SealedTexts;
} {
  if (isMade(vaultPath) && !isMade(keysPath)) throw keysMissing(keysPath, `${keysPath} is not there`);
  const keys = openWrappedKeys(keysPath, key);
  try {
    if (keys.lastId() > 0 && !isMade(vaultPath)) throw textsMissing(vaultPath);
    const texts = openSealedTexts(vaultPath, keys.vaultId);
    try {
      if (texts.lastId() > keys.lastId())
        throw keysMissing(keysPath, `${keysPath} is older than ${vaultPath}`);
      return { keys, texts };
    } catch (error) {
      texts.file.db.close();
      throw error;
    }
  } catch (error) {
    keys.file.db.close();
    throw error;
  }
}

class SqliteVault implements Vault {
  readonly #keys: WrappedKeys;
  readonly #texts: SealedTexts;
  readonly #queue: PutQueue;
  readonly #blobs: Blobs;
  readonly #sweep: Sweep;
  readonly #erasure: Erasure;
  readonly #keyId: string;

  constructor(keys: WrappedKeys, texts: SealedTexts, keyId: string, now: () => number) {
    this.#keys = keys;
    this.#texts = texts;
    this.#keyId = keyId;
    this.#queue = new PutQueue(keys, texts, now);
    this.#blobs = new Blobs(keys, texts, now);
    this.#sweep = new Sweep(keys, texts);
    this.#erasure = new Erasure(keys, texts);
  }

  put(disclosures: readonly Disclosure[]): Promise<void> {
    return this.#queue.put(disclosures);
  }

  async open(digests: Iterable<string>): Promise<ReadonlyMap<string, Opened>> {
    const opened = new Map<string, Opened>();
    for (const page of pagesOf(digests)) {
      if (opened.size > 0) await nextTurn();
      for (const digest of page) opened.set(digest, this.#open(digest));
    }
    return opened;
  }

  #open(digest: string): Opened {
    const bytes = digestBytes(digest);
    const row = bytes === undefined ? undefined : this.#texts.find(bytes);
    if (bytes === undefined || row === undefined) return { state: 'missing' };
    if (row.erased === 1) return { state: 'erased' };
    try {
      const key = this.#keys.find(row.id, bytes);
      if (key === 'destroyed') return { state: 'erased' };
      const disclosure = decodePayload(digest, unseal(key, 'disclosure', bytes, row.sealed));
      admitDisclosure(disclosure);
      return { state: 'opened', disclosure };
    } catch (cause) {
      throw cause instanceof LedgerError && cause.code.startsWith('store-') ? cause : damaged(digest, cause);
    }
  }

  async streamsOf(digests: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const streams = new Map<string, string>();
    for (const page of pagesOf(digests)) {
      if (streams.size > 0) await nextTurn();
      for (const digest of page) {
        const bytes = digestBytes(digest);
        const stream = bytes === undefined ? undefined : this.#texts.streamOf(bytes);
        if (stream !== undefined) streams.set(digest, stream);
      }
    }
    return streams;
  }

  async *ofStream(stream: string): AsyncGenerator<string> {
    for (let after = 0; ; ) {
      const rows = this.#texts.ofStream(stream, after, pageRows);
      const last = rows.at(-1);
      if (last === undefined) return;
      for (const row of rows) yield row.digest.toString('base64url');
      after = last.id;
      await nextTurn();
    }
  }

  byAuthor(person: string): AsyncIterable<string> {
    return this.#filed(person, 'author');
  }

  bySubject(person: string): AsyncIterable<string> {
    return this.#filed(person, 'subject');
  }

  async *#filed(person: string, part: Part): AsyncGenerator<string> {
    for (let after = 0; ; ) {
      const ids = this.#keys.filed(person, part, after, pageRows);
      const last = ids.at(-1);
      if (last === undefined) return;
      for (const id of ids) {
        // A key whose text was never committed is filed too, and has none.
        const digest = this.#texts.digestOf(id);
        if (digest !== undefined) yield digest.toString('base64url');
      }
      after = last;
      await nextTurn();
    }
  }

  putBlob(content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<StoredBlob> {
    return this.#blobs.put(content);
  }

  async getBlob(id: string): Promise<OpenedBlob> {
    return this.#blobs.get(id);
  }

  erase(digests: Iterable<string>): Promise<void> {
    this.#queue.flush();
    return this.#erasure.erase(digests);
  }

  orphans(putBeforeMs: number, isKnown: IsKnown): AsyncIterable<string> {
    return this.#sweep.orphans(putBeforeMs, isKnown);
  }

  deleteOrphans(putBeforeMs: number, isKnown: IsKnown): Promise<Swept> {
    return this.#sweep.deleteOrphans(putBeforeMs, isKnown);
  }

  keyId(): string {
    return this.#keyId;
  }

  async close(): Promise<void> {
    this.#queue.flush();
    for (const { path, db } of [this.#texts.file, this.#keys.file]) guarded(path, () => db.close());
  }
}

export function keysMissing(path: string, what: string): LedgerError<'vault-key-missing'> {
  const message = `${what}, and without the keys in it sealed text cannot be opened; restore both vault files from one backup`;
  return new LedgerError('vault-key-missing', message, { path });
}

function textsMissing(path: string): LedgerError<'vault-missing'> {
  const message = `${path} is not there, though its key file holds keys; restore both vault files from one backup`;
  return new LedgerError('vault-missing', message, { path });
}
