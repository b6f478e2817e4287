import { setImmediate as otherWork } from 'node:timers/promises';
import { decode, type RecordedEvent } from '../../events/decode.ts';
import { isLedgerError } from '../../events/errors.ts';
import type { Audience } from '../../events/fields.ts';
import { digestsOf } from '../../events/reveal.ts';
import type { EventStore } from '../store/event-store.ts';
import type { Vault } from '../vault/vault.ts';
import type { Finding } from './log-check.ts';

export interface VaultCheckOptions {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly vault: Pick<Vault, 'open'>;
  /** Digests whose erasure is approved and not yet recorded. */
  readonly erasing?: (digest: string) => boolean;
  /** Texts that were never in this vault: the export that the ledger was taken over from did not open them. */
  readonly withheld?: (index: number, audience: Audience) => boolean;
  readonly signal?: AbortSignal;
}

const digestsPerTurn = 200;
const mostNamed = 20;

interface Place {
  readonly digest: string;
  readonly where: string;
}

/**
 * Whether the vault opens every sealed field of the log, or an event says that it was erased. A field that was dropped
 * from the vault behind the ledger's back is a finding, as is a key or a text that was changed. @throws the signal's reason
 */
export async function checkVault(options: VaultCheckOptions): Promise<readonly Finding[]> {
  const { store, signal, erasing = () => false, withheld = () => false } = options;
  const findings: Finding[] = [];
  const gone: Place[] = [];
  const recorded = new Set<string>();
  let page: Place[] = [];
  const look = async (): Promise<void> => {
    gone.push(...(await lookAt(options, page, findings)));
    page = [];
    signal?.throwIfAborted();
    await otherWork();
  };
  let index = -1;
  for await (const { body, stream, revision } of store.readAll()) {
    index += 1;
    const event = readable(body);
    if (event === null) continue;
    if (event.type === 'DisclosuresErased') for (const digest of event.data.digests) recorded.add(digest);
    for (const { digest, audience } of digestsOf(event))
      if (!withheld(index, audience)) page.push({ digest, where: `${stream}@${revision}` });
    if (page.length >= digestsPerTurn) await look();
  }
  await look();
  for (const { digest, where } of gone) {
    if (recorded.has(digest) || erasing(digest)) continue;
    findings.push({
      what: 'disclosure-lost',
      says: `the sealed text ${digest} of ${where} is gone from the vault, and no event says that it was erased: restore vault.db and vault-keys.db from one backup`,
    });
  }
  return findings.slice(0, mostNamed);
}

/** Those that the vault does not open. A damaged one refuses the whole page, which is then asked for one by one. */
async function lookAt(
  { vault }: VaultCheckOptions,
  page: readonly Place[],
  findings: Finding[],
): Promise<readonly Place[]> {
  const gone: Place[] = [];
  const look = async (places: readonly Place[]): Promise<void> => {
    const opened = await vault.open(places.map(({ digest }) => digest));
    gone.push(...places.filter(({ digest }) => opened.get(digest)?.state !== 'opened'));
  };
  try {
    await look(page);
    return gone;
  } catch (error) {
    if (!isDamaged(error)) throw error;
  }
  for (const place of page) {
    try {
      await look([place]);
    } catch (error) {
      if (!isDamaged(error)) throw error;
      findings.push({
        what: 'disclosure-damaged',
        says: `the sealed text ${place.digest} of ${place.where}, or its key, was changed in the vault: it no longer opens. Restore vault.db and vault-keys.db from one backup`,
      });
    }
  }
  return gone;
}

const isDamaged = (error: unknown): boolean => isLedgerError(error) && error.code === 'disclosure-damaged';

/** Null for an event of a later version of the software: what it seals is not known here. */
function readable(body: string): RecordedEvent | null {
  try {
    return decode(body);
  } catch (error) {
    if (isLedgerError(error)) return null;
    throw error;
  }
}
