import { readFile } from 'node:fs/promises';
import { isLedgerError } from '../../events/errors.ts';
import { ledgerStream } from '../../events/stream.ts';
import { plansIn } from '../erasure/plans.ts';
import { type LiveOptions, liveSource } from '../ledger-export/live-source.ts';
import { CheckpointStream } from '../log/checkpoint-stream.ts';
import { HeadFolder } from '../log/head-folder.ts';
import { KeysOnRecord } from '../log/keys-on-record.ts';
import { checkLog, type Finding } from '../log/log-check.ts';
import type { Published } from '../log/published-log.ts';
import { givesRoot, newestSigned } from '../log/start-check.ts';
import { TreeFile } from '../log/tree-file.ts';
import { checkVault } from '../log/vault-check.ts';
import type { Trust } from '../verify/heads.ts';
import type { VerifyReport } from '../verify/report.ts';
import { verifyExport } from '../verify/verify-export.ts';
import { adoptedFrom, withheldBy } from './adopted-file.ts';
import type { Ledger } from './open-ledger.ts';
import { outside, trustIn, type VerifyCall } from './verify-folder.ts';

/** What was found in the files of a ledger, and what its log proves. */
export interface DataReport {
  /** Of store, tree, `head/` and vault, in the words of whoever keeps them. */
  readonly record: readonly Finding[];
  /** As of the auditors' export that the ledger would give, or one for whom it was taken over; null where there is no checkpoint, or no reading it. */
  readonly log: VerifyReport | null;
}

/**
 * Verifies a ledger itself: every entry against the tree and the newest checkpoint, every sealed text against the vault,
 * and then all that `verify` checks of an export. It changes nothing, and works beside a server.
 * @throws LedgerError `verifier-key-needed` without a key, `key-refused`
 */
export async function verifyData(ledger: Ledger, call: Omit<VerifyCall, 'folder'>): Promise<DataReport> {
  const { store, vault, access, folder } = ledger;
  const trust = await trustIn({ ...call, folder: folder.path });
  const adopted = adoptedFrom(folder);
  const audience = adopted?.audience ?? 'auditors';
  const record: Finding[] = [];
  const found = (what: Finding['what'], error: unknown): null => {
    if (!isLedgerError(error)) throw error;
    record.push({ what, says: error.message });
    return null;
  };
  const newest = await newestOf(ledger).catch((error: unknown) => found('head-differs', error));
  const tree = openTree(folder.tree, found);
  try {
    if (tree !== null && newest !== null) record.push(...(await checkStore(ledger, tree, newest)));
    if (tree !== null)
      record.push(
        ...(await addedWhileClosed(ledger, tree).catch(
          (error: unknown) => found('store-unreadable', error) ?? [],
        )),
      );
    record.push(
      ...(await checkVault({
        store,
        vault,
        withheld: withheldBy(adopted),
        erasing: erasingIn(folder.erasing),
      }).catch((error: unknown) => found('store-unreadable', error) ?? [])),
    );
    const log =
      tree === null || newest === null
        ? null
        : await ofLog(
            trust,
            { ...call, folder: folder.path },
            { store, vault, access, audience, tree, published: newest },
          ).catch((error: unknown) => found('store-unreadable', error));
    return { record, log };
  } finally {
    tree?.close();
  }
}

/** All that an export would prove. */
async function ofLog(
  trust: Trust,
  { folder, since, onProgress }: VerifyCall,
  live: LiveOptions,
): Promise<VerifyReport> {
  return verifyExport(await liveSource(live), {
    ...trust,
    unpacked: live.audience,
    ...(since === undefined ? {} : { since: await readFile(outside(folder, since, 'checkpoint')) }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
}

async function newestOf({ store, folder }: Ledger): Promise<Published | null> {
  const keys = new KeysOnRecord();
  for await (const { body } of store.readStream(ledgerStream)) keys.add(body);
  return newestSigned({ head: new HeadFolder(folder.head), checkpoints: new CheckpointStream(store), keys });
}

function openTree(path: string, found: (what: Finding['what'], error: unknown) => null): TreeFile | null {
  try {
    return TreeFile.open(path, { readOnly: true });
  } catch (error) {
    return found('tree-changed', error);
  }
}

/** What an approved erasure is destroying right now is not lost: putting it back would undo the erasure. */
function erasingIn(folder: string): (digest: string) => boolean {
  const plans = plansIn(folder);
  const digests = new Set(plans.all().flatMap((erasure) => plans.read(erasure)?.digests ?? []));
  return (digest) => digests.has(digest);
}

/** What came behind the last entry of a ledger that was closed came past its door; what is missing went past it. */
async function addedWhileClosed({ store, folder }: Ledger, tree: TreeFile): Promise<readonly Finding[]> {
  const closed = new HeadFolder(folder.head).closedWith();
  const { size, position } = tree.end();
  if (closed === null) return [];
  let added = size - closed;
  for await (const _ of store.readAll(position === null ? {} : { after: position })) added += 1;
  if (added === 0) return [];
  const had = `the ledger was closed with ${closed} entries and now has ${closed + added}`;
  return added > 0
    ? [{ what: 'entry-inserted', says: `${had}: something else than govledger added ${added} to the store` }]
    : [
        {
          what: 'entry-deleted',
          says: `${had}: an older ledger was put in its place, or the end of it was cut off`,
        },
      ];
}

/** Which entry it is can be told only where the tree leads to the signed root. */
async function checkStore({ store }: Ledger, tree: TreeFile, newest: Published): Promise<readonly Finding[]> {
  try {
    if (tree.end().size >= newest.size && givesRoot(tree, newest))
      return await checkLog({ store, tree, size: newest.size, signed: newest });
  } catch (error) {
    if (!isLedgerError(error)) throw error;
  }
  return [
    {
      what: 'tree-changed',
      says: 'tree.db does not lead to the signed root. It is a view of the store: stop the server, delete tree.db and start again. Which entry differs cannot be told without it',
    },
  ];
}
