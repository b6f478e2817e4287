import { LedgerError } from '../../events/errors.ts';
import { hashBytes } from '../../projections/merkle/hash.ts';
import type { NodeReader } from '../../projections/merkle/proof.ts';
import { parseCheckpoint } from '../checkpoint/checkpoint.ts';
import { parseNote } from '../checkpoint/note.ts';
import { isInTree, type TileId } from '../checkpoint/tile.ts';
import type { EventStore } from '../store/event-store.ts';
import { CheckpointStream } from './checkpoint-stream.ts';
import { HeadFolder } from './head-folder.ts';
import type { Published, ReadableLog } from './published-log.ts';
import { TreeFile } from './tree-file.ts';

export interface PublishedFilesOptions {
  readonly store: EventStore;
  /** `tree.db`. */
  readonly tree: string;
  /** The folder of the newest checkpoint. */
  readonly head: string;
}

/** The log as another process signs it, from the files that it keeps: for readers beside it, and for the public listener. */
export class PublishedFiles implements ReadableLog {
  readonly nodes: NodeReader;
  readonly #path: string;
  readonly #head: HeadFolder;
  readonly #checkpoints: CheckpointStream;
  #tree: TreeFile | null = null;

  constructor({ store, tree, head }: PublishedFilesOptions) {
    this.#path = tree;
    this.#head = new HeadFolder(head);
    this.#checkpoints = new CheckpointStream(store);
    this.nodes = (level, index) => this.#file().nodes(level, index);
  }

  newest(): Published | null {
    const note = this.#head.checkpoint();
    if (note === null) return null;
    const { size, root } = parseCheckpoint(parseNote(note).text);
    return { size, root, note };
  }

  async ofSize(size: number): Promise<Published | null> {
    const newest = this.newest();
    if (newest === null || newest.size === size) return newest;
    return this.#checkpoints.ofSize(size, parseCheckpoint(parseNote(newest.note).text).origin);
  }

  tile({ level, index, width }: TileId): Uint8Array | null {
    const size = this.newest()?.size ?? 0;
    if (level === 'entries' || !isInTree({ level, index, width }, size)) return null;
    return (
      this.#file()
        .tile(level, index)
        ?.subarray(0, width * hashBytes) ?? null
    );
  }

  async covering(index: number): Promise<Published> {
    const newest = this.newest();
    if (newest !== null && newest.size > index) return newest;
    throw new LedgerError(
      'store-unavailable',
      `entry ${index} is under no checkpoint yet: the process that writes the ledger signs it`,
      { reason: 'unsigned' },
    );
  }

  close(): void {
    this.#tree?.close();
    this.#tree = null;
  }

  #file(): TreeFile {
    this.#tree ??= TreeFile.open(this.#path, { readOnly: true });
    return this.#tree;
  }
}
