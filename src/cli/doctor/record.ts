import { existsSync } from 'node:fs';
import { decode } from '../../../events/decode.ts';
import { isLedgerError } from '../../../events/errors.ts';
import { millisOf } from '../../../events/time.ts';
import { activeKeys, originOf } from '../../../projections/log-keys.ts';
import { quickCheck } from '../../backup/snapshot.ts';
import { parseVerifierKey } from '../../checkpoint/note-key.ts';
import { adoptedFrom } from '../../folder/adopted-file.ts';
import type { DataFolder } from '../../folder/data-folder.ts';
import { filesThatSign } from '../../folder/signing-files.ts';
import { LogRecord } from '../../handle/log-record.ts';
import { openViews, type Views } from '../../projector/views.ts';
import type { EventStore, Position } from '../../store/event-store.ts';
import { openStore } from '../../store/open.ts';
import { counted } from '../progress.ts';
import { type Finding, found, type Said } from './finding.ts';

/** The ledger clock may be so far ahead of this machine's (DESIGN §5.6). */
const leewayMs = 5_000;

const none: Said = {
  wrong: 'holds no event',
  why: 'nothing can be recorded before it is opened',
  remedy: 'govledger init opens the ledger',
};

export interface RecordLook {
  readonly folder: DataFolder;
  readonly url: string | null;
  /** Reads the databases from end to end. */
  readonly thorough: boolean;
  readonly now: () => number;
}

/** The log, its key, its end and its clock, and how far the views are: all read only. */
export async function ofTheRecord(look: RecordLook): Promise<readonly Finding[]> {
  const { folder, url, thorough, now } = look;
  let store: EventStore | null = null;
  let views: Views | null = null;
  try {
    const opening = await found('log', async () => {
      if (thorough && url === null) quickCheck(folder.ledger);
      store = await openStore(url ?? `sqlite:${folder.ledger}`, { base: folder.path, readOnly: true });
      if ((await store.head()) === null) return none;
      return (await foreignKey(folder, store)) ?? 'opens and can be read';
    });
    if (store === null) return [opening];
    const log: EventStore = store;
    const shown = await found('views', async () => {
      if (!existsSync(folder.views)) return noViews;
      try {
        if (thorough) quickCheck(folder.views);
        views = openViews(folder.views);
        return await behind(log, views);
      } catch (error) {
        return brokenViews(folder, error);
      }
    });
    const last = await found('last event', () => lastEvent(log, views));
    const clock = await found('clock', () => clockOf(log, views, now));
    return [opening, last, clock, shown];
  } finally {
    closeViews(views);
    await closeStore(store);
  }
}

const closeViews = (views: Views | null): void => views?.close();
const closeStore = async (store: EventStore | null): Promise<void> => store?.close();

async function foreignKey(folder: DataFolder, store: EventStore): Promise<Said | null> {
  const log = await new LogRecord(store).now();
  const origin = originOf(log);
  const signing = filesThatSign(folder.keys);
  const missing = activeKeys(log).filter((key) => !signing.has(key));
  if (origin === null || missing.length === 0) return null;
  if (signing.size === 0 && adoptedFrom(folder) !== null)
    return `opens, and was taken over from ${origin.origin} without its key: it can be read, and nothing added`;
  const named = missing.map((key) => parseVerifierKey(key).keyId).join(', ');
  return {
    wrong: `no file in ${folder.keys} signs for key ${named} of ${origin.origin}`,
    why: 'what is not signed by every key of the log, nobody accepts as this log',
    remedy: 'put back the keys of this ledger from the copy that you keep',
  };
}

const noViews: Said = {
  wrong: 'are not there',
  why: 'listings are made of them',
  remedy: 'govledger rebuild makes them',
};

async function behind(store: EventStore, views: Views): Promise<Said> {
  const { position, leaf } = views.head();
  let missing = 0;
  for await (const _ of store.readAll(rangeAfter(position))) missing += 1;
  if (missing === 0) return `hold all ${counted(leaf + 1)} events`;
  return {
    wrong: `are ${counted(missing)} events behind`,
    why: 'listings do not show the newest acts',
    remedy: 'govledger rebuild, or any writing verb, brings them up; a server does by itself',
  };
}

/** Views are never the record, so that nothing about them is damage to it; but they may know more than it holds. */
function brokenViews(folder: DataFolder, error: unknown): Said {
  if (!isLedgerError(error)) throw error;
  if (error.code === 'unknown-position') {
    return {
      wrong: 'hold more than the log does',
      why: 'an older ledger.db was put in its place, or its end was cut off: acts that were acknowledged are gone',
      remedy:
        'find out what happened before anything is recorded; compare with a backup and with whoever follows the log',
    };
  }
  if (error.code !== 'integrity-violation' && error.code !== 'schema-mismatch') throw error;
  return {
    wrong: `cannot be read: ${error.message}`,
    why: 'listings are made of them; the record itself is not touched by it',
    remedy: `stop the server, delete ${folder.views}, then govledger rebuild`,
  };
}

async function lastEvent(store: EventStore, views: Views | null): Promise<Said> {
  const last = await lastBody(store, views);
  if (last === null) return none;
  const { type, recordedAt } = decode(last);
  return `${type} of ${recordedAt} decodes`;
}

async function clockOf(store: EventStore, views: Views | null, now: () => number): Promise<Said> {
  const last = await lastBody(store, views);
  const recorded = last === null ? '' : decode(last).recordedAt;
  const seen = views?.head().clock ?? '';
  const clock = seen > recorded ? seen : recorded;
  if (clock === '' || millisOf(clock) <= now() + leewayMs) return 'the last event is not ahead of it';
  return {
    wrong: `the ledger has an event of ${clock}, and this machine says ${new Date(now()).toISOString()}`,
    why: 'times and deadlines of new acts would be wrong, and whoever verifies the log reports it',
    remedy: 'set the clock of this machine; if the event was recorded under a wrong one, say so in a note',
  };
}

async function lastBody(store: EventStore, views: Views | null): Promise<string | null> {
  const before = views === null ? null : (views.entryAt(views.head().leaf - 1)?.position ?? null);
  let last: string | null = null;
  try {
    for await (const { body } of store.readAll(rangeAfter(before))) last = body;
  } catch (error) {
    if (!isLedgerError(error) || error.code !== 'unknown-position') throw error;
    for await (const { body } of store.readAll()) last = body;
  }
  return last;
}

const rangeAfter = (position: Position | null): { readonly after?: Position } =>
  position === null ? {} : { after: position };
