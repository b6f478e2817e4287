import { isLedgerError, LedgerError } from '../../events/errors.ts';
import { leafHash, sameHash } from '../../projections/merkle/hash.ts';
import { rootOf } from '../../projections/merkle/proof.ts';
import { type OpenedCheckpoint, openCheckpoint, parseCheckpoint } from '../checkpoint/checkpoint.ts';
import { parseNote } from '../checkpoint/note.ts';
import type { EventStore, StoredEvent } from '../store/event-store.ts';
import type { CheckpointStream } from './checkpoint-stream.ts';
import type { GrowingTree } from './growing-tree.ts';
import type { HeadFolder } from './head-folder.ts';
import type { KeysOnRecord } from './keys-on-record.ts';
import { checkLog } from './log-check.ts';
import type { Published } from './published-log.ts';
import type { TreeFile } from './tree-file.ts';

export interface Starting {
  readonly store: EventStore;
  readonly tree: TreeFile;
  readonly head: HeadFolder;
  readonly growing: GrowingTree;
  readonly checkpoints: CheckpointStream;
  readonly keys: KeysOnRecord;
}

const batchEvents = 1_000;
const keepIt = 'Nothing more is recorded or signed; keep the folder as it is and compare it with a backup';

export const givesRoot = (tree: TreeFile, { size, root }: Published): boolean =>
  sameHash(rootOf(tree.nodes, size), root);

/**
 * Compares the store with its tree and with what `head/` says of it, quickly: sizes, roots and the last entries. Brings
 * the tree up to the store. All entries are hashed again in the background (`log-check.ts`).
 * @returns the newest checkpoint, which is in `head/` as well; null before the first
 * @throws LedgerError `integrity-violation` and others that say what is wrong with the record
 */
export async function checkStart(starting: Starting): Promise<Published | null> {
  const { head, checkpoints, keys } = starting;
  const newest = await newestSigned({ head, checkpoints, keys });
  await refuseOtherThanTree(starting, newest);
  await followStore(starting);
  refuseAddedWhileClosed(starting);
  if (newest === null) return null;
  await requireCovered(starting, newest);
  // Signed and in its stream, and then the process ended: `head/` gets it now.
  if (newest.note !== head.checkpoint()) head.writeCheckpoint(newest.note);
  return newest;
}

/**
 * The newest checkpoint of store and `head/`, which must not contradict each other; null before the first.
 * @throws LedgerError `integrity-violation` where the store knows of less than `head/`, or of something else
 */
export async function newestSigned({
  head,
  checkpoints,
  keys,
}: Pick<Starting, 'head' | 'checkpoints' | 'keys'>): Promise<Published | null> {
  const inHead = head.checkpoint();
  const inStore = await checkpoints.newest();
  const outside = openedFrom('head/checkpoint', inHead, keys);
  const inside = openedFrom('the stream of checkpoints', inStore?.note ?? null, keys);
  return newestOf(outside, inside, inHead, inStore?.note ?? null);
}

/** Null as well for the head of a history that was lost, behind which the log goes on under another name. */
function openedFrom(where: string, note: string | null, keys: KeysOnRecord): OpenedCheckpoint | null {
  const { verifiers, origin } = keys;
  if (note === null) return null;
  try {
    if (keys.isEarlier(parseCheckpoint(parseNote(note).text).origin)) return null;
    const opened = openCheckpoint(note, verifiers);
    if (opened.origin === origin) return opened;
    throw violation(
      where,
      `${where} is of ${opened.origin}, and the ledger says that its log is ${origin ?? 'not open'}`,
    );
  } catch (cause) {
    if (!isLedgerError(cause) || cause.code === 'integrity-violation') throw cause;
    throw violation(
      where,
      `${where} is not signed by a key of this ledger: it was changed, or the ledger was put in the place of another (${cause.message})`,
      cause,
    );
  }
}

function newestOf(
  outside: OpenedCheckpoint | null,
  inside: OpenedCheckpoint | null,
  outsideNote: string | null,
  insideNote: string | null,
): Published | null {
  const inStore = inside === null || insideNote === null ? null : { ...inside, note: insideNote };
  if (outside === null || outsideNote === null) return inStore;
  if (inStore === null || inStore.size < outside.size) {
    throw violation(
      'head/checkpoint',
      `head/checkpoint was signed over ${outside.size} entries, and the store knows of ${inStore === null ? 'no checkpoint' : `one over ${inStore.size}`}: an older ledger was put in its place, or the end of it was cut off`,
    );
  }
  if (inStore.size === outside.size && !sameHash(inStore.root, outside.root))
    throw violation(
      'head/checkpoint',
      `two checkpoints over ${outside.size} entries have different roots: the log was forked`,
    );
  return inStore;
}

