import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { isLedgerError, LedgerError } from '../../../events/errors.ts';
import { instantFromMillis } from '../../../events/time.ts';
import type { Policy } from '../../checkpoint/policy.ts';
import { parsePolicy } from '../../checkpoint/policy-file.ts';
import { demoPeopleIn } from '../../folder/demo-folder.ts';
import { type Ledger, usualStore } from '../../folder/open-ledger.ts';
import { removeServerFile, writeServerFile } from '../../folder/server-file.ts';
import { isLoopback } from '../../http/host.ts';
import { type Limits, usualLimits } from '../../http/limits.ts';
import type { ListenOptions } from '../../http/listen.ts';
import { type ServedLedger, serveLedger } from '../../http/serve-ledger.ts';
import { serverLog } from '../../http/server-log.ts';
import { openIdentity } from '../../identity/sqlite.ts';
import { HeadFolder } from '../../log/head-folder.ts';
import { PublishedFiles } from '../../log/published-files.ts';
import { openStore } from '../../store/open.ts';
import { witnessesFile } from '../../witnessing/witness-memory.ts';
import { Witnesses } from '../../witnessing/witnesses.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { type Given, wholeOf } from '../given.ts';
import { initialise } from '../initialise.ts';
import { writing } from '../opened-ledger.ts';
import { listing, table } from '../table.ts';
import { UsageError } from '../usage-error.ts';

const usualPort = 8017;
const usualPublicPort = 8018;

/** Serves until it is told to stop; what is under way then finishes. */
export const serve: Run = async (context, given) => {
  const { terminal } = context;
  const port = given.whole('port', 0, 65_535) ?? usualPort;
  const publicPort = given.whole('publicPort', 0, 65_535) ?? usualPublicPort;
  const host = hostOf(given);
  const names = given.texts('allowHost');
  const serving: Serving = {
    members: { host, port, names },
    everybody: { host, port: publicPort, names },
    isSecure: given.flag('behindTls'),
    proxies: proxiesIn(given),
    limits: limitsOf(terminal.env['GOVLEDGER_RATE_LIMITS']),
    log: serverLog(terminal.env['GOVLEDGER_LOG'] ?? (terminal.person.err ? 'warn' : 'info')),
    policy: policyIn(given.text('witnessPolicy') ?? terminal.env['GOVLEDGER_WITNESS_POLICY']),
    interrupted: terminal.interrupted(),
  };
  try {
    await serveHere(context, serving, false);
  } catch (error) {
    if (!given.flag('init') || !isLedgerError(error) || error.code !== 'not-found') throw error;
    await initialise(context, given);
    await serveHere(context, serving, true);
  }
  return exit.ok;
};

/** @throws UsageError for what is neither an address nor a network */
function proxiesIn(given: Given): readonly string[] {
  for (const proxy of given.texts('trustProxy')) {
    const [address = '', bits, ...more] = proxy.split('/');
    const family = isIP(address);
    const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
    if (family === 0 || !fits || more.length > 0)
      throw new UsageError(
        '--trust-proxy',
        `${proxy.slice(0, 80)}: an address like 10.0.0.7, or a network like 10.0.0.0/8`,
      );
  }
  return given.texts('trustProxy');
}

/** `off`, or requests a minute from one caller. @throws UsageError */
function limitsOf(given: string | undefined): Limits {
  if (given === undefined || given === '') return usualLimits;
  if (given === 'off') return 'off';
  const perCaller = wholeOf('GOVLEDGER_RATE_LIMITS', given, 1, 1_000_000);
  return { perCaller, overall: perCaller * 10 };
}

interface Serving {
  readonly members: ListenOptions;
  readonly everybody: ListenOptions;
  readonly isSecure: boolean;
  readonly proxies: readonly string[];
  readonly limits: Limits;
  readonly policy: Policy | null;
  readonly log: Logger;
  readonly interrupted: AbortSignal;
}

/** @throws LedgerError `policy-invalid`, `not-found` for a file that is not there */
function policyIn(path: string | undefined): Policy | null {
  if (path === undefined || path === '') return null;
  if (existsSync(path)) return parsePolicy(readFileSync(path));
  throw new LedgerError('not-found', `there is no witness policy at ${path}`, { what: 'file', id: path });
}

