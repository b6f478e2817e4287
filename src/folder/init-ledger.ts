import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { LedgerError } from '../../events/errors.ts';
import { Origin } from '../../events/ledger.ts';
import { originOf as published } from '../../projections/log-keys.ts';
import { shippedFramework } from '../frameworks/shipped.ts';
import { createKeyFile } from '../vault/keys.ts';
import { begin } from './begin.ts';
import { dataFolder, isInitialised, makeDataFolder } from './data-folder.ts';
import { keptOrigin, verifierKeyOf } from './log-key-file.ts';
import { openParts } from './open-ledger.ts';

export interface InitOptions {
  readonly data: string;
  readonly store?: string;
  /** Where the newest checkpoint is kept; `head/` of the data folder where it is left out. */
  readonly head?: string;
  /** The log's public name, like `ledger.example/governance`; a name for trying things out where it is left out. */
  readonly origin?: string;
  readonly administratorName?: string;
  readonly registrarName?: string;
}

export interface Initialised {
  readonly ledger: string;
  readonly origin: string;
  /** Key files that were made now, each with mode 0600. */
  readonly keysMade: readonly string[];
}

/**
 * Makes a data folder with its keys and founds the ledger in it: two people, the operator's account, the framework that
 * ships. Goes on where an interrupted one stopped; on a founded ledger it changes nothing.
 * @throws LedgerError `invalid-command` for an origin that is no name of a log, or another than the ledger has
 */
export async function initLedger(options: InitOptions): Promise<Initialised> {
  const folder = dataFolder(options.data, options.head);
  const origin = originOf(options.origin, keptOrigin(folder.logKey));
  // The vault key is made last. From then on the log's first key may be retired, and its file gone.
  const isMade = isInitialised(folder);
  makeDataFolder(folder);
  const keysMade: string[] = [];
  const make = (path: string, how: () => unknown): void => {
    if (existsSync(path)) return;
    how();
    keysMade.push(path);
  };
  make(folder.importKey, () => createKeyFile(folder.importKey, 'import'));
  if (!isMade) make(folder.logKey, () => verifierKeyOf(folder.logKey, origin));
  make(folder.vaultKey, () => createKeyFile(folder.vaultKey, 'vault'));
  const parts = await openParts(options);
  try {
    const { ledger } = await begin(parts.handler, {
      origin,
      logKey: existsSync(folder.logKey) ? verifierKeyOf(folder.logKey, origin) : '',
      administratorName: options.administratorName ?? 'First administrator',
      registrarName: options.registrarName ?? 'First registrar',
      operatorName: 'Operator of this ledger',
      framework: shippedFramework(1),
    });
    return { ledger, origin: published(await parts.handler.log.now())?.origin ?? origin, keysMade };
  } finally {
    await parts.close();
  }
}

function originOf(asked: string | undefined, kept: string | null): string {
  const origin = asked ?? kept ?? `govledger.invalid/${randomUUID().slice(0, 8)}`;
  const rule =
    kept !== null && kept !== origin
      ? `${kept}, as its log key says: an origin is never changed`
      : 'a name in lower case without spaces or plus signs, like ledger.example/governance';
  if ((kept === null || kept === origin) && Origin.safeParse(origin).success) return origin;
  throw new LedgerError('invalid-command', `the origin must be ${rule}`, {
    command: 'init',
    field: 'origin',
    rule,
  });
}
