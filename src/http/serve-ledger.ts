import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { AccessLog } from '../access/access-log.ts';
import { sealDays } from '../access/seal-days.ts';
import { adoptedFrom, withheldBy } from '../folder/adopted-file.ts';
import type { Ledger } from '../folder/open-ledger.ts';
import { Housekeeping, sweepOrphans } from '../housekeeping.ts';
import { Attempts } from '../identity/attempts.ts';
import type { Identity } from '../identity/identity.ts';
import { HeadFolder } from '../log/head-folder.ts';
import type { PublishedLog } from '../log/published-log.ts';
import { RecordWatch } from '../log/record-watch.ts';
import { checkVault } from '../log/vault-check.ts';
import { Members } from '../members/members.ts';
import type { EventStore } from '../store/event-store.ts';
import { Ticker } from '../ticker.ts';
import { Cosigning } from '../witnessing/cosigning.ts';
import type { Witnesses } from '../witnessing/witnesses.ts';
import { Background } from './background.ts';
import { EntityTags } from './entity-tag.ts';
import { Followers } from './followers.ts';
import { Health, type Probe } from './health.ts';
import type { Limits } from './limits.ts';
import type { ListenOptions } from './listen.ts';
import { Metrics } from './metrics.ts';
import { servePublic } from './public/serve-public.ts';
import { serveHttp } from './server.ts';
import { Uploads } from './uploads.ts';

export interface ServeLedgerOptions {
  readonly ledger: Pick<
    Ledger,
    | 'id'
    | 'operator'
    | 'folder'
    | 'store'
    | 'vault'
    | 'handler'
    | 'projector'
    | 'views'
    | 'erasures'
    | 'log'
    | 'signing'
  >;
  readonly identity: Identity;
  /** Where it is noted who reads what; it is left open. */
  readonly access: AccessLog;
  /** Where those who take part are served. */
  readonly members: ListenOptions;
  /** Where everybody is served, from a connection to the store of its own; null for nowhere. */
  readonly everybody: {
    readonly where: ListenOptions;
    readonly store: EventStore;
    readonly published: PublishedLog;
  } | null;
  /** Who cosigns the log's checkpoints; left out where nobody does. */
  readonly witnesses?: Witnesses;
  readonly log: Logger;
  readonly limits: Limits;
  readonly proxies?: readonly string[];
  /** TLS ends in front of it. */
  readonly isSecure: boolean;
  readonly now?: () => number;
}

export interface ServedLedger {
  readonly url: string;
  readonly port: number;
  readonly publicUrl: string | null;
  /** Acts as the ledger's operator for as long as this server runs. */
  readonly operatorToken: string;
  /** Takes no more requests; what was taken is finished, followers are told, and what is due is left to the next start. */
  close(): Promise<void>;
}

