import { LedgerError } from '../../events/errors.ts';
import type { AccessLog } from '../access/access-log.ts';
import { openAccessLog } from '../access/sqlite.ts';
import { Erasures } from '../erasure/erasures.ts';
import { plansIn } from '../erasure/plans.ts';
import { Handler } from '../handle/handle.ts';
import { openIdentity } from '../identity/sqlite.ts';
import { HaltingStore } from '../log/halting-store.ts';
import { HeadFolder } from '../log/head-folder.ts';
import { LedgerLog } from '../log/ledger-log.ts';
import { PublishedFiles } from '../log/published-files.ts';
import type { ReadableLog } from '../log/published-log.ts';
import { TreeFile } from '../log/tree-file.ts';
import { openProjector, type Projector } from '../projector/projector.ts';
import type { Views } from '../projector/views.ts';
import type { EventStore } from '../store/event-store.ts';
import { openStore } from '../store/open.ts';
import { loadKey, type SecretKey } from '../vault/keys.ts';
import { openVault } from '../vault/sqlite.ts';
import type { Vault } from '../vault/vault.ts';
import { ownershipOf } from './adopted-file.ts';
import { type DataFolder, dataFolder, requireInitialised } from './data-folder.ts';
import { type Founding, foundingOf } from './founding.ts';
import { settledVaultKey, vaultKeyOf } from './vault-key.ts';

export interface OpenLedgerOptions {
  /** The data folder. */
  readonly data: string;
  /** The event store's URL, a relative path from the data folder; `sqlite:ledger.db` where it is left out. */
  readonly store?: string;
  /** Beside another process that writes: nothing can be appended. */
  readonly readOnly?: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Told once when the views stop following. */
  readonly onStopped?: (error: unknown) => void;
  /** Told once when the record was found to be damaged: nothing more is appended or signed. */
  readonly onHalted?: (error: LedgerError) => void;
  /** Told why a checkpoint could not be signed; it is tried again. */
  readonly onUnsigned?: (error: unknown) => void;
  /** To record how the log goes on behind entries that are lost: nothing is signed, and nothing compared. */
  readonly recovering?: true;
  /** Where the newest checkpoint is kept outside the store; `head/` of the data folder where it is left out. */
  readonly head?: string;
  /** Told of an approved erasure that could not be carried out; it is tried again. */
  readonly onErasureFailure?: (erasure: string, error: unknown) => void;
}

/** The parts of a ledger at work, before it need be founded. */
export interface Parts {
  readonly folder: DataFolder;
  readonly store: EventStore;
  readonly vault: Vault;
  readonly handler: Handler;
  readonly projector: Projector;
  readonly views: Views;
  readonly importKey: SecretKey<'import'>;
  /** Whoever opens sealed text for somebody says so here first. */
  readonly access: AccessLog;
  /** The signed log over the store. */
  readonly log: ReadableLog;
  /** The same where this process signs it; null where nothing can be written. */
  readonly signing: LedgerLog | null;
  /** Carries out erasures once they are approved. */
  readonly erasures: Erasures;
  /** Waits for the commands taken so far, then lets go of everything. */
  close(): Promise<void>;
}

/** A founded ledger at work; `administrator`, `registrar` and `operator` are directory ids. */
export interface Ledger extends Parts, Founding {
  readonly id: string;
}

export const usualStore = 'sqlite:ledger.db';

/** Opens store, vault, door and views of a data folder. @throws LedgerError as each of them, naming the file */
export async function openParts(options: OpenLedgerOptions): Promise<Parts> {
  const folder = dataFolder(options.data, options.head);
  requireInitialised(folder);
  const { store: url = usualStore, readOnly = false, now = Date.now } = options;
  const importKey = loadKey(folder.importKey, 'import');
  vaultKeyOf(folder);
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const each of closing.splice(0).reverse()) await each();
  };
  try {
    const stored = await openStore(url, { base: folder.path, readOnly });
    closing.push(() => stored.close());
    const signing = readOnly || options.recovering === true ? null : await openLog(stored, folder, options);
    const requireOurs = ownershipOf(folder);
    const store =
      signing === null
        ? stored
        : new HaltingStore(stored, () => {
            signing.requireSound();
            requireOurs(signing.activeKeys);
          });
    const files = new PublishedFiles({ store, tree: folder.tree, head: folder.head });
    closing.push(
      async () => signing?.close(),
      async () => files.close(),
    );
    const log = signing ?? files;
    const key = readOnly ? vaultKeyOf(folder).key : await settledVaultKey(folder);
    const vault = openVault({ vaultPath: folder.vault, keysPath: folder.vaultKeys, key, now });
    closing.push(() => vault.close());
    const access = openAccessLog({ path: folder.access, now });
    closing.push(() => access.close());
    const { onStopped } = options;
    const projector = await openProjector({
      store,
      path: folder.views,
      ...(onStopped === undefined ? {} : { onStopped }),
    });
    closing.push(() => projector.close());
    const openPanels = async () => {
      await projector.waitFor();
      return projector.views.openPanels();
    };
    const handler = new Handler({ store, vault, openPanels, now });
    closing.push(() => handler.idle());
    const { views } = projector;
    const { onErasureFailure } = options;
    const erasures = new Erasures({
      store,
      vault,
      handler,
      plans: plansIn(folder.erasing),
      due: async () => {
        await projector.waitFor();
        return views.dueErasures().map(({ erasure }) => erasure);
      },
      forget: (person) => forgetCredentials(folder, person),
      now,
      ...(onErasureFailure === undefined ? {} : { onFailure: onErasureFailure }),
    });
    closing.push(() => erasures.stop());
    return {
      folder,
      store,
      vault,
      handler,
      projector,
      views,
      importKey,
      access,
      log,
      signing,
      erasures,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openLog(
  store: EventStore,
  folder: DataFolder,
  options: OpenLedgerOptions,
): Promise<LedgerLog> {
  const { onHalted, onUnsigned } = options;
  return LedgerLog.open({
    store,
    tree: TreeFile.open(folder.tree),
    head: new HeadFolder(folder.head),
    keys: folder.keys,
    ...(onHalted === undefined ? {} : { onHalted }),
    ...(onUnsigned === undefined ? {} : { onUnsigned }),
  });
}

async function forgetCredentials({ identity: path }: DataFolder, person: string): Promise<void> {
  const identity = openIdentity({ path });
  try {
    await identity.forget(person);
  } finally {
    await identity.close();
  }
}

/**
 * Opens a ledger that `init` has founded, and carries out the erasures that were approved and left, beside other work.
 * @throws LedgerError `not-found` for a folder without one, and as `openParts`
 */
export async function openLedger(options: OpenLedgerOptions): Promise<Ledger> {
  const parts = await openParts(options);
  const opened = await parts.handler.opening.event().catch(async (error: unknown) => {
    await parts.close();
    throw error;
  });
  if (opened === null) {
    await parts.close();
    throw new LedgerError(
      'not-found',
      `the ledger in ${parts.folder.path} was never opened: "govledger init" goes on where it stopped`,
      { what: 'ledger', id: parts.folder.path },
    );
  }
  const id = opened.data.ledger;
  if (options.readOnly !== true) void parts.erasures.run();
  return { ...parts, ...foundingOf(id), id };
}
