import type { Logger } from 'pino';
import { isLedgerError } from '../../../events/errors.ts';
import { instantFromMillis } from '../../../events/time.ts';
import type { Ledger } from '../../folder/open-ledger.ts';
import { Health } from '../../http/health.ts';
import { isLoopback } from '../../http/host.ts';
import { type RunningServer, serveHttp } from '../../http/server.ts';
import { serverLog } from '../../http/server-log.ts';
import { Ticker } from '../../ticker.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import type { Given } from '../given.ts';
import { initialise } from '../initialise.ts';
import { writing } from '../opened-ledger.ts';
import { listing } from '../table.ts';
import { UsageError } from '../usage-error.ts';

const usualPort = 8017;

/** Serves until it is told to stop; what is under way then finishes. */
export const serve: Run = async (context, given) => {
  const { terminal } = context;
  const port = given.whole('port', 0, 65_535) ?? usualPort;
  const host = hostOf(given);
  const log = serverLog(terminal.env['GOVLEDGER_LOG'] ?? (terminal.person.err ? 'warn' : 'info'));
  const serving = { host, port, names: given.texts('allowHost'), log, interrupted: terminal.interrupted() };
  try {
    await serveLedger(context, serving, false);
  } catch (error) {
    if (!given.flag('init') || !isLedgerError(error) || error.code !== 'not-found') throw error;
    await initialise(context, given);
    await serveLedger(context, serving, true);
  }
  return exit.ok;
};

interface Serving {
  readonly host: string;
  readonly port: number;
  readonly names: readonly string[];
  readonly log: Logger;
  readonly interrupted: AbortSignal;
}

/** @throws LedgerError `not-found` where there is no ledger, before anything listens */
async function serveLedger(context: Context, serving: Serving, isNew: boolean): Promise<void> {
  const { log, interrupted, ...where } = serving;
  await writing(context, async (ledger) => {
    const { store, views, projector, handler } = ledger;
    const ticker = tickerOf(ledger, (error) => log.error({ err: error }, 'a due act could not be recorded'));
    const now = Date.now;
    const health = new Health({ store, projector, lastTick: () => ticker.lastTick, now });
    const server = await serveHttp({ ...where, store, views, health, now, log });
    ticker.start();
    try {
      await told(context, ledger, server, isNew);
      await until(interrupted);
      log.info('stopping');
    } finally {
      await ticker.stop();
      await server.close();
      await handler.idle();
    }
  });
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

const tickerOf = ({ handler, views }: Ledger, onFailure: (error: unknown) => void): Ticker =>
  new Ticker({
    handle: (command) => handler.handle(command),
    due: async (at) => views.dueActs(at),
    onFailure,
  });

const until = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

async function told(context: Context, ledger: Ledger, server: RunningServer, isNew: boolean): Promise<void> {
  const { path, keys } = ledger.folder;
  const { url, port } = server;
  if (context.json) {
    await writeJson(context, {
      url,
      port,
      data: path,
      ledger: ledger.id,
      startedAt: instantFromMillis(Date.now()),
    });
    return;
  }
  const { terminal } = context;
  const folder = path === process.cwd() ? '' : ` --data ${context.data}`;
  await terminal.write(
    `${isNew ? 'A new ledger was made. ' : ''}govledger is serving, read only, until you stop it (Ctrl+C).\n${listing(
      [
        ['look at', `${url}/`],
        ['', `${url}/submissions`],
        ['', `${url}/ready`],
        ['data', path],
        ['keys', `development keys in ${keys}, mode 0600`],
        ['try', `npx govledger framework show sample-national-security${folder}`],
        ['', `npx govledger submission list${folder}`],
        ['', 'npx govledger --help'],
      ],
      terminal.columns,
    )}`,
  );
}
