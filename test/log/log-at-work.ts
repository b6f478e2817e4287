import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadFolder } from '../../src/log/head-folder.ts';
import { LedgerLog, type LedgerLogOptions } from '../../src/log/ledger-log.ts';
import { TreeFile } from '../../src/log/tree-file.ts';
import type { EventStore } from '../../src/store/event-store.ts';
import { logKeyFor } from '../log-keys.ts';

export const testOrigin = 'tests.example/ledger';

/** Folders for a log's keys and heads, with a key of the tests' origin; `remove` takes them away. */
export function logFolders() {
  const path = mkdtempSync(join(tmpdir(), 'govledger-log-'));
  const keys = join(path, 'keys');
  mkdirSync(keys, { mode: 0o700 });
  writeFileSync(join(keys, 'log.key'), `${logKeyFor(testOrigin).signer}\n`, { mode: 0o600 });
  return {
    path,
    keys,
    head: new HeadFolder(join(path, 'head')),
    tree: join(path, 'tree.db'),
    remove: (): void => rmSync(path, { recursive: true, force: true }),
  };
}

/** A log over a store, with its tree in memory unless a file is named. */
export async function logOver(
  store: EventStore,
  folders: ReturnType<typeof logFolders>,
  options: Partial<LedgerLogOptions> & { readonly treeFile?: string } = {},
): Promise<LedgerLog> {
  const { treeFile = ':memory:', ...rest } = options;
  const { head, keys } = folders;
  return LedgerLog.open({ store, tree: TreeFile.open(treeFile), head, keys, idleMs: 5, ...rest });
}
