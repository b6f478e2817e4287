import { setImmediate as otherWork } from 'node:timers/promises';
import { isLedgerError } from '../../events/errors.ts';
import { leafHash, sameHash } from '../../projections/merkle/hash.ts';
import type { TreeHead } from '../../projections/merkle/proof.ts';
import { CompactRange } from '../../projections/merkle/tree.ts';
import { tileWidth } from '../checkpoint/tile.ts';
import type { EventStore } from '../store/event-store.ts';
import type { TreeFile } from './tree-file.ts';

/** Something in the ledger that is not as it was recorded, in the words of whoever has to act on it. */
export interface Finding {
  readonly what:
    | 'entry-edited'
    | 'entry-deleted'
    | 'entry-inserted'
    | 'entry-moved'
    | 'store-unreadable'
    | 'head-differs'
    | 'tree-changed'
    | 'disclosure-lost'
    | 'disclosure-damaged';
  readonly says: string;
}

export interface LogCheckOptions {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly tree: TreeFile;
  /** How many entries to check: those that the tree holds now. */
  readonly size: number;
  /** The newest head that was signed: what the entries have to lead to. */
  readonly signed?: TreeHead | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (entries: number) => void;
}

const eventsPerTurn = 200;
const progressEvery = 10_000;
/** More are only counted: whoever edits everything need not be told everything. */
const mostNamed = 20;
/** Where entries were inserted, those that were signed stand further on. */
const mostInserted = 1_000;

interface Foreign {
  readonly at: number;
  readonly where: string;
}

/**
 * Hashes every entry of the store again and compares it with the leaf that the tree has of it, in order; then every tile
 * with what follows from the leaves. @throws the signal's reason
 */
export async function checkLog(options: LogCheckOptions): Promise<readonly Finding[]> {
  const { store, tree, size, signal, onProgress } = options;
  const places = new Places(tree, size);
  let at = 0;
  try {
    for await (const { body, stream, revision } of store.readAll()) {
      if (at >= size && (places.areAllFound || at >= size + mostInserted)) break;
      places.take(at, leafHash(Buffer.from(body)), `${stream}@${revision}`);
      at += 1;
      if (at % progressEvery === 0) onProgress?.(at);
      if (at % eventsPerTurn > 0) continue;
      signal?.throwIfAborted();
      await otherWork();
    }
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    return [
      { what: 'store-unreadable', says: `the store cannot be read behind entry ${at - 1}: ${error.message}` },
    ];
  }
  return [...places.findings(at), ...(await checkTiles(options))];
}

/** What the store has, against what the tree says should be there. */
class Places {
  readonly #tree: TreeFile;
  readonly #size: number;
  /** The index that is expected next; it jumps where entries are gone. */
  #expected = 0;
  #known: Map<string, number> | null = null;
  readonly #missing = new Set<number>();
  readonly #foreign: Foreign[] = [];
  readonly #misplaced = new Map<number, Foreign>();

  constructor(tree: TreeFile, size: number) {
    this.#tree = tree;
    this.#size = size;
  }

  /** True once every leaf of the tree was met, or is known to be gone. */
  get areAllFound(): boolean {
    return this.#expected >= this.#size;
  }

  take(at: number, hash: Uint8Array, where: string): void {
    if (this.#expected < this.#size && sameHash(hash, this.#tree.leaf(this.#expected))) {
      this.#expected += 1;
      return;
    }
    const found = this.#indexOf(hash);
    if (found === undefined) this.#foreign.push({ at, where });
    else if (found < this.#expected) this.#misplaced.set(found, { at, where });
    else {
      for (let index = this.#expected; index < found; index += 1) this.#missing.add(index);
      this.#expected = found + 1;
    }
  }

  findings(entries: number): readonly Finding[] {
    for (let index = this.#expected; index < this.#size; index += 1) this.#missing.add(index);
    const findings: Finding[] = [];
    for (const [index, { at }] of this.#misplaced) {
      this.#missing.delete(index);
      findings.push({ what: 'entry-moved', says: `entry ${index} was moved: it now stands as entry ${at}` });
    }
    const cutOff = this.#cutOff();
    if (cutOff !== null) {
      const { from, count } = cutOff;
      const says = `the end of the store is gone: ${count} entries from ${from} on, of ${this.#size}, were cut off`;
      findings.push({ what: 'entry-deleted', says });
    }
    for (const { at, where } of this.#foreign) {
      // What stands where an entry is gone is most likely that entry, changed.
      const [edited] = this.#missing;
      if (edited === undefined)
        findings.push({
          what: 'entry-inserted',
          says: `entry ${at} (${where}) was inserted: it was never signed`,
        });
      else {
        this.#missing.delete(edited);
        findings.push({
          what: 'entry-edited',
          says: `entry ${edited} (${where}) was edited: its bytes are not those that were signed`,
        });
      }
    }
    for (const index of this.#missing)
      findings.push({
        what: 'entry-deleted',
        says: `entry ${index} is gone; ${entries} of ${this.#size} are there`,
      });
    return findings.slice(0, mostNamed);
  }

  /** Missing entries at the very end, with nothing foreign in their place. */
  #cutOff(): { readonly from: number; readonly count: number } | null {
    let from = this.#size;
    while (this.#missing.has(from - 1)) from -= 1;
    const count = this.#size - from;
    if (count < 2 || this.#foreign.length > 0) return null;
    for (let index = from; index < this.#size; index += 1) this.#missing.delete(index);
    return { from, count };
  }

  /** Made only where something does not fit: it holds every leaf. */
  #indexOf(hash: Uint8Array): number | undefined {
    if (this.#known === null) {
      this.#known = new Map();
      for (let index = 0; index < this.#size; index += 1)
        this.#known.set(Buffer.from(this.#tree.leaf(index)).toString('latin1'), index);
    }
    return this.#known.get(Buffer.from(hash).toString('latin1'));
  }
}

/** Every hash of every tile, against what follows from the leaves. */
async function checkTiles({ tree, size, signed, signal }: LogCheckOptions): Promise<readonly Finding[]> {
  const wrong = new Set<string>();
  const differs: number[] = [];
  const range = new CompactRange();
  const compare = (level: number, index: number, hash: Uint8Array): void => {
    if (level === 0 || level % 8 > 0 || wrong.size >= mostNamed) return;
    if (!sameHash(tree.nodes(level, index), hash))
      wrong.add(`tile/${level / 8}/${Math.floor(index / tileWidth)}`);
  };
  for (let index = 0; index < size; index += 1) {
    range.append(tree.leaf(index), compare);
    if (range.size === signed?.size && !sameHash(range.root(), signed.root)) differs.push(signed.size);
    if (index % eventsPerTurn > 0) continue;
    signal?.throwIfAborted();
    await otherWork();
  }
  const signedOver = differs.map((over) => ({
    what: 'entry-edited' as const,
    says: `the entries no longer lead to the root that was signed over ${over} of them: one was edited, in the store and in tree.db alike`,
  }));
  const tiles = [...wrong].map((tile) => ({
    what: 'tree-changed' as const,
    says: `${tile} in tree.db was changed: it does not follow from the entries. It is a view of the store: stop, delete tree.db and start again`,
  }));
  return [...signedOver, ...tiles];
}
