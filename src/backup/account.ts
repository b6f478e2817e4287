import { decode, type RecordedEvent } from '../../events/decode.ts';
import { isLedgerError } from '../../events/errors.ts';
import { digestsOf } from '../../events/reveal.ts';
import type { EventStore } from '../store/event-store.ts';
import type { Opened, Vault } from '../vault/vault.ts';

/** What became of every digest that stands in a log. */
export interface Account {
  readonly events: number;
  readonly opened: number;
  /** Erased, and recorded as erased. */
  readonly erased: number;
  /** Erased without an event that says so: what was erased after the log was copied. */
  readonly erasedUnrecorded: number;
  /** Neither to be opened nor erased: the text is lost. */
  readonly lost: number;
  /** Could be opened though the log records it as erased; erased again by now. */
  readonly erasedAgain: number;
}

export interface AccountOptions {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly vault: Pick<Vault, 'open' | 'erase' | 'getBlob'>;
  readonly onProgress?: (events: number) => void;
}

const eventsPerPage = 500;

/**
 * Opens every digest of the log, and first erases again what the log records as erased.
 * @throws LedgerError for an event that cannot be decoded
 */
export async function account({ store, vault, onProgress }: AccountOptions): Promise<Account> {
  const recorded = await recordedAsErased(store);
  const erasedAgain = [...(await vault.open(recorded)).values()].filter(
    ({ state }) => state === 'opened',
  ).length;
  if (erasedAgain > 0) await vault.erase(recorded);
  const counts = { opened: 0, erased: 0, erasedUnrecorded: 0, lost: 0 };
  const seen = new Set<string>();
  let events = 0;
  let page: RecordedEvent[] = [];
  const look = async (): Promise<void> => {
    seen.clear();
    for (const { digest } of page.flatMap(digestsOf)) seen.add(digest);
    for (const [digest, state] of await statesOf(vault, seen)) {
      if (state === 'erased') counts[recorded.has(digest) ? 'erased' : 'erasedUnrecorded'] += 1;
      else counts[state] += 1;
    }
    page = [];
    onProgress?.(events);
  };
  for await (const { body } of store.readAll()) {
    page.push(decode(body));
    events += 1;
    if (page.length >= eventsPerPage) await look();
  }
  await look();
  return { events, ...counts, erasedAgain };
}

async function recordedAsErased(store: AccountOptions['store']): Promise<ReadonlySet<string>> {
  const digests = new Set<string>();
  for await (const { type, body } of store.readAll()) {
    if (type !== 'DisclosuresErased') continue;
    const event = decode(body);
    if (event.type === 'DisclosuresErased') for (const digest of event.data.digests) digests.add(digest);
  }
  return digests;
}

type State = 'opened' | 'erased' | 'lost';

async function statesOf(
  vault: AccountOptions['vault'],
  digests: ReadonlySet<string>,
): Promise<ReadonlyMap<string, State>> {
  const states = new Map<string, State>();
  for (const [digest, opened] of await openedOf(vault, digests)) {
    const isHeld =
      opened?.state !== 'opened' ||
      opened.disclosure.blob === undefined ||
      (await vault.getBlob(opened.disclosure.blob)).state !== 'missing';
    const state = opened?.state ?? 'missing';
    states.set(digest, state === 'missing' || !isHeld ? 'lost' : state);
  }
  return states;
}

/** A page with something damaged in it is opened one by one; null for what is. */
export async function openedOf(
  vault: Pick<Vault, 'open'>,
  digests: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Opened | null>> {
  try {
    return await vault.open(digests);
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  const opened = new Map<string, Opened | null>();
  for (const digest of digests) {
    try {
      opened.set(digest, (await vault.open([digest])).get(digest) ?? null);
    } catch (error) {
      if (!isDamage(error)) throw error;
      opened.set(digest, null);
    }
  }
  return opened;
}

const isDamage = (error: unknown): boolean => isLedgerError(error) && error.code === 'disclosure-damaged';
