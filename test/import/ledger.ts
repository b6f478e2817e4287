import { decode, type RecordedEvent } from '../../events/decode.ts';
import type { Asked } from '../../src/commands/catalogue.ts';
import { Handler } from '../../src/handle/handle.ts';
import type { ImportOptions, ImportResult } from '../../src/import/import-history.ts';
import type { EventStore } from '../../src/store/event-store.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { memoryVault } from '../../src/vault/memory.ts';
import type { Vault } from '../../src/vault/vault.ts';
import { logKeyFor } from '../log-keys.ts';
import { importer, importInto } from './door.ts';

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const [ledger, administrator, registrar] = [uuid(1), uuid(2), uuid(3)];

export interface LedgerOfTests {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly handler: Handler;
  import(files: readonly string[], options?: Partial<ImportOptions>): Promise<ImportResult>;
  events(): Promise<readonly RecordedEvent[]>;
}

/** A ledger that was opened, with an importer in it, and the real door. */
export async function openedLedger(
  store: EventStore = new MemoryStore(),
  vault: Vault = memoryVault(),
): Promise<LedgerOfTests> {
  const handler = new Handler({ store, vault, openPanels: () => Promise.resolve([]) });
  const begin = (id: number, asked: Asked, actor: string) =>
    handler.handle({ id: uuid(id), asked, subject: '', actor, via: 'operator' });
  const data = {
    ledger,
    origin: 'tests.example/ledger',
    logKey: logKeyFor('tests.example/ledger').verifier,
    administrator,
    registrar,
  };
  await begin(10, { name: 'open-ledger', data }, registrar);
  const person = { person: importer, kind: 'service', name: 'Importer', secret: 'A'.repeat(43) } as const;
  await begin(11, { name: 'register-person', data: person }, registrar);
  return {
    store,
    vault,
    handler,
    import: (files, options) => importInto(handler, files, options),
    events: async () => {
      const events: RecordedEvent[] = [];
      for await (const { body } of store.readAll()) events.push(decode(body));
      return events;
    },
  };
}
