import { LedgerError } from '../../events/errors.ts';
import { leafHash, sameHash } from '../../projections/merkle/hash.ts';
import type { TreeHead } from '../../projections/merkle/proof.ts';
import { CompactRange } from '../../projections/merkle/tree.ts';
import type { EventStore } from '../store/event-store.ts';
import type { Disclosure, Vault } from '../vault/vault.ts';
import { type AdoptedAppend, appendsOf, newEventOf } from './appends.ts';
import { Filing } from './filing.ts';
import { DisclosureReader } from './read-disclosures.ts';
import { type ReadFile, readEntries } from './read-entries.ts';

export interface AdoptLogOptions {
  /** The export's files. */
  readonly source: { readonly read: ReadFile; lines(path: string): AsyncIterable<string> };
  /** The head that was verified. */
  readonly head: TreeHead;
  /** An empty store. */
  readonly store: Pick<EventStore, 'append' | 'readAll' | 'head'>;
  readonly vault: Pick<Vault, 'put'>;
  readonly onProgress?: (progress: AdoptProgress) => void;
}

export interface AdoptProgress {
  readonly step: 'taking over' | 'reading back';
  readonly events: number;
  readonly of: number;
}

export interface AdoptedLog {
  readonly events: number;
  readonly appends: number;
  readonly disclosures: number;
}

/** Written together: enough to share commits, few enough for memory. */
const eventsAtOnce = 2_000;
const textsAtOnce = 2_000;

/**
 * Takes the entries of a verified export into an empty store, byte for byte and append by append, and what it opens into
 * a vault, texts before the events that mention them. Then the store is read back: it must have the root of the export.
 * @throws LedgerError `already-exists` for a store with events, `integrity-violation`, and as store and vault
 */
export async function adoptLog(options: AdoptLogOptions): Promise<AdoptedLog> {
  const { source, head, store, vault, onProgress } = options;
  if ((await store.head()) !== null)
    throw new LedgerError('already-exists', 'the store holds events: a log is taken into an empty one', {
      what: 'ledger',
      id: '',
    });
  const filing = new Filing();
  const reader = new DisclosureReader(source.lines('disclosures.ndjson'));
  let events = 0;
  let appends = 0;
  let disclosures = 0;
  let texts: Disclosure[] = [];
  let waiting: AdoptedAppend[] = [];
  let waitingEvents = 0;
  const write = async (): Promise<void> => {
    await vault.put(texts);
    // Called one after the other, they are placed in this order, and share commits.
    await Promise.all(waiting.map((append) => placed(store, append)));
    events += waitingEvents;
    appends += waiting.length;
    disclosures += texts.length;
    texts = [];
    waiting = [];
    waitingEvents = 0;
    onProgress?.({ step: 'taking over', events, of: head.size });
  };
  for await (const append of appendsOf(readEntries(source.read, head.size))) {
    for (const { index, event } of append.entries) texts.push(...filing.file(event, await reader.of(index)));
    waiting.push(append);
    waitingEvents += append.entries.length;
    if (waitingEvents >= eventsAtOnce || texts.length >= textsAtOnce) await write();
  }
  await write();
  await readBack(options);
  return { events, appends, disclosures };
}

async function placed(
  store: AdoptLogOptions['store'],
  { stream, expected, entries: [first, ...rest] }: AdoptedAppend,
): Promise<void> {
  await store.append(stream, expected, [newEventOf(first), ...rest.map(newEventOf)]);
}

async function readBack({ store, head, onProgress }: AdoptLogOptions): Promise<void> {
  const range = new CompactRange();
  for await (const { body } of store.readAll()) {
    range.append(leafHash(Buffer.from(body)));
    if (range.size % eventsAtOnce === 0)
      onProgress?.({ step: 'reading back', events: range.size, of: head.size });
  }
  if (range.size === head.size && sameHash(range.root(), head.root)) return;
  throw new LedgerError(
    'integrity-violation',
    `what was taken over has ${range.size} events and another root than the ${head.size} of the export: it was changed while it was read, or the store gives back other bytes`,
    { where: `root of ${head.size} events` },
  );
}
