import { dataFolder, requireInitialised } from '../folder/data-folder.ts';
import { type Caller, notSignedIn, operatorCaller } from '../identity/caller.ts';
import type { Identity } from '../identity/identity.ts';
import type { Context } from './context.ts';
import type { Given } from './given.ts';
import { tokenOf } from './token-given.ts';

/** Opens the identity file of the data folder, beside whoever has it open too, and lets go of it whatever happens. */
export async function withIdentity<T>(
  { data }: Pick<Context, 'data'>,
  work: (identity: Identity) => Promise<T>,
): Promise<T> {
  const folder = dataFolder(data);
  requireInitialised(folder);
  const { openIdentity } = await import('../identity/sqlite.ts');
  const identity = openIdentity({ path: folder.identity });
  try {
    return await work(identity);
  } finally {
    await identity.close();
  }
}

/** Whose token was given; null without one. @throws LedgerError `not-signed-in`, and as `tokenOf` */
export async function tokenCaller(
  { terminal }: Pick<Context, 'terminal'>,
  given: Given,
  identity: Identity,
): Promise<Caller | null> {
  const token = tokenOf(terminal.env, { tokenFile: given.text('tokenFile') });
  if (token === null) return null;
  const caller = await identity.callerOfToken(token);
  if (caller === null) throw notSignedIn();
  return caller;
}

/** Whose token was given; without one, whoever is at the machine. @throws LedgerError as `tokenCaller` */
export const callerAt = async (
  context: Pick<Context, 'terminal'>,
  given: Given,
  identity: Identity,
  operator: string,
): Promise<Caller> => (await tokenCaller(context, given, identity)) ?? operatorCaller(operator);
