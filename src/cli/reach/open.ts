import { dataFolder } from '../../folder/data-folder.ts';
import { notSignedIn } from '../../identity/caller.ts';
import type { Context } from '../context.ts';
import type { Given } from '../given.ts';
import { tokenOf } from '../token-given.ts';
import type { Reach } from './reach.ts';
import { runningServer } from './running-server.ts';
import { ServerReach } from './server-reach.ts';

/** `writes` opens a folder as its one writer. */
export type Wanting = 'reads' | 'writes';

/**
 * Reaches the ledger and lets go of it whatever happens: through the server that was named, through the one that runs on
 * the data folder, or else by opening the folder. Whoever shows a token asks as themselves; without one, the operator
 * does, who is at the machine. @throws LedgerError `not-signed-in` for a named server without a token
 */
export async function reaching<T>(
  context: Context,
  given: Given,
  wanting: Wanting,
  work: (reach: Reach) => Promise<T>,
): Promise<T> {
  const token = tokenOf(context.terminal.env, { tokenFile: given.text('tokenFile') });
  const { server } = context;
  if (server !== null) {
    if (token === null) throw notSignedIn();
    return work(new ServerReach({ url: server.url, token, asPerson: true }));
  }
  const running = await runningServer(dataFolder(context.data));
  if (running !== null) {
    const { url, operatorToken } = running;
    return work(new ServerReach({ url, token: token ?? operatorToken, asPerson: token !== null }));
  }
  const { withFolder } = await import('./folder-reach.ts');
  return withFolder(context, token === null ? 'operator' : { token }, wanting, work);
}

/** For who has nothing to show yet. */
export async function reachingAnonymously<T>(
  context: Context,
  work: (reach: Reach) => Promise<T>,
): Promise<T> {
  const url = context.server?.url ?? (await runningServer(dataFolder(context.data)))?.url ?? null;
  if (url !== null) return work(new ServerReach({ url, token: null, asPerson: false }));
  const { withFolder } = await import('./folder-reach.ts');
  return withFolder(context, 'nobody', 'reads', work);
}

/**
 * Whether whoever asks is the operator, at the machine: no server was named, and no token is shown. They may read the
 * files of the folder as they are, also beside a server that runs on it.
 */
export const isAtTheMachine = ({ server, terminal }: Context, given: Given): boolean =>
  server === null && tokenOf(terminal.env, { tokenFile: given.text('tokenFile') }) === null;
