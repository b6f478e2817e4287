import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { decode } from '../../events/decode.ts';
import { isLedgerError } from '../../events/errors.ts';
import { type DataFolder, dataFolder } from '../folder/data-folder.ts';
import { openViews, type Views } from '../projector/views.ts';
import type { EventStore, Position } from '../store/event-store.ts';
import { openStore } from '../store/open.ts';
import { takeLock } from '../store/sqlite/lock.ts';
import { loadKey } from '../vault/keys.ts';
import { openVault } from '../vault/sqlite.ts';
import type { Context } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { counted } from './progress.ts';

/** One thing that was looked at. `damaged`: what is stored is not what was recorded. */
export interface Finding {
  readonly what: string;
  readonly verdict: 'ok' | 'wrong' | 'damaged';
  readonly says: string;
  readonly remedy: string | null;
}

type Said = string | { readonly wrong: string; readonly remedy: string };

const leastFreeBytes = 512 * 1024 * 1024;
const leastNode: readonly [number, number] = [20, 19];

/** Looks at everything that a ledger needs, in the order in which one thing rests on another. */
export async function diagnose({ data, store: url }: Context): Promise<readonly Finding[]> {
  const folder = dataFolder(data);
  const findings: Finding[] = [await found('node', () => node())];
  const there = await found('folder', () => folderThere(folder));
  findings.push(there);
  if (there.verdict !== 'ok') return findings;
  findings.push(await found('keys', () => keys(folder)), await found('files', () => files(folder, url)));
  if (url === null && existsSync(folder.ledger)) findings.push(await found('writer', () => writer(folder)));
  findings.push(...(await ofTheLog(folder, url)));
  findings.push(await found('vault', () => vault(folder)), await found('space', () => space(folder)));
  return findings;
}

async function found(what: string, look: () => Said | Promise<Said>): Promise<Finding> {
  try {
    const said = await look();
    return typeof said === 'string'
      ? { what, verdict: 'ok', says: said, remedy: null }
      : { what, verdict: 'wrong', says: said.wrong, remedy: said.remedy };
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    const damaged = exitCodes[error.code] === 3;
    const remedy = damaged ? 'stop writing, keep the folder as it is, and compare it with a backup' : null;
    return { what, verdict: damaged ? 'damaged' : 'wrong', says: `${error.code}: ${error.message}`, remedy };
  }
}

function node(): Said {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [leastMajor, leastMinor] = leastNode;
  const version = `Node.js ${process.versions.node}`;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return version;
  return { wrong: `${version} is too old`, remedy: `install ${leastNode.join('.')} or newer` };
}

function folderThere({ path }: DataFolder): Said {
  if (!existsSync(path)) {
    return { wrong: `${path} is not there`, remedy: 'govledger init makes it; --data DIR names another' };
  }
  if (!statSync(path).isDirectory())
    return { wrong: `${path} is no folder`, remedy: '--data DIR names another' };
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return {
      wrong: `${path} cannot be written`,
      remedy: 'run as its owner, or give yourself the right to write there',
    };
  }
  return isOpenToOthers(path)
    ? { wrong: `others on this machine may look into ${path}`, remedy: `chmod 700 ${path}` }
    : path;
}

function keys(folder: DataFolder): Said {
  for (const path of [folder.vaultKey, folder.importKey, folder.logKey]) {
    if (!existsSync(path))
      return {
        wrong: `${path} is not there`,
        remedy: 'put it back from the copy that you keep; it cannot be made again',
      };
    if (isOpenToOthers(path)) return { wrong: `others may read ${path}`, remedy: `chmod 600 ${path}` };
  }
  loadKey(folder.vaultKey, 'vault');
  loadKey(folder.importKey, 'import');
  return `3 keys in ${folder.keys}, for their owner alone`;
}

const isOpenToOthers = (path: string): boolean =>
  process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;

function files(folder: DataFolder, url: string | null): Said {
  const needed = [folder.vault, folder.vaultKeys, ...(url === null ? [folder.ledger] : [])];
  const missing = needed.filter((path) => !existsSync(path));
  if (missing.length === 0) return `${needed.length} files of the record`;
  return {
    wrong: `${missing.join(', ')} not there`,
    remedy: 'put it back from a backup; for a new ledger: govledger init',
  };
}

function writer({ ledger }: DataFolder): Said {
  try {
    takeLock(ledger).release();
    return 'nobody writes now';
  } catch (error) {
    if (!isLedgerError(error) || error.code !== 'ledger-locked') throw error;
    return error.message.split(', and ')[0] ?? error.message;
  }
}

/** The log, its end, and how far the views are: all three read only. */
async function ofTheLog(folder: DataFolder, url: string | null): Promise<readonly Finding[]> {
  let store: EventStore | null = null;
  let views: Views | null = null;
  try {
    const opening = await found('log', async () => {
      store = await openStore(url ?? `sqlite:${folder.ledger}`, { base: folder.path, readOnly: true });
      return (await store.head()) === null ? empty : 'opens and can be read';
    });
    if (store === null) return [opening];
    const log: EventStore = store;
    const viewsFinding = await found('views', async () => {
      if (!existsSync(folder.views)) return noViews;
      views = openViews(folder.views);
      return behind(log, views);
    });
    const last = await found('last event', () => lastEvent(log, views));
    return [opening, last, viewsFinding];
  } finally {
    closeViews(views);
    await closeStore(store);
  }
}

const empty: Said = { wrong: 'holds no event', remedy: 'govledger init opens the ledger' };
const noViews: Said = { wrong: 'are not there', remedy: 'govledger rebuild makes them' };
const closeViews = (views: Views | null): void => views?.close();
const closeStore = async (store: EventStore | null): Promise<void> => store?.close();

async function behind(store: EventStore, views: Views): Promise<Said> {
  const { position, leaf } = views.head();
  let missing = 0;
  for await (const _ of store.readAll(rangeAfter(position))) missing += 1;
  return missing === 0
    ? `hold all ${counted(leaf + 1)} events`
    : {
        wrong: `are ${counted(missing)} events behind`,
        remedy: 'govledger rebuild, or any writing verb, brings them up',
      };
}

async function lastEvent(store: EventStore, views: Views | null): Promise<Said> {
  const before = views === null ? null : (views.entryAt(views.head().leaf - 1)?.position ?? null);
  let last: string | null = null;
  for await (const { body } of store.readAll(rangeAfter(before))) last = body;
  if (last === null) return empty;
  const { type, recordedAt } = decode(last);
  return `${type} of ${recordedAt} decodes`;
}

const rangeAfter = (position: Position | null): { readonly after?: Position } =>
  position === null ? {} : { after: position };

async function vault(folder: DataFolder): Promise<Said> {
  if (!existsSync(folder.vault) || !existsSync(folder.vaultKeys) || !existsSync(folder.vaultKey)) {
    return { wrong: 'cannot be opened without its files', remedy: 'see above' };
  }
  const opened = openVault({
    vaultPath: folder.vault,
    keysPath: folder.vaultKeys,
    key: loadKey(folder.vaultKey, 'vault'),
  });
  await opened.close();
  return 'opens with its key';
}

function space({ path }: DataFolder): Said {
  const { bavail, bsize } = statfsSync(path);
  const free = bavail * bsize;
  const said = `${(free / 1e9).toFixed(1)} GB free`;
  return free >= leastFreeBytes ? said : { wrong: said, remedy: 'make room before more is recorded' };
}
