import type { Audience } from '../../events/fields.ts';

/** The opening of one sealed field, and what the vault files it under. */
export interface Disclosure {
  /** base64url(sha256(ascii(disclosure))), as it stands in the event. */
  readonly digest: string;
  /** base64url(canonical([salt, name, value])), RFC 9901. */
  readonly disclosure: string;
  readonly audience: Audience;
  readonly stream: string;
  readonly name: string;
  /** Directory person id, or '' where nobody in the directory wrote it. */
  readonly author: string;
  /** Directory person ids of the people it is about. */
  readonly about: readonly string[];
  /** The attachment that this disclosure describes; a blob belongs to one disclosure and is erased with it. */
  readonly blob?: string;
}

export type Opened =
  | { readonly state: 'opened'; readonly disclosure: Disclosure }
  | { readonly state: 'erased' }
  /** Never put, or an orphan that was swept. */
  | { readonly state: 'missing' };

export interface StoredBlob {
  /** A random UUID: it says nothing about the content. */
  readonly id: string;
  /** SHA-256 of the content in lower-case hex, for the disclosure that describes it. */
  readonly sha256: string;
  readonly bytes: number;
}

export type OpenedBlob =
  | { readonly state: 'opened'; readonly bytes: number; readonly content: AsyncIterable<Uint8Array> }
  | { readonly state: 'erased' }
  | { readonly state: 'missing' };

export interface Swept {
  readonly disclosures: number;
  readonly blobs: number;
}

/** Says whether some event mentions the digest. Once true it stays true: the log is append-only. */
export type IsKnown = (digest: string) => boolean | Promise<boolean>;

/** A copy of the wrapped keys opens what was erased after it was made, so it lives no longer than that (DESIGN §5.8). */
export const keyCopyDays = 30;

export const maxBlobBytes = 25 * 1024 * 1024;

/**
 * Where the text lives whose digests stand in the log: encrypted, erasable, written before the event that mentions it.
 * Digests are listed in the order in which they were first put, and only while they can still be opened.
 */
export interface Vault {
  /**
   * Durable on return. A digest that is already there is left as it is, an erased one stays erased.
   * One call is not atomic: after a crash some may be there, as orphans. Concurrent calls share their commits.
   * @throws LedgerError `disclosure-mismatch`, `blob-unknown`, `blob-taken`; then nothing of this call is kept
   */
  put(disclosures: readonly Disclosure[]): Promise<void>;
  /**
   * One entry for each digest asked for. Whatever is returned as opened hashes to its digest.
   * @throws LedgerError `disclosure-damaged` for the first one whose row or key is not what was put
   */
  open(digests: Iterable<string>): Promise<ReadonlyMap<string, Opened>>;
  /** The stream of each digest that can still be opened, without opening it: also of one that is damaged. */
  streamsOf(digests: Iterable<string>): Promise<ReadonlyMap<string, string>>;
  ofStream(stream: string): AsyncIterable<string>;
  byAuthor(person: string): AsyncIterable<string>;
  bySubject(person: string): AsyncIterable<string>;
  /** Keeps an attachment, read as it comes. @throws LedgerError `too-large` beyond `maxBlobBytes`, keeping nothing */
  putBlob(content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<StoredBlob>;
  /** The content is decrypted as it is read; reading throws `disclosure-damaged` where it is not what was put. */
  getBlob(id: string): Promise<OpenedBlob>;
  /**
   * Destroys keys and ciphertext of the digests and of their blobs, and who they were filed under; on return no file
   * of the vault holds them. May be repeated; digests that were never put are passed over.
   * @throws LedgerError `store-unavailable` while another reader keeps the old bytes alive: repeat it
   */
  erase(digests: Iterable<string>): Promise<void>;
  /** Digests put before the instant (milliseconds since 1970) that no event mentions. */
  orphans(putBeforeMs: number, isKnown: IsKnown): AsyncIterable<string>;
  /** Deletes them, and blobs put before the instant that belong to no disclosure. */
  deleteOrphans(putBeforeMs: number, isKnown: IsKnown): Promise<Swept>;
  /** Names the key from configuration, and tells nothing about it. */
  keyId(): string;
  close(): Promise<void>;
}
