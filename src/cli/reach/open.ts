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
  const server = await serverReach(context, token);
  if (server !== null) return work(server);
  const { withFolder } = await import('./folder-reach.ts');
  return withFolder(context, token, wanting, work);
}

async function serverReach({ server, data }: Context, token: string | null): Promise<Reach | null> {
  if (server !== null) {
    if (token === null) throw notSignedIn();
    return new ServerReach({ url: server.url, token, asPerson: true });
  }
  const running = await runningServer(dataFolder(data).server);
  if (running === null) return null;
  return new ServerReach({
    url: running.url,
    token: token ?? running.operatorToken,
    asPerson: token !== null,
  });
}
