import { leafHash } from '../../projections/merkle/hash.ts';
import type { NodeReader } from '../../projections/merkle/proof.ts';
import { CompactRange } from '../../projections/merkle/tree.ts';
import { formatCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { type LogKey, makeLogKey } from '../../src/checkpoint/log-key.ts';
import { signNote } from '../../src/checkpoint/note.ts';
import { parseSignerKey } from '../../src/checkpoint/note-key.ts';
import type { Published } from '../../src/log/published-log.ts';

export const origin = 'ledger.example/governance';

/** A log in memory, that can be rolled back and rewritten as an attacker would. */
export class GrownLog {
  readonly key: LogKey;
  #entries: string[] = [];
  #range = new CompactRange();
  #nodes = new Map<string, Uint8Array>();
  #newest: Published | null = null;

  constructor(key: LogKey = makeLogKey(origin)) {
    this.key = key;
  }

  readonly nodes: NodeReader = (level, index) => {
    const node = this.#nodes.get(`${level}/${index}`);
    if (node === undefined) throw new RangeError(`there is no node ${level}/${index}`);
    return node;
  };

  newest(): Published | null {
    return this.#newest;
  }

  grow(entries: readonly string[]): this {
    for (const entry of entries) {
      this.#entries.push(entry);
      this.#range.append(leafHash(Buffer.from(entry)), (level, index, node) =>
        this.#nodes.set(`${level}/${index}`, node),
      );
    }
    return this;
  }

  /** Drops all but the first, and goes on from there. */
  rollBack(size: number): this {
    const kept = this.#entries.slice(0, size);
    this.#entries = [];
    this.#range = new CompactRange();
    this.#nodes = new Map();
    return this.grow(kept);
  }

  /** Damages a node of its tree. */
  damage(level: number, index: number): void {
    this.#nodes.set(`${level}/${index}`, Buffer.alloc(32, 7));
  }

  /** Signs and publishes what it holds. */
  async publish(): Promise<Published> {
    const head = { size: this.#range.size, root: this.#range.root() };
    const note = await signNote(formatCheckpoint({ origin, ...head }), [parseSignerKey(this.key.signer)]);
    this.#newest = { ...head, note };
    return this.#newest;
  }
}

/** So many entries of that name. */
export const entries = (count: number, name = 'entry'): string[] =>
  Array.from({ length: count }, (_, at) => `${name} ${at}`);