function witnessesOf(
  { log, folder }: Ledger,
  policy: Policy | null,
  server: Logger,
): { readonly witnesses?: Witnesses } {
  if (policy === null || policy.witnesses.length === 0) return {};
  const kept = witnessesFile(new HeadFolder(folder.head));
  const onFailure = (error: unknown): void =>
    server.error({ err: error }, 'what was cosigned cannot be kept');
  return { witnesses: new Witnesses({ policy, log, kept, onFailure }) };
}

/** @throws LedgerError `not-found` where there is no ledger, before anything listens */
async function serveHere(context: Context, serving: Serving, isNew: boolean): Promise<void> {
  const { everybody, interrupted, log, policy, ...how } = serving;
  const hears = {
    onHalted: (error: unknown) =>
      log.error({ err: error }, 'the record is damaged: nothing more is recorded'),
    onUnsigned: (error: unknown) =>
      log.error({ err: error }, 'no checkpoint can be signed; it is tried again'),
  };
  const work = async (ledger: Ledger): Promise<void> => {
    const { folder, access } = ledger;
    const identity = openIdentity({ path: folder.identity });
    try {
      const store = await openStore(context.store ?? usualStore, { base: folder.path, readOnly: true });
      const published = new PublishedFiles({ store, tree: folder.tree, head: folder.head });
      const served = await serveLedger({
        ...how,
        ledger,
        identity,
        access,
        log,
        everybody: { where: everybody, store, published },
        ...witnessesOf(ledger, policy, log),
      });
      const { url, publicUrl, operatorToken } = served;
      writeServerFile(folder, { url, publicUrl, operatorToken, pid: process.pid });
      try {
        await told(context, ledger, served, isNew);
        await until(interrupted);
        log.info('stopping');
      } finally {
        removeServerFile(folder);
        await served.close();
      }
    } finally {
      await identity.close();
    }
  };
  await writing(context, work, hears);
}

/** @throws UsageError for an address that others can reach, unless somebody says that TLS ends in front of it */
function hostOf(given: Given): string {
  const host = given.text('host') ?? '127.0.0.1';
  if (isLoopback(host) || given.flag('behindTls')) return host;
  throw new UsageError(
    '--host',
    `${host.slice(0, 80)} can be reached from other machines; serve there only behind TLS, and say so with --behind-tls`,
  );
}

const until = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

async function told(context: Context, ledger: Ledger, served: ServedLedger, isNew: boolean): Promise<void> {
  const { path, keys } = ledger.folder;
  const { url, publicUrl, port } = served;
  if (context.json) {
    const startedAt = instantFromMillis(Date.now());
    await writeJson(context, { url, publicUrl, port, data: path, ledger: ledger.id, startedAt });
    return;
  }
  const { terminal } = context;
  const folder = path === process.cwd() ? '' : ` --data ${context.data}`;
  await terminal.write(
    `${isNew ? 'A new ledger was made. ' : ''}govledger is serving until you stop it (Ctrl+C).\n${listing(
      [
        ['the API', `${url}/`],
        ['described', `${url}/reference`],
        ['the public log', `${publicUrl ?? 'not served'}/`],
        ['data', path],
        ['keys', `development keys in ${keys}, mode 0600`],
        ['a first token', `npx govledger token enrol registrar${folder}`],
        ['look round', `npx govledger submission list${folder}`],
        ['', 'npx govledger --help'],
      ],
      terminal.columns,
    )}${demoInWords(context, path)}`,
  );
}

/** How to act as each person whom the demo has made; nothing where it has not run. */
function demoInWords({ data, terminal }: Context, path: string): string {
  const people = demoPeopleIn(path);
  const [first] = people;
  if (first === undefined) return '';
  const rows = people.map(({ key, name, is }) => [name, is, join(data, 'demo', `${key}.token`)]);
  return (
    `\nThe people of the demo, all made up, each with a token of their own:\n` +
    `${table(['NAME', 'IS', 'TOKEN'], rows, terminal.columns)}` +
    `Act as one of them by it: npx govledger work --data ${data} --token-file ${join(data, 'demo', `${first.key}.token`)}\n`
  );
}