/** Everything that a serving process does. @throws LedgerError `port-unavailable`; then nothing is left running */
export async function serveLedger(options: ServeLedgerOptions): Promise<ServedLedger> {
  const { ledger, identity, log, limits, proxies = [], now = Date.now } = options;
  const { store, vault, views, projector, handler, erasures } = ledger;
  const metrics = new Metrics();
  const followers = new Followers();
  const background = new Background((error) => log.error({ err: error }, 'work behind an answer failed'));
  const ticker = new Ticker({
    handle: (command) => handler.handle(command),
    due: async (at) => views.dueActs(at),
    now,
    onFailure: (error) => log.error({ err: error }, 'a due act could not be recorded'),
  });
  const housekeeping = new Housekeeping({
    jobs: [
      sweepOrphans({ vault, store, now }),
      sealDays({
        access: options.access,
        ledger: ledger.id,
        log: handler.log,
        handle: (command) => handler.handle(command),
        now,
      }),
    ],
    onDone: (job, did) => log.info({ job, did }, 'housekeeping'),
    onFailure: (job, error) => log.error({ job, err: error }, 'housekeeping failed'),
  });
  const { signing } = ledger;
  const withheld = withheldBy(adoptedFrom(ledger.folder));
  const watch = new RecordWatch({
    checks: [
      async (signal) => (await signing?.check(signal)) ?? [],
      async (signal) => {
        // What is approved is gone from the vault a moment before that is on record.
        await erasures.run();
        return checkVault({ store, vault, signal, withheld });
      },
    ],
    now,
    onFinding: (finding) => log.error({ finding }, 'the record is not as it was written'),
    onFailure: (error) => log.error({ err: error }, 'the record could not be looked through'),
  });
  const cosigning = cosigningOf(options);
  const health = new Health({
    store,
    projector,
    lastTick: () => ticker.lastTick,
    now,
    probes: [...probesOf(options), ...recordProbes(signing, watch, cosigning)],
  });
  const operatorToken = `gvo_${randomBytes(32).toString('base64url')}`;
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const each of closing.splice(0).reverse()) await each();
  };
  closing.push(() => handler.idle());
  closing.push(() => background.idle());
  try {
    const server = await serveHttp({
      ...options.members,
      ledger,
      members: new Members({
        store,
        vault,
        views,
        projector,
        directory: handler.directory,
        access: options.access,
        now,
      }),
      identity,
      attempts: new Attempts({ now }),
      tags: new EntityTags(),
      health,
      background,
      metrics,
      access: options.access,
      followers,
      uploads: new Uploads({ now }),
      operatorToken,
      isSecure: options.isSecure,
      now,
      log,
      limits,
      proxies,
    });
    closing.push(() => server.close());
    const { everybody } = options;
    const open =
      everybody === null
        ? null
        : await servePublic({ ...everybody.where, ...everybody, log, metrics, limits, proxies });
    if (open !== null) closing.push(() => open.close());
    metrics.watch({
      recorded: () => open?.events() ?? null,
      viewed: () => projector.status().head.leaf + 1,
      following: () => (projector.status().state === 'live' ? 1 : 0),
      followers: () => followers.count,
    });
    ticker.start();
    closing.push(() => ticker.stop());
    watch.start();
    closing.push(() => watch.stop());
    cosigning?.start();
    closing.push(async () => cosigning?.stop());
    housekeeping.start();
    closing.push(() => housekeeping.stop());
    return { url: server.url, port: server.port, publicUrl: open?.url ?? null, operatorToken, close };
  } catch (error) {
    await close();
    throw error;
  }

  function recordProbes(
    signed: Ledger['signing'],
    watched: RecordWatch,
    cosigned: Cosigning | null,
  ): readonly Probe[] {
    const witnessed: Probe = {
      what: 'witnesses',
      says: 'enough witnesses have signed the newest checkpoint',
      fails:
        'too few witnesses have signed the newest checkpoint yet; the log of the server says which are missing',
      works: async () => cosigned?.isQuorate === true,
    };
    return [
      ...(cosigned === null ? [] : [witnessed]),
      {
        what: 'log',
        says: 'the log is signed',
        fails: 'the log is not signed by every key that should; the log of the server says why',
        works: async () => signed?.status().reason === null,
      },
      {
        what: 'record',
        says: 'the record is what was signed',
        fails: 'the record is not what was signed, or sealed text is gone; the log of the server says what',
        works: async () => signed?.status().state !== 'halted' && watched.status().findings.length === 0,
      },
    ];
  }

  function cosigningOf({
    ledger: { signing: signed, folder },
    witnesses,
  }: ServeLedgerOptions): Cosigning | null {
    if (signed === null || witnesses === undefined) return null;
    return new Cosigning({
      signing: signed,
      witnesses,
      onMissing: (missing) => log.warn({ missing }, 'witnesses have not signed the newest checkpoint'),
      onAlarm: (alarm) => {
        log.error(alarm, 'a witness holds another history of this log: nothing more is recorded');
        // With our own checkpoint it is the proof, for anybody, that one key signed two histories.
        if (alarm.evidence !== null) keepEvidence(folder.head, alarm.witness, alarm.evidence);
      },
      onFailure: (error) => log.error({ err: error }, 'the witnesses could not be asked'),
    });
  }

  function probesOf({ ledger: { folder } }: ServeLedgerOptions): readonly Probe[] {
    return [
      {
        what: 'vault',
        says: 'the vault can be opened',
        fails: 'the vault cannot be read; the log says why',
        works: async () => (await vault.open(['-'])).size === 1,
      },
      {
        what: 'identity',
        says: 'credentials can be checked',
        fails: 'credentials cannot be checked',
        works: async () => (await identity.record({ limit: 1 })).items.length >= 0,
      },
      {
        what: 'disk',
        says: 'the data folder can be written',
        fails: 'the data folder cannot be written',
        works: async () => {
          await access(folder.path, constants.W_OK);
          return true;
        },
      },
    ];
  }
}

function keepEvidence(head: string, witness: string, evidence: string): void {
  new HeadFolder(head).write(`fork-${witness.replaceAll(/[^A-Za-z0-9.-]/g, '-')}`, evidence);
}
