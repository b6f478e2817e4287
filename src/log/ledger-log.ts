import { setImmediate as otherWork, setTimeout as pause } from 'node:timers/promises';
import { decode } from '../../events/decode.ts';
import { isLedgerError, LedgerError } from '../../events/errors.ts';
import { ledgerStream } from '../../events/stream.ts';
import { hashBytes, leafHash, sameHash } from '../../projections/merkle/hash.ts';
import {
  consistencyProof,
  type NodeReader,
  rootOf,
  verifyConsistency,
} from '../../projections/merkle/proof.ts';
import { formatCheckpoint, openCheckpoint } from '../checkpoint/checkpoint.ts';
import { signNote } from '../checkpoint/note.ts';
import { isInTree, type TileId } from '../checkpoint/tile.ts';
import type { EventStore, StoredEvent } from '../store/event-store.ts';
import { CheckpointStream } from './checkpoint-stream.ts';
import { GrowingTree } from './growing-tree.ts';
import type { HeadFolder } from './head-folder.ts';
import { KeysOnRecord } from './keys-on-record.ts';
import { checkLog, type Finding } from './log-check.ts';
import type { Published, ReadableLog } from './published-log.ts';
import { signersFor } from './signers.ts';
import { checkStart } from './start-check.ts';
import type { TreeFile } from './tree-file.ts';

export interface LedgerLogOptions {
  readonly store: EventStore;
  readonly tree: TreeFile;
  readonly head: HeadFolder;
  /** The folder of keys. */
  readonly keys: string;
  /** How long events may wait for a checkpoint that nobody waits for. */
  readonly idleMs?: number;
  /** Told once when the record was found to be damaged. */
  readonly onHalted?: (error: LedgerError) => void;
  /** Told what a checkpoint could not be made for; it is tried again. */
  readonly onUnsigned?: (error: unknown) => void;
}

export interface LogStatus {
  /** `halted`: the record is damaged, nothing is signed or appended. `unsigned`: a key is missing, it is tried again. */
  readonly state: 'signing' | 'unsigned' | 'halted' | 'closed';
  /** Why it is not signing, or not by every key that should. */
  readonly reason: string | null;
  /** Entries in the tree. */
  readonly size: number;
  /** Entries under the newest checkpoint. */
  readonly published: number;
}

interface Waiter {
  readonly index: number;
  readonly settle: (published: Published | Error) => void;
}

const batchEvents = 1_000;
const usualIdleMs = 1_000;
const retryMs = 10_000;
const followAgainMs = 250;
/** While events come without a pause, a checkpoint is made this often all the same. */
const mostWaitMs = 5_000;

/**
 * The log: it follows the store, keeps the tree, signs heads and publishes them (DESIGN §9). A head is signed after the
 * leaves that it adds were read back and hashed again, and is in its stream and in `head/` before anybody is served it.
 * Once the record is found to be damaged it signs nothing more, and `requireSound` refuses every append.
 */
export class LedgerLog implements ReadableLog {
  readonly nodes: NodeReader;
  readonly #options: LedgerLogOptions;
  readonly #growing: GrowingTree;
  readonly #checkpoints: CheckpointStream;
  readonly #keys = new KeysOnRecord();
  readonly #stop = new AbortController();
  readonly #waiters = new Set<Waiter>();
  readonly #listeners: (() => void)[] = [];
  #newest: Published | null = null;
  #halted: LedgerError | null = null;
  #unsigned: unknown = null;
  /** A key that should sign, and for which nothing does. */
  #lacking: LedgerError | null = null;
  #following: Promise<void> = Promise.resolve();
  #signing: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #signedAt = 0;
  #life: 'open' | 'closing' | 'closed' = 'open';

  private constructor(options: LedgerLogOptions) {
    this.#options = options;
    this.#growing = new GrowingTree(options.tree);
    this.#checkpoints = new CheckpointStream(options.store);
    this.nodes = options.tree.nodes;
  }