/**
 * A tree whose end is not that of the store: where it gives the signed root it is the store that was changed, and the tree
 * tells what; any other tree is of another store, and made anew.
 */
async function refuseOtherThanTree(
  { store, tree, growing }: Starting,
  newest: Published | null,
): Promise<void> {
  const { size } = tree.end();
  if (size === 0 || (await endsAsTheTree({ store, tree }))) return;
  if (newest !== null && size >= newest.size && givesRoot(tree, newest)) {
    const [first, ...more] = await checkLog({ store, tree, size: newest.size });
    if (first !== undefined) {
      const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
      throw violation('store', `${first.says}${others}. ${keepIt}`);
    }
  }
  growing.clear();
}

/** Adds to the tree what the store has more. */
async function followStore({ store, tree, growing }: Starting): Promise<void> {
  let batch: StoredEvent[] = [];
  const after = tree.end().position;
  for await (const stored of store.readAll(after === null ? {} : { after })) {
    batch.push(stored);
    if (batch.length < batchEvents) continue;
    growing.append(batch);
    batch = [];
  }
  growing.append(batch);
}

/** Whether the store holds, at the tree's end, the entries that the tree has there. */
async function endsAsTheTree({ store, tree }: Pick<Starting, 'store' | 'tree'>): Promise<boolean> {
  const { size } = tree.end();
  const { index: begin, after } = tree.before(size - 1);
  let index = begin;
  let last: string | null = null;
  try {
    for await (const { body, position } of store.readAll({
      ...(after === null ? {} : { after }),
      limit: size - begin,
    })) {
      if (!sameHash(leafHash(Buffer.from(body)), tree.leaf(index))) return false;
      index += 1;
      last = position;
    }
  } catch (error) {
    if (!isLedgerError(error) || (error.code !== 'unknown-position' && error.code !== 'tile-invalid'))
      throw error;
    return false;
  }
  return index === size && last === tree.end().position;
}

/** Entries that came when no ledger was running came past the one door. */
function refuseAddedWhileClosed({ head, growing }: Starting): void {
  const closed = head.closedWith();
  if (closed === null || growing.size === closed) return;
  if (growing.size < closed) {
    throw violation(
      `entry ${growing.size}`,
      `the ledger was closed with ${closed} entries and now has ${growing.size}: an older ledger was put in its place, or the end of it was cut off`,
    );
  }
  throw violation(
    `entry ${closed}`,
    `the ledger was closed with ${closed} entries and now has ${growing.size}: something else than govledger added ${growing.size - closed} to the store`,
  );
}

/** The signed root must follow from the entries in the store. */
async function requireCovered(starting: Starting, newest: Published): Promise<void> {
  const { tree, growing } = starting;
  if (growing.size < newest.size) {
    throw violation(
      `entry ${growing.size}`,
      `the store ends after ${growing.size} entries, and ${newest.size} were signed: an older ledger was put in its place, or the end of it was cut off`,
    );
  }
  if (givesRoot(tree, newest)) return;
  // The tree is only a view: the store itself is asked before anything is said of it.
  growing.clear();
  await followStore(starting);
  if (growing.size >= newest.size && givesRoot(tree, newest)) return;
  throw violation(...(await placeOfChange(starting, newest)));
}

/** Older checkpoints tell between which entries the first change lies. */
async function placeOfChange(
  { tree, checkpoints }: Starting,
  newest: Published,
): Promise<readonly [string, string]> {
  let low = 0;
  let before = 0;
  let upTo = newest.size;
  let high = (await checkpoints.newest())?.revision ?? -1;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const checkpoint = await checkpoints.at(middle);
    if (checkpoint === null) break;
    if (sameHash(rootOf(tree.nodes, checkpoint.size), checkpoint.root)) {
      before = checkpoint.size;
      low = middle + 1;
    } else {
      upTo = Math.min(upTo, checkpoint.size);
      high = middle - 1;
    }
  }
  const where = `entries ${before} to ${upTo - 1}`;
  return [
    where,
    `the entries in the store are not those that were signed: between ${before} and ${upTo - 1} one was edited, deleted, inserted or moved. ${keepIt}`,
  ];
}

const violation = (where: string, message: string, cause?: unknown): LedgerError<'integrity-violation'> =>
  new LedgerError('integrity-violation', message, { where }, cause === undefined ? {} : { cause });
