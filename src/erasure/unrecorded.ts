import { decode, type RecordedEvent } from '../../events/decode.ts';
import { digestsOf } from '../../events/reveal.ts';
import { openedOf } from '../backup/account.ts';
import type { EventStore } from '../store/event-store.ts';
import type { Vault } from '../vault/vault.ts';

const pageEvents = 500;

/**
 * Digests whose keys are destroyed though no entry says so, in ledger order: what an erasure had destroyed when its plan
 * was lost, as where a backup is restored that was made meanwhile. Reads the whole log.
 */
export async function erasedUnrecorded({
  store,
  vault,
}: {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly vault: Pick<Vault, 'open'>;
}): Promise<readonly string[]> {
  const erased = new Set<string>();
  const recorded = new Set<string>();
  let page: RecordedEvent[] = [];
  const look = async (): Promise<void> => {
    const digests = new Set(page.flatMap(digestsOf).map(({ digest }) => digest));
    for (const [digest, found] of await openedOf(vault, digests))
      if (found?.state === 'erased') erased.add(digest);
    page = [];
  };
  for await (const { body } of store.readAll()) {
    const event = decode(body);
    if (event.type === 'DisclosuresErased') for (const digest of event.data.digests) recorded.add(digest);
    page.push(event);
    if (page.length >= pageEvents) await look();
  }
  await look();
  return [...erased].filter((digest) => !recorded.has(digest));
}