  /**
   * Compares store, tree and `head/`, and begins to follow. What it finds wrong does not keep it from being opened: the
   * log is halted then, and says why.
   */
  static async open(options: LedgerLogOptions): Promise<LedgerLog> {
    const log = new LedgerLog(options);
    try {
      for await (const { body } of options.store.readStream(ledgerStream)) log.#keys.add(body);
      log.#newest = await checkStart({
        ...options,
        growing: log.#growing,
        checkpoints: log.#checkpoints,
        keys: log.#keys,
      });
      options.head.markOpen();
    } catch (error) {
      log.#halt(error);
    }
    log.#following = log.#follow();
    // What an earlier process recorded and did not live to sign.
    log.#wake();
    return log;
  }

  newest(): Published | null {
    return this.#newest;
  }

  async ofSize(size: number): Promise<Published | null> {
    if (this.#newest?.size === size) return this.#newest;
    const { origin } = this.#keys;
    return origin === null ? null : this.#checkpoints.ofSize(size, origin);
  }

  tile({ level, index, width }: TileId): Uint8Array | null {
    const size = this.#newest?.size ?? 0;
    if (level === 'entries' || !isInTree({ level, index, width }, size)) return null;
    return this.#options.tree.tile(level, index)?.subarray(0, width * hashBytes) ?? null;
  }

  status(): LogStatus {
    const state =
      this.#life === 'closed'
        ? 'closed'
        : this.#halted !== null
          ? 'halted'
          : this.#unsigned !== null
            ? 'unsigned'
            : 'signing';
    const why = this.#halted ?? this.#unsigned ?? this.#lacking;
    return {
      state,
      reason: why === null ? null : why instanceof Error ? why.message : String(why),
      size: this.#growing.size,
      published: this.#newest?.size ?? 0,
    };
  }

  /** The verifier keys that sign now. */
  get activeKeys(): readonly string[] {
    return this.#keys.active;
  }

  /** The log's name; null before the ledger is open. */
  get origin(): string | null {
    return this.#keys.origin;
  }

  /** Throws why nothing may be appended, where that is so. @throws LedgerError `integrity-violation`, `log-forked` */
  requireSound(): void {
    if (this.#halted !== null) throw this.#halted;
  }

  /** Stops signing and appending, for a reason that was found elsewhere: by a check in the background, by a witness. */
  halt(error: LedgerError): void {
    this.#halt(error);
  }

  /**
   * The newest checkpoint once it covers the entry at this index; asking for it makes one be signed soon.
   * @throws why it is not signed where it is halted, the signal's reason when it aborts
   */
  async covering(index: number, signal?: AbortSignal): Promise<Published> {
    const newest = this.#newest;
    if (newest !== null && newest.size > index) return newest;
    if (this.#halted !== null) throw this.#halted;
    if (this.#life !== 'open') throw closedError();
    signal?.throwIfAborted();
    return new Promise<Published>((resolve, reject) => {
      const abort = (): void => waiter.settle(closedError());
      const waiter: Waiter = {
        index,
        settle: (outcome) => {
          this.#waiters.delete(waiter);
          signal?.removeEventListener('abort', abort);
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        },
      };
      signal?.addEventListener('abort', abort);
      this.#waiters.add(waiter);
      this.#wake();
    });
  }

  /** Told each time a checkpoint is published. */
  onPublished(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Publishes the newest checkpoint again, with the signatures of witnesses beside the log's own. */
  async addCosignatures(note: string): Promise<void> {
    const newest = this.#newest;
    if (newest === null || this.#halted !== null) return;
    const { text } = openCheckpoint(note, this.#keys.verifiers);
    const { text: ours } = openCheckpoint(newest.note, this.#keys.verifiers);
    // A newer one was published meanwhile: its witnesses are asked next.
    if (text !== ours || note === newest.note) return;
    await this.#checkpoints.append('CheckpointCosigned', note);
    if (this.#newest !== newest) return;
    this.#options.head.writeCheckpoint(note);
    this.#newest = { ...newest, note };
  }

  /**
   * Hashes every entry of the store again, and compares it with the tree. What it finds in the store halts the log; a
   * tree that was changed is only a view. @throws the signal's reason
   */
  async check(signal?: AbortSignal, onProgress?: (entries: number) => void): Promise<readonly Finding[]> {
    const { store, tree } = this.#options;
    const findings = await checkLog({
      store,
      tree,
      size: this.#growing.size,
      signed: this.#newest,
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    const [first] = findings.filter(({ what }) => what !== 'tree-changed');
    if (first !== undefined) {
      const message = `${first.says}. Nothing more is recorded or signed; keep the folder as it is and compare it with a backup`;
      this.#halt(new LedgerError('integrity-violation', message, { where: 'store' }));
    }
    return findings;
  }

  /** Signs what is left, and says on the disk with how many entries the ledger was closed. */
  async close(): Promise<void> {
    if (this.#life !== 'open') return;
    this.#life = 'closing';
    clearTimeout(this.#timer);
    this.#stop.abort();
    await this.#following;
    try {
      if (this.#halted === null) {
        await this.#catchUp();
        await this.#signing;
        await this.#sign();
        if (this.#newest !== null && this.#newest.size === this.#growing.size)
          this.#options.head.markClosed(this.#newest.size);
      }
    } catch (error) {
      if (!this.#halt(error)) this.#options.onUnsigned?.(error);
    } finally {
      this.#life = 'closed';
      for (const waiter of [...this.#waiters]) waiter.settle(closedError());
      this.#options.tree.close();
    }
  }

  /** Goes on by itself where the store is away for a while. */
  async #follow(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted && this.#halted === null) {
      await this.#followOnce();
      if (!signal.aborted && this.#halted === null)
        await pause(followAgainMs, undefined, { ref: false, signal }).catch(() => undefined);
    }
  }

  async #followOnce(): Promise<void> {
    const { signal } = this.#stop;
    try {
      const { position } = this.#options.tree.end();
      let batch: StoredEvent[] = [];
      const range = { signal, ...(position === null ? {} : { after: position }) };
      for await (const item of this.#options.store.follow(range)) {
        if ('body' in item) batch.push(item);
        if (batch.length > 0 && (batch.length >= batchEvents || !('body' in item))) {
          this.#take(batch);
          batch = [];
          this.#wake();
          await otherWork();
        }
        if (this.#halted !== null) return;
      }
      if (batch.length > 0) this.#take(batch);
    } catch (error) {
      if (!this.#halt(error)) this.#options.onUnsigned?.(error);
    }
  }

  /** What was appended since it stopped following. */
  async #catchUp(): Promise<void> {
    const { position } = this.#options.tree.end();
    let batch: StoredEvent[] = [];
    for await (const stored of this.#options.store.readAll(position === null ? {} : { after: position })) {
      batch.push(stored);
      if (batch.length < batchEvents) continue;
      this.#take(batch);
      batch = [];
    }
    this.#take(batch);
  }

  #take(batch: readonly StoredEvent[]): void {
    for (const { stream, body } of batch) if (stream === ledgerStream) this.#keys.add(body);
    this.#growing.append(batch);
  }

  /** Sees to it that a checkpoint is made: now where somebody waits for one, else after a while. */
  #wake(): void {
    if (this.#life !== 'open' || this.#halted !== null || this.#growing.size <= (this.#newest?.size ?? 0))
      return;
    const waitedFor = [...this.#waiters].some(({ index }) => index < this.#growing.size);
    const isLate = Date.now() - this.#signedAt > mostWaitMs;
    if (waitedFor || isLate) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#signSoon();
      return;
    }
    const { idleMs = usualIdleMs } = this.#options;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#signSoon();
    }, idleMs).unref();
  }

  #signSoon(): void {
    if (this.#signing !== null) return;
    this.#signing = this.#sign().then(
      () => this.#signed(null),
      (error: unknown) => this.#signed(error),
    );
  }

  #signed(error: unknown): void {
    this.#signing = null;
    if (this.#halt(error)) return;
    if (error === null) {
      this.#unsigned = null;
      this.#wake();
      return;
    }
    this.#unsigned = error;
    this.#options.onUnsigned?.(error);
    if (this.#life !== 'open') return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#signSoon();
    }, retryMs).unref();
  }

  /** One checkpoint over all that the tree holds now. */
  async #sign(): Promise<void> {
    const { origin } = this.#keys;
    const size = this.#growing.size;
    const from = this.#newest?.size ?? 0;
    if (origin === null || size <= from) return;
    const { signers, missing } = signersFor(this.#keys.active, this.#options.keys);
    const [lacking = null] = missing;
    if (lacking !== null && signers.length === 0) throw lacking;
    const expected = this.#growing.root();
    await this.#readBack(from, size);
    const root = rootOf(this.nodes, size);
    if (!sameHash(root, expected)) throw treeChanged();
    // Nothing is signed that does not begin with what was signed before.
    if (this.#newest !== null)
      verifyConsistency(this.#newest, { size, root }, consistencyProof(this.nodes, from, size));
    const note = await signNote(formatCheckpoint({ origin, size, root }), signers);
    if (this.#halted !== null) return;
    try {
      await this.#checkpoints.append('CheckpointSigned', note);
    } catch (error) {
      if (!isLedgerError(error) || !isOvertaken(error)) throw error;
      return this.#takeOver();
    }
    this.#lacking = lacking;
    this.#publish({ size, root, note });
  }

  /** Another process signed first: its head is ours too, if the same entries lead to it. */
  async #takeOver(): Promise<void> {
    const theirs = await this.#checkpoints.newest();
    if (theirs === null || theirs.size > this.#growing.size) {
      const reason = 'another process has signed more than this one has read yet';
      throw new LedgerError('store-unavailable', reason, { reason });
    }
    const { origin } = openCheckpoint(theirs.note, this.#keys.verifiers);
    if (origin !== this.#keys.origin || !sameHash(rootOf(this.nodes, theirs.size), theirs.root)) {
      const where = `checkpoint@${theirs.revision}`;
      throw new LedgerError(
        'integrity-violation',
        `another process has signed ${theirs.size} entries that are not the first ones here: two histories under one name`,
        { where },
      );
    }
    if (theirs.size > (this.#newest?.size ?? 0)) this.#publish(theirs);
  }

  #publish(published: Published): void {
    this.#options.head.writeCheckpoint(published.note);
    this.#signedAt = Date.now();
    this.#newest = published;
    for (const waiter of [...this.#waiters]) if (waiter.index < published.size) waiter.settle(published);
    for (const listener of this.#listeners) listener();
  }

  /**
   * What will be signed is read from the store once more and compared with the leaves in the tree: a bit that flipped
   * between the two would be signed for good.
   */
  async #readBack(from: number, size: number): Promise<void> {
    const { store, tree } = this.#options;
    tree.reread();
    const { index: begin, after } = tree.before(from);
    let index = begin;
    for await (const { body, stream, revision } of store.readAll({
      ...(after === null ? {} : { after }),
      limit: size - begin,
    })) {
      if (index >= from) {
        const where = `${stream}@${revision}`;
        if (!sameHash(leafHash(Buffer.from(body)), tree.leaf(index)))
          throw changedBeforeSigning(index, where);
        requireReadable(body);
      }
      index += 1;
      if (index % batchEvents === 0) await otherWork();
    }
    if (index < size) throw changedBeforeSigning(index, `entry ${index}`);
  }

  /** True where the error says that the record is damaged. */
  #halt(error: unknown): boolean {
    if (!isLedgerError(error) || !isDamage(error)) return false;
    if (this.#halted !== null) return true;
    this.#halted = error;
    clearTimeout(this.#timer);
    for (const waiter of [...this.#waiters]) waiter.settle(error);
    this.#options.onHalted?.(error);
    return true;
  }
}

/** The signature of a text is always the same: the other process may have appended the very same note. */
const isOvertaken = ({ code }: LedgerError): boolean =>
  code === 'revision-conflict' || code === 'idempotency-mismatch';

const isDamage = ({ code }: LedgerError): boolean =>
  code === 'integrity-violation' ||
  code === 'log-forked' ||
  code === 'not-canonical' ||
  code === 'invalid-event' ||
  code === 'stream-destroyed' ||
  code === 'unknown-position' ||
  code === 'note-invalid' ||
  code === 'signature-invalid' ||
  code === 'checkpoint-invalid';

/** An entry of a later version of the software is signed all the same: its bytes are what counts. */
function requireReadable(body: string): void {
  try {
    decode(body);
  } catch (error) {
    if (!isLedgerError(error) || error.code !== 'ledger-newer-than-software') throw error;
  }
}

const changedBeforeSigning = (index: number, where: string): LedgerError =>
  new LedgerError(
    'integrity-violation',
    `entry ${index} (${where}) reads otherwise now than when it was added to the tree, so nothing is signed: the disk or the store gave back other bytes`,
    { where },
  );

const treeChanged = (): LedgerError =>
  new LedgerError(
    'tile-invalid',
    'tree.db does not lead to the root of the entries, so nothing is signed: it is a view of the store; stop, delete tree.db and start again',
    { tile: 'tree.db', rule: 'the root of the entries' },
  );

const closedError = (): LedgerError =>
  new LedgerError('store-unavailable', 'the log is closed, or was not signed in time', { reason: 'closed' });
